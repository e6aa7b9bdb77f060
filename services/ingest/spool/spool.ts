import type { Log, OutgoingRecord } from '@hilo/log';
import { gather, type Health, HttpProblem, type Logger, repeat } from '@hilo/runtime';
import type { Pool } from 'pg';
import type { IngestConfig } from '../config.ts';
import { countUnreachable } from '../events.ts';
import { createDrain } from './drain.ts';
import { openFailover } from './failover.ts';
import { addToSpool, isInSpool, prepareSpool, readAge, readSize, type Size } from './store.ts';

export type Spool = {
  /**
   * Resolves when the records are durable: in the log, or, while it cannot be reached, in the spool. Rejects with a 503
   * problem if the spool is full, and with what the database says if it cannot be reached either.
   */
  append(topic: string, records: readonly OutgoingRecord[]): Promise<void>;
  /** How much waits for the log, of whichever instance, and for how many seconds already. */
  waiting(): Promise<Size & { seconds: number }>;
  /** Rejects if there is no spool. Where it is full, senders are told so, with the time to wait, and not by a load balancer. */
  ready(): Promise<void>;
  close(): Promise<void>;
};

type Dependencies = {
  log: Log;
  pool: Pool;
  health: Health;
  logger: Pick<Logger, 'info' | 'warn'>;
  config: Pick<IngestConfig, 'HILO_SPOOL_MAX_MB'>;
};

const lookEveryMs = 500;
const patienceMs = 10_000;
/** With so little left, what comes is held while it is drained, for about as long as two of these at the most. */
const nearlyDrained = 2000;
const heldMs = 1000;

/** The bounded spool for when the log is away. It drains, too, what an earlier process left. */
export const openSpool = async ({ log, pool, health, logger, config }: Dependencies): Promise<Spool> => {
  const mostBytes = config.HILO_SPOOL_MAX_MB * 1024 * 1024;
  const closing = new AbortController();
  let last = await prepareSpool(pool);
  let answers = false;

  const add = async (records: readonly Spooled[]): Promise<void> => {
    const added = await addToSpool(pool, records, mostBytes);
    if (added === undefined) throw full();
    last = added;
  };
  const toSpool = gather(
    async (pieces: readonly (readonly Spooled[])[]) => {
      await add(pieces.flat());
      return async () => {};
    },
    { most: 200, mostWeight: 4 * 1024 * 1024, weigh: weightOf },
  );
  const way = openFailover({
    toLog: (topic, records, signal) => log.append(topic, records, { signal }),
    toSpool: (topic, records) => toSpool(records.map((record) => ({ ...record, topic }))),
    onUnreachable: (err) => {
      answers = false;
      countUnreachable();
      logger.warn({ err }, 'the log cannot be reached: what is accepted waits in the spool');
    },
    // What this process accepts comes after what an earlier one left.
    begin: last === undefined ? 'log' : 'spool',
  });
  const drain = createDrain({ log, pool, signal: closing.signal });

  /** Drains the rest while nothing comes in; what this instance put there is then through. */
  const isDrained = async (): Promise<boolean> => {
    for (const until = performance.now() + heldMs; performance.now() < until; ) {
      if (last === undefined || !(await isInSpool(pool, last))) return true;
      if ((await drain(heldMs)) === 'elsewhere') await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return false;
  };

  const look = async (): Promise<boolean> => {
    const { events } = await readSize(pool);
    if (events === 0 && way.now() === 'log') return false;
    answers ||= await log.ready().then(
      () => true,
      () => false,
    );
    if (!answers) return false;
    const drained = events === 0 ? 0 : await drain(patienceMs);
    if (way.now() !== 'spool' || events > nearlyDrained) return drained !== 'elsewhere' && drained > 0;
    if (await way.returnToLog(isDrained)) logger.info({}, 'what waited in the spool is in the log');
    return false;
  };
  const looking = repeat({
    everyMs: lookEveryMs,
    health: { health, part: 'draining the spool' },
    work: look,
    onError: (err) => {
      answers = false;
      logger.warn({ err }, 'the spool cannot be drained now');
    },
  });

  return {
    append: way.append,
    waiting: async () => ({ ...(await readSize(pool)), seconds: await readAge(pool) }),
    ready: async () => void (await readSize(pool)),
    close: async () => {
      closing.abort();
      await looking.close();
      way.close();
    },
  };
};

type Spooled = OutgoingRecord & { topic: string };

const weightOf = (records: readonly Spooled[]): number =>
  records.reduce((sum, { key, value }) => sum + key.length + (value?.length ?? 0), 0);

const full = (): HttpProblem =>
  new HttpProblem(
    503,
    'Not now',
    'The log cannot be reached and no more can wait for it; nothing of this was accepted.',
  );
