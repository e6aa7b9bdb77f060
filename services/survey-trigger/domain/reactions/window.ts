import type { Windows } from './compiled-reactions.ts';

/** What began a window of a customer by one rule, about the same. */
export type Start = { id: string; at: number; isFired: boolean };
/** What ends windows of this rule. */
export type End = { id: string; at: number };

/** All that is known near a moment, in whichever order it was heard of. */
export type Neighbourhood = { starts: readonly Start[]; ends: readonly End[] };

/** What is decided of what began a window, and by what. */
export type Verdict =
  | { state: 'fired'; count: number }
  /** It has not happened often enough yet: what is heard of later may complete it. */
  | { state: 'open'; count: number }
  | { state: 'cancelled'; by: string }
  | { state: 'renewed'; by: string }
  | { state: 'overtaken'; by: string }
  | { state: 'resting'; by: string }
  | { state: 'too-late' };

/**
 * Whether to react to this start, which is due: by all that is known near it, whatever the order in which it was heard of. It is decided once; what
 * comes later changes nothing of what was done, and is not reacted to again.
 */
export const decideWindow = (
  start: Omit<Start, 'isFired'>,
  { starts, ends }: Neighbourhood,
  windows: Windows,
  { dueAt, now }: { dueAt: number; now: number },
): Verdict => {
  const { times, waitMs, lateMs, latestOnly } = windows;
  const count = countUpTo(start.at, starts, windows);
  if (count < times) return { state: 'open', count };
  const end = first(ends.filter(({ at }) => waitMs > 0 && at >= start.at && at <= start.at + waitMs));
  if (end !== undefined) return { state: 'cancelled', by: end.id };
  const later = starts.filter((one) => isAfter(one, start));
  const again = first(later.filter(({ at }) => at <= start.at + waitMs && countUpTo(at, starts, windows) >= times));
  if (waitMs > 0 && again !== undefined) return { state: 'renewed', by: again.id };
  const newer = first(later.filter(({ at }) => at > start.at));
  if (latestOnly && newer !== undefined) return { state: 'overtaken', by: newer.id };
  const before = first(
    starts.filter((one) => one.isFired && one.id !== start.id && isResting(one.at, start.at, windows)),
  );
  if (before !== undefined) return { state: 'resting', by: before.id };
  return now > dueAt + lateMs ? { state: 'too-late' } : { state: 'fired', count };
};

/** How far around a start there may be something that matters to it. */
export const reachOf = ({ countMs, waitMs, restMs, latestOnly }: Windows): { before: number; after: number } => ({
  before: countMs + Math.max(restMs, waitMs),
  after: Math.max(restMs, waitMs, countMs, latestOnly ? latestMs : 0),
});

const latestMs = 7 * 86_400_000;

const countUpTo = (until: number, starts: readonly Start[], { times, countMs }: Windows): number =>
  times === 1 ? 1 : starts.filter(({ at }) => at <= until && at > until - countMs).length;

const isAfter = (one: { id: string; at: number }, other: { id: string; at: number }): boolean =>
  one.at > other.at || (one.at === other.at && one.id > other.id);

const first = <One extends { id: string; at: number }>(some: readonly One[]): One | undefined =>
  some.reduce<One | undefined>((least, one) => (least === undefined || isAfter(least, one) ? one : least), undefined);

/** What was reacted to so near rests this, also where it happened before and is heard of afterwards. */
const isResting = (fired: number, at: number, { waitMs, restMs }: Windows): boolean => {
  const apart = Math.abs(fired - at);
  return apart < restMs || (waitMs > 0 && apart <= waitMs);
};
