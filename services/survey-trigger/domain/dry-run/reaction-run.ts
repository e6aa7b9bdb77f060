import type { Windows } from '../reactions/compiled-reactions.ts';
import { decideWindow, reachOf, type Verdict } from '../reactions/window.ts';

/** Something that began a window or ended one, of one customer by one rule. Times are in milliseconds since the epoch. */
export type PastFact = {
  id: string;
  role: 'start' | 'end';
  same: string | null;
  subject: string;
  source: string;
  interaction: string;
  at: number;
  /** When it is taken to have been heard of. */
  heardAt: number;
  /** It was history when Hilo accepted it: in truth nothing would have come of it. */
  isHistory: boolean;
};

/** What would have become of a window: or that it is open still. */
export type PastReaction = { fact: PastFact; verdict: Verdict | { state: 'open' }; at: number };

type Moment = { at: number; start: PastFact; dueAt: number };

/**
 * Goes through what is of one customer by one rule, as it would have been decided: each when it was due, by what was heard of until then, and what
 * counts again when something was heard of late.
 */
export const runReactions = (facts: readonly PastFact[], windows: Windows, asOf: number): PastReaction[] => {
  const starts = facts.filter(({ role }) => role === 'start');
  return [...Map.groupBy(starts, ({ same }) => same ?? '')].flatMap(([same, own]) => {
    const ends = facts.filter((one) => one.role === 'end' && (one.same === null || one.same === same));
    return runWindows({ starts: own, ends }, windows, asOf);
  });
};

const runWindows = (
  { starts, ends }: { starts: readonly PastFact[]; ends: readonly PastFact[] },
  windows: Windows,
  asOf: number,
): PastReaction[] => {
  const outcomes = new Map<string, PastReaction>();
  const fired = new Set<string>();
  const { before, after } = reachOf(windows);
  for (const { at, start, dueAt } of momentsOf(starts, windows)) {
    if (at > asOf || outcomes.has(start.id)) continue;
    const isNear = (one: PastFact) => one.heardAt <= at && one.at >= start.at - before && one.at <= start.at + after;
    const near = {
      starts: starts.filter(isNear).map((one) => ({ id: one.id, at: one.at, isFired: fired.has(one.id) })),
      ends: ends.filter(isNear),
    };
    const verdict = decideWindow(start, near, windows, { dueAt, now: at });
    if (verdict.state === 'open') continue;
    if (verdict.state === 'fired') fired.add(start.id);
    outcomes.set(start.id, { fact: start, verdict, at });
  }
  return starts.map((fact) => outcomes.get(fact.id) ?? { fact, verdict: { state: 'open' }, at: asOf });
};

/** When each is looked at: when it is due, and, where it is counted, when something before it is heard of later. */
const momentsOf = (starts: readonly PastFact[], { times, countMs, waitMs, settleMs }: Windows): Moment[] =>
  starts
    .flatMap((start): Moment[] => {
      const dueAt = Math.max(start.at + waitMs, start.heardAt) + settleMs;
      const late =
        times === 1
          ? []
          : starts.filter((one) => one.heardAt > dueAt && one.at <= start.at && one.at > start.at - countMs);
      return [{ at: dueAt, start, dueAt }, ...late.map(({ heardAt }) => ({ at: heardAt, start, dueAt }))];
    })
    .toSorted((a, b) => a.at - b.at || a.start.at - b.start.at || (a.start.id < b.start.id ? -1 : 1));
