import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';
import type { OutgoingRecord } from '@hilo/log';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openFailover, type Way } from './failover.ts';

/** What may become of a send; after one that failed or hangs, those behind it are as likely to be withdrawn. */
const fate = fc.oneof(
  { weight: 3, arbitrary: fc.constant('lands' as const) },
  fc.constantFrom('fails', 'lands unanswered', 'hangs', 'hangs, and lands when it was given up' as const),
);

type Fate = 'lands' | 'fails' | 'lands unanswered' | 'hangs' | 'hangs, and lands when it was given up';
type Place = { lies: string[]; waits: string[] };

/** One partition of a log as its clients see it: one send at a time, in order. */
const openPartition = (fates: readonly Fate[], { lies }: Pick<Place, 'lies'>) => {
  let [turns, sent] = [Promise.resolve(), 0];
  const send = async (values: readonly string[], signal?: AbortSignal): Promise<void> => {
    signal?.throwIfAborted();
    const fate = fates[sent] ?? 'lands';
    sent += 1;
    await turn();
    if (fate.startsWith('hangs')) while (!signal?.aborted) await delay(1);
    if (fate !== 'fails' && fate !== 'hangs') lies.push(...values);
    if (fate !== 'lands') throw new Error(fate);
  };
  return (values: readonly string[], signal?: AbortSignal): Promise<void> => {
    const done = turns.then(() => send(values, signal));
    turns = done.catch(async () => {
      await turn();
    });
    return done;
  };
};

/** A spool that has room for so many appends in all. */
const openWaiting = (room: number, { waits }: Pick<Place, 'waits'>) => {
  let [turns, left] = [Promise.resolve(), room];
  return (values: readonly string[]): Promise<void> => {
    const done = turns.then(async () => {
      await turn();
      left -= 1;
      if (left < 0) throw new Error('full');
      waits.push(...values);
    });
    turns = done.catch(() => {});
    return done;
  };
};

const valuesOf = (records: readonly OutgoingRecord[]): string[] => records.map(({ value }) => value ?? '');

/** Drains, and returns to the log as often as it can, until it is told to stop. */
const drainWhile = async (
  isGoing: () => boolean,
  way: Way,
  { waits }: Pick<Place, 'waits'>,
  append: Append,
): Promise<void> => {
  const drain = async (): Promise<void> => {
    const some = waits.slice(0, 3);
    await append(some, AbortSignal.timeout(20)).catch(() => some.splice(0));
    waits.splice(0, some.length);
  };
  while (isGoing() || waits.length > 0 || way.now() !== 'log') {
    await turn();
    if (waits.length > 0) await drain();
    if (way.now() !== 'spool' || waits.length > 5) continue;
    await way.returnToLog(async () => {
      if (waits.length > 0) await drain();
      return waits.length === 0;
    });
  }
};

type Append = ReturnType<typeof openPartition>;

/** Asks for one append after the other, after so many turns each, without waiting for answers; gives what was taken. */
const askAll = async (way: Way, pauses: readonly number[]): Promise<string[]> => {
  const asked: Promise<string[]>[] = [];
  for (const [n, pause] of pauses.entries()) {
    for (let turns = 0; turns < pause; turns += 1) await turn();
    const values = [`${2 * n}`, `${2 * n + 1}`];
    const records = values.map((value) => ({ key: 'ana', value }));
    asked.push(
      way.append('any', records).then(
        () => values,
        () => [],
      ),
    );
  }
  return (await Promise.all(asked)).flat();
};

it('keeps the order in which it is asked, and loses nothing that it took, whatever becomes of the log', async () => {
  const history = fc.record({
    fates: fc.array(fate, { minLength: 1, maxLength: 60, size: 'max' }),
    pauses: fc.array(fc.nat(8), { minLength: 5, maxLength: 100, size: 'max' }),
    room: fc.integer({ min: 0, max: 200 }),
  });
  await fc.assert(
    fc.asyncProperty(history, async ({ fates, pauses, room }) => {
      const place: Place = { lies: [], waits: [] };
      const append = openPartition(fates, place);
      const toSpool = openWaiting(room, place);
      const way = openFailover({
        toLog: (_topic, records, signal) => append(valuesOf(records), signal),
        toSpool: (_topic, records) => toSpool(valuesOf(records)),
        onUnreachable: () => {},
        begin: 'log',
        tickMs: 1,
      });
      let going = true;
      const draining = drainWhile(() => going, way, place, append);
      const taken = await askAll(way, pauses);
      going = false;
      await draining;
      way.close();
      const inLog = [...new Set(place.lies)].filter((value) => taken.includes(value));
      expect(inLog).toEqual(taken);
    }),
    { numRuns: 300 },
  );
});
