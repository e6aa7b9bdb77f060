import type { Log, OutgoingRecord } from '@hilo/log';
import { transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { firstInSpool, lockDrain, removeFromSpool, type SpooledEvents } from './store.ts';

/** Puts the first that wait onto the log and forgets them. Gives how many, or that another instance is at it. */
export type Drain = (patienceMs: number) => Promise<number | 'elsewhere'>;

/** Few at first: while one partition cannot be written to, what lies in the others comes again with every attempt. */
const fewest = 50;
const most = 2000;

/** Drains in the order of arrival, one instance at a time; deletes only what the log has for certain. */
export const createDrain = ({ log, pool, signal }: { log: Log; pool: Pool; signal: AbortSignal }): Drain => {
  let atOnce = fewest;
  // Spares Postgres the rows that are deleted and not yet vacuumed; an end that it finds is looked for again from the beginning.
  let after = '0';
  return async (patienceMs) => {
    const [from, size] = [after, atOnce];
    [after, atOnce] = ['0', fewest];
    return transaction(pool, async (tx) => {
      if (!(await lockDrain(tx))) return 'elsewhere';
      const found = await firstInSpool(tx, from, size);
      const patience = AbortSignal.any([AbortSignal.timeout(patienceMs), signal]);
      for (const [topic, records] of Map.groupBy(found, (one) => one.topic)) {
        await Promise.race([log.append(topic, records.map(toRecord), { signal: patience }), aborted(patience)]);
      }
      await removeFromSpool(tx, found);
      return found;
    }).then((found) => {
      if (found === 'elsewhere') return found;
      after = found.at(-1)?.id ?? '0';
      atOnce = Math.min(size * 4, most);
      return found.length;
    });
  };
};

const Headers = z.record(z.string(), z.string());

const toRecord = ({ key, value, headers }: SpooledEvents): OutgoingRecord => ({
  key,
  value,
  headers: Headers.parse(JSON.parse(headers)),
});

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    const fail = (): void => reject(signal.reason);
    if (signal.aborted) fail();
    signal.addEventListener('abort', fail, { once: true });
  });
