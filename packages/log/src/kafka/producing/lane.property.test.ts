import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createLane } from './lane.ts';
import type { Part } from './produce.ts';
import type { SendResult } from './sender.ts';

const partitions = 4;
const leaders = [1, 2, 1, 2].map((node) => ({ node, host: 'localhost', port: node }));

/** What becomes of a part: it is taken, or it fails before or after it was written, also much later. */
type Fate = 'durable' | 'lost' | 'written' | 'written late';
const fate = fc.constantFrom<Fate[]>('durable', 'durable', 'durable', 'lost', 'written', 'written late');

it('loses nothing, and keeps the first of a key before the next, whatever becomes of each part of a request', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fate, { minLength: 1, maxLength: 30 }),
      fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 12 })), {
        minLength: 5,
        maxLength: 60,
      }),
      async (fates, appends) => {
        const broker = brokerOf(fates);
        const lane = createLane({ topic: 'topic', partitions, sender: broker, ended: new AbortController().signal });
        const next = new Map<string, number>();
        const appended = appends.map(async ([key, pauseMs], index) => {
          await sleep(Math.floor(index / 4) + pauseMs / 4);
          const records = [`k${key}`, `k${(key + 3) % 10}`].map((name) => {
            next.set(name, (next.get(name) ?? 0) + 1);
            return { key: name, value: String(next.get(name)) };
          });
          await new Promise<void>((done, failed) => {
            lane.add(records, { remaining: 2, deadline: Date.now() + 60_000, signal: undefined, done, failed });
          });
        });
        await Promise.all(appended);
        await lane.idle();
        expect(broker.overlaps).toBe(0);
        for (const [key, count] of next) {
          const values = broker.log.filter((one) => one.key === key).map(({ value }) => Number(value));
          expect([...new Set(values)]).toEqual(Array.from({ length: count }, (_, index) => index + 1));
        }
      },
    ),
    { numRuns: 60 },
  );
});

/** Two brokers that answer after a while; of each part it becomes what is next in the list, and at its end it is taken. */
const brokerOf = (fates: readonly Fate[]) => {
  const left = [...fates];
  const log: { key: string; value: string | null }[] = [];
  const onTheirWay = new Set<number>();
  const broker = {
    log,
    overlaps: 0,
    leadersOf: async () => leaders,
    send: async (_leader: unknown, _topic: string, parts: readonly Part[]): Promise<SendResult[]> => {
      for (const { partition } of parts) {
        if (onTheirWay.has(partition)) broker.overlaps += 1;
        onTheirWay.add(partition);
      }
      await sleep(2);
      const outcomes = parts.map(({ records }): SendResult => {
        const fate = left.shift() ?? 'durable';
        if (fate === 'durable' || fate === 'written') log.push(...records);
        if (fate === 'written late') setTimeout(() => log.push(...records), 80);
        return fate === 'durable' ? fate : new Error(fate);
      });
      for (const { partition } of parts) onTheirWay.delete(partition);
      return outcomes;
    },
  };
  return broker;
};
