import type { Log } from '../../src/log.ts';

/** A record that says which one of its key it is. */
export type Numbered = { key: string; value: string };

/** `perKey` records for each of so many keys, the keys in turn. */
export function numbered(keys: number, perKey: number): Numbered[] {
  return Array.from({ length: keys * perKey }, (_, index) => ({
    key: `customer-${index % keys}`,
    value: String(Math.floor(index / keys)),
  }));
}

/** What the topic holds, by key, in the order of the log, without repetitions. */
export async function readAll(log: Log, topic: string): Promise<Map<string, number[]>> {
  const values = new Map<string, Set<number>>();
  const ends = await log.endOffsets(topic);
  const reached = ends.map(() => 0);
  const { promise, resolve } = Promise.withResolvers<void>();
  const consumer = await log.consume({
    group: `reader-${crypto.randomUUID()}`,
    topics: [topic],
    handle: async ({ partition, records }) => {
      for (const { key, value, offset } of records) {
        values.set(key, (values.get(key) ?? new Set()).add(Number(value)));
        reached[partition] = offset + 1;
      }
      if (ends.every((end, index) => (reached[index] ?? 0) >= end)) resolve();
    },
  });
  await Promise.race([promise, consumer.stopped]);
  await consumer.close();
  return new Map([...values].map(([key, set]) => [key, [...set]]));
}

/** Of what was acknowledged: how much is not in the log, and how much stands there after a later one of its key. */
export function compare(acknowledged: readonly Numbered[], found: ReadonlyMap<string, readonly number[]>) {
  const lost = acknowledged.filter(({ key, value }) => !found.get(key)?.includes(Number(value)));
  const disordered = [...found.values()].flatMap((values) =>
    values.filter((value, i) => value < (values[i - 1] ?? -1)),
  );
  return { lost: lost.length, disordered: disordered.length };
}
