export type Backoff = { firstMs?: number; longestMs?: number };

/** Milliseconds that double with every failure in a row, 1 or more of them, up to the longest. */
export const doublingMs = (failures: number, { firstMs = 100, longestMs = 5000 }: Backoff = {}): number =>
  Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 16));

/**
 * How many milliseconds to wait after so many failures in a row: by chance between half of what doubles and all of it, so that
 * those who failed together do not come back together ("equal jitter" of M. Brooker, Exponential Backoff And Jitter, 2015).
 */
export const backoffMs = (failures: number, limits: Backoff = {}): number =>
  doublingMs(failures, limits) * (0.5 + Math.random() / 2);
