/** How often somebody may ask still, and in how many seconds that begins anew. */
export type Allowance = { max: number; remaining: number; seconds: number; isExceeded: boolean };

type Window = { count: number; endsAt: number };

/** Counts how often each key asks, in windows that begin when it asks first; of so many keys at the most. */
export const countByKey = ({ windowMs, mostKeys = 10_000 }: { windowMs: number; mostKeys?: number }) => {
  const windows = new Map<string, Window>();

  const begin = (key: string, now: number): Window => {
    if (windows.size >= mostKeys) makeRoom(windows, now);
    const window = { count: 0, endsAt: now + windowMs };
    // Deleted first: so the windows stand in the order in which they end.
    windows.delete(key);
    windows.set(key, window);
    return window;
  };

  return (key: string, max: number, now: number): Allowance => {
    const known = windows.get(key);
    const window = known !== undefined && known.endsAt > now ? known : begin(key, now);
    window.count += 1;
    return {
      max,
      remaining: Math.max(0, max - window.count),
      seconds: Math.ceil((window.endsAt - now) / 1000),
      isExceeded: window.count > max,
    };
  };
};

/** Forgets the windows that have ended, or else the one that ends first. */
const makeRoom = (windows: Map<string, Window>, now: number): void => {
  let isFirst = true;
  for (const [key, { endsAt }] of windows) {
    if (endsAt > now && !isFirst) break;
    windows.delete(key);
    isFirst = false;
  }
};
