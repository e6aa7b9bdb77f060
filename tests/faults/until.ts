import { setTimeout as delay } from 'node:timers/promises';

export type Expected<Seen> = {
  /** What is awaited, for the error. */
  what: string;
  look(): Seen | Promise<Seen>;
  isReached(seen: Seen): boolean;
  everyMs?: number;
  patienceMs?: number;
};

/** Looks until it is reached, and gives what was seen then. Rejects, saying what was seen last, when the patience is over. */
export const until = async <Seen>(expected: Expected<Seen>): Promise<Seen> => {
  const { what, look, isReached, everyMs = 50, patienceMs = 180_000 } = expected;
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const seen = await look();
    if (isReached(seen)) return seen;
    if (Date.now() > deadline)
      throw new Error(`not within ${patienceMs / 1000} s: ${what}; seen last: ${JSON.stringify(seen)}`);
    await delay(everyMs);
  }
};
