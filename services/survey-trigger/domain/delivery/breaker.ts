/** How a destination is doing: whether anything is handed to it, and what was learnt of it last. Times are in milliseconds since the epoch. */
export type Breaker = { failures: number; openUntil: number };

export const closedBreaker: Breaker = { failures: 0, openUntil: 0 };

/** So many in a row that nobody took, or of which nobody knows: it is left alone for a while. */
const mostFailures = 4;
const [firstPauseMs, longestPauseMs] = [5000, 300_000];

/**
 * How many may be under way to it at this moment: fewer after each failure, so that a burst of them leaves no more behind; then none, or one by
 * which it is tried again.
 */
export const roomAt = ({ failures, openUntil }: Breaker, atOnce: number, now: number): number => {
  if (failures < mostFailures) return Math.ceil((atOnce * (mostFailures - failures)) / mostFailures);
  return now < openUntil ? 0 : 1;
};

/** What was handed to it came to this: an answer, whatever it says, shows that it works. */
export const learnt = (before: Breaker, state: string, now: number): Breaker => {
  if (state !== 'not-taken' && state !== 'unknown') return closedBreaker;
  const failures = before.failures + 1;
  const pauses = Math.max(0, failures - mostFailures);
  return { failures, openUntil: now + Math.min(firstPauseMs * 2 ** Math.min(pauses, 10), longestPauseMs) };
};

export const isBroken = ({ failures }: Breaker): boolean => failures >= mostFailures;
