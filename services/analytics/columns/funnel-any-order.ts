import type { Tied } from './funnel-chains.ts';
import { type FunnelOutcome, type FunnelQuestion, nobodyBegun } from './funnel-question.ts';
import { openMatching } from './matching.ts';
import type { ChainSlots } from './slots.ts';

type Seen = Tied & { at: number };

/** A funnel in any order: how many of its steps are interactions, one each, that lie within one window. */
export const openSets = (question: FunnelQuestion, slots: ChainSlots, customers: number) => {
  const { to, now, window, entry } = question;
  const count = question.steps.length;
  const outcome = nobodyBegun(customers, question.breakdown !== undefined);
  /** By slot what may still count, in the order of time. */
  const seen: Seen[][] = [];

  const within = (slot: number, at: number): Seen[] => {
    const all = seen[slot] ?? [];
    if (entry === 'first') return all.length > 0 && at - (all[0]?.at ?? 0) > window ? [] : all;
    return all.filter((one) => at - one.at <= window);
  };

  const take = (slot: number, mask: number, at: number, group: number): void => {
    const customer = slots.customerOf(slot);
    const known = within(slot, at);
    if (entry === 'first' && known.length === 0 && seen[slot] !== undefined) return;
    // It begins in the period; later, something has to have begun.
    if (at >= to && !known.some((one) => one.at < to)) return;
    const all = [...known, { mask, at, group }];
    seen[slot] = all;
    const reached = outcome.reached[customer] ?? 0;
    if (reached === count || all.length <= reached) return;
    const found = fullestMatching(all, count);
    if (found.size <= reached) return;
    const tight = shortest(all, found.size, question);
    outcome.reached[customer] = found.size;
    outcome.took[customer] = at - (tight[0]?.at ?? at);
    outcome.group[customer] = groupOf(question, tight, group);
  };

  const finish = (): FunnelOutcome => {
    for (const slot of seen.keys()) {
      const customer = slots.customerOf(slot);
      const begun = within(slot, now).filter(({ at }) => at < to);
      const began = begun[begun.length - 1];
      if (began === undefined || outcome.reached[customer] === count) continue;
      const known = outcome.open[customer] === 1 ? (outcome.took[customer] ?? 0) : Number.POSITIVE_INFINITY;
      outcome.open[customer] = 1;
      outcome.took[customer] = Math.min(known, now - began.at);
    }
    return outcome;
  };
  return {
    fetch: () => 0,
    take,
    takeTied: (slot: number, tied: readonly Tied[], at: number) => takeEach(take, slot, tied, at),
    finish,
  };
};

const takeEach = (
  take: (slot: number, mask: number, at: number, group: number) => void,
  slot: number,
  tied: readonly Tied[],
  at: number,
): void => {
  for (const { mask, group } of tied) take(slot, mask, at, group);
};

/** As many steps as can be given to these interactions, one each. */
const fullestMatching = (all: readonly Seen[], count: number) => {
  const { stepOf, add } = openMatching(all.map(({ mask }) => mask));
  let size = 0;
  for (let step = 0; step < count; step++) if (add(step)) size++;
  return { size, stepOf };
};

/** The last of them that are enough for so many steps, and begin in the period. */
const shortest = (all: readonly Seen[], size: number, { steps, to }: FunnelQuestion): readonly Seen[] => {
  let first = 0;
  while (first + 1 < all.length) {
    const left = all.slice(first + 1);
    if ((left[0]?.at ?? to) >= to || fullestMatching(left, steps.length).size < size) break;
    first++;
  }
  return all.slice(first);
};

const groupOf = ({ attribution, steps }: FunnelQuestion, tight: readonly Seen[], own: number): number => {
  if (attribution === 'last') return own;
  if (attribution === 0) return tight[0]?.group ?? 0;
  const { stepOf } = fullestMatching(tight, steps.length);
  return tight[stepOf.indexOf(attribution)]?.group ?? 0;
};
