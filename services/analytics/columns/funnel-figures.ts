import { timesUntil } from '../domain/kaplan-meier.ts';
import type { FunnelOutcome, FunnelQuestion } from './funnel-question.ts';
import { type ShownGroup, shownAs, shownGroups } from './shown-groups.ts';

/** Of who came to a step and no further: how many are still on the way, were excluded, or went no further. */
export type FunnelStep = { reached: number; open: number; excluded: number; dropped: number };

/** One group; `other` is all that are not among the first ones. Times are in milliseconds. */
export type FunnelGroup = {
  group: ShownGroup;
  steps: FunnelStep[];
  /** By Kaplan–Meier, who is open still on the way: the share that converts within the window, and after how long half of all have, and nine of ten. */
  converted: { share: number; median: number | null; p90: number | null };
};

/** Who is meant of those that a figure counts. */
export type FunnelPlace = {
  /** The place of a step. */
  step: number;
  state: 'reached' | 'converted' | 'open' | 'excluded' | 'dropped';
  group?: ShownGroup | undefined;
};

/** The figures of a funnel, by group: the first `mostGroups` of them by how many began, and all others. */
export const funnelFigures = (outcome: FunnelOutcome, question: FunnelQuestion, mostGroups: number): FunnelGroup[] => {
  const shown = shownGroups(outcome.reached, outcome.group, mostGroups);
  const groups = new Map<ShownGroup, { steps: FunnelStep[]; done: number[]; censored: number[] }>();
  const fresh = () => ({
    steps: question.steps.map(() => ({ reached: 0, open: 0, excluded: 0, dropped: 0 })),
    done: [],
    censored: [],
  });
  for (const group of shown) groups.set(group, fresh());
  for (let customer = 0; customer < outcome.reached.length; customer++) {
    const reached = outcome.reached[customer] ?? 0;
    if (reached === 0) continue;
    const group = shownAs(shown, outcome.group[customer] ?? 0);
    const known = groups.get(group) ?? fresh();
    groups.set(group, known);
    for (let step = 0; step < reached; step++) {
      const counted = known.steps[step];
      if (counted !== undefined) counted.reached++;
    }
    const state = stateOf(outcome, customer, question.steps.length);
    const last = known.steps[reached - 1];
    if (state !== 'converted' && last !== undefined) last[state]++;
    if (state === 'converted') known.done.push(outcome.took[customer] ?? 0);
    else if (state === 'open') known.censored.push(outcome.took[customer] ?? 0);
    else if (state === 'dropped') known.censored.push(question.window);
  }
  return [...groups].map(([group, { steps, done, censored }]) => {
    const { share, times } = timesUntil(done, censored, [0.5, 0.9]);
    return { group, steps, converted: { share, median: times[0] ?? null, p90: times[1] ?? null } };
  });
};

const stateOf = (outcome: FunnelOutcome, customer: number, steps: number): Exclude<FunnelPlace['state'], 'reached'> => {
  if (outcome.reached[customer] === steps) return 'converted';
  if (outcome.open[customer] === 1) return 'open';
  return outcome.excluded[customer] === 1 ? 'excluded' : 'dropped';
};

/** The customers behind a figure, in order of their numbers: those after one, so many of them. */
export const funnelCustomers = (
  outcome: FunnelOutcome,
  question: FunnelQuestion,
  { place, mostGroups, after, limit }: { place: FunnelPlace; mostGroups: number; after: number; limit: number },
): number[] => {
  const shown = place.group === undefined ? undefined : shownGroups(outcome.reached, outcome.group, mostGroups);
  const found: number[] = [];
  for (let customer = after + 1; customer < outcome.reached.length && found.length < limit; customer++) {
    const reached = outcome.reached[customer] ?? 0;
    if (reached === 0) continue;
    if (shown !== undefined && shownAs(shown, outcome.group[customer] ?? 0) !== place.group) continue;
    const isThere =
      place.state === 'reached'
        ? reached > place.step
        : reached === place.step + 1 && stateOf(outcome, customer, question.steps.length) === place.state;
    if (isThere) found.push(customer);
  }
  return found;
};
