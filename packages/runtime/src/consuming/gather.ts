import { setTimeout as delay } from 'node:timers/promises';

export type GatherOptions<Item> = {
  /** At most so many are done as one. */
  most: number;
  /** Done as one, as long as together they do not weigh more than this. */
  mostWeight: number;
  weigh(item: Item): number;
  /** Whoever comes first waits so long for others. */
  waitMs?: number;
};

type Waiting<Item> = { item: Item; resolve(): void; reject(error: unknown): void };

/**
 * Does what comes while it works as one piece of work afterwards: one at a time, so that pieces never get in each other's
 * way. The work gives what is left to do of it, which the next piece need not wait for; whoever asked waits for both.
 */
export const gather = <Item>(
  work: (items: readonly Item[]) => Promise<() => Promise<void>>,
  { most, mostWeight, weigh, waitMs }: GatherOptions<Item>,
): ((item: Item) => Promise<void>) => {
  const waiting: Waiting<Item>[] = [];
  let working = false;

  const take = (): Waiting<Item>[] => {
    let [end, weight] = [0, 0];
    while (end < Math.min(most, waiting.length)) {
      weight += waiting.slice(end, end + 1).reduce((sum, { item }) => sum + weigh(item), 0);
      if (end > 0 && weight > mostWeight) break;
      end += 1;
    }
    return waiting.splice(0, end);
  };

  const workAll = async (): Promise<void> => {
    working = true;
    while (waiting.length > 0) {
      if (waitMs !== undefined && waiting.length < most) await delay(waitMs);
      const taken = take();
      const begun = work(taken.map(({ item }) => item));
      void begun
        .then((rest) => rest())
        .then(
          () => {
            for (const { resolve } of taken) resolve();
          },
          (error: unknown) => {
            for (const { reject } of taken) reject(error);
          },
        );
      await begun.catch(() => {});
    }
    working = false;
  };

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!working) void workAll();
    });
};
