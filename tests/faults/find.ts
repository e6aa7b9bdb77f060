import { topics } from '@hilo/contracts';
import { type Log, type LogRecord, openLog } from '@hilo/log';
import { openDatabase, type Transaction, transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { contradiction } from './made-up.ts';
import { emptyTally, seeAgain, type Tally } from './tally.ts';
import type { Found, LedgerTotals, Versions } from './verdict.ts';

export type Where = { databaseUrl: string; log: string | undefined };

const rowsAtOnce = 20_000;

/** Looks into the log and the tables themselves, not through Hilo, for what became of interactions of these senders. */
export const findAll = async ({ databaseUrl, log: logUrl }: Where, posted: readonly number[]): Promise<Found> => {
  await using log = await openLog(logUrl ?? databaseUrl);
  const pool = openDatabase({ connectionString: databaseUrl, schema: 'public', logger: console });
  const tally = (query: string): Promise<Tally> => tallyOf(pool, posted, query);
  try {
    const [logged, loggedOtherwise] = [emptyTally(posted), emptyTally(posted)];
    const ends = await readTopic(log, topics.interactions.name, ({ value }) => {
      const { id, touchpoint }: { id: string; touchpoint: string } = JSON.parse(value ?? '');
      seeAgain(touchpoint === contradiction ? loggedOtherwise : logged, id);
    });
    return {
      logged,
      loggedOtherwise,
      ends,
      stored: await tally(`SELECT content::json ->> 'id' AS id FROM identity.interactions`),
      counted: await tally('SELECT id FROM analytics.facts'),
      receipts: await tally('SELECT interaction AS id FROM ingest.receipts'),
      invitations: await tally('SELECT interaction AS id FROM survey.invitations'),
      decisions: await tally('SELECT interaction AS id FROM analytics.survey_events'),
      quarantined: await tally('SELECT interaction AS id FROM ingest.quarantine'),
      ledger: await totalsOf(pool, 'ingest.ledger', log.id),
      processed: await totalsOf(
        pool,
        `(SELECT * FROM identity.consumer_offsets WHERE consumer_group = 'identity-resolution') o`,
        log.id,
      ),
      inRecords: {
        'identity-resolution': await sumOf(
          pool,
          `SELECT (aggregate::json ->> 'total')::int AS count FROM identity.identifiers WHERE aggregate <> ''`,
        ),
        'survey-trigger': await sumOf(
          pool,
          `SELECT (record -> 'interactions' ->> 'total')::int AS count FROM survey.profiles`,
        ),
      },
      versions: await versionsIn(pool, log),
    };
  } finally {
    await pool.end();
  }
};

const tallyOf = async (pool: Pool, posted: readonly number[], query: string): Promise<Tally> => {
  const tally = emptyTally(posted);
  await transaction(pool, async (tx) => {
    await tx.query(`DECLARE every CURSOR FOR ${query}`);
    for await (const id of idsIn(tx)) seeAgain(tally, id ?? '');
  });
  return tally;
};

async function* idsIn(tx: Transaction): AsyncGenerator<string | null> {
  for (;;) {
    const { rows } = await tx.query<{ id: string | null }>(`FETCH ${rowsAtOnce} FROM every`);
    if (rows.length === 0) return;
    for (const { id } of rows) yield id;
  }
}

const totalsOf = async (pool: Pool, table: string, log: string): Promise<LedgerTotals> => {
  const { rows } = await pool.query<Record<keyof LedgerTotals, string>>(
    `SELECT coalesce(sum(stored), 0) AS stored, coalesce(sum(duplicate), 0) AS duplicate,
            coalesce(sum(quarantined), 0) AS quarantined FROM ${table} WHERE log = $1 AND topic = $2`,
    [log, topics.interactions.name],
  );
  const { stored, duplicate, quarantined } = rows[0] ?? {};
  return { stored: Number(stored), duplicate: Number(duplicate), quarantined: Number(quarantined) };
};

const sumOf = async (pool: Pool, query: string): Promise<number> => {
  const { rows } = await pool.query<{ sum: string }>(`SELECT coalesce(sum(count), 0) AS sum FROM (${query}) c`);
  return Number(rows[0]?.sum);
};

const versionsIn = async (pool: Pool, log: Log): Promise<Found['versions']> => {
  const published = new Map<string, number>();
  await readTopic(log, topics.customers.name, ({ key, headers }) => {
    published.set(key, Number(headers.hilo_version));
  });
  const read = async (query: string): Promise<Versions> => {
    const { rows } = await pool.query<{ id: string; version: number }>(query);
    return new Map(rows.map(({ id, version }) => [id, version]));
  };
  return {
    stored: await read('SELECT id, record_version AS version FROM identity.identifiers WHERE record_version > 0'),
    known: {
      [topics.customers.name]: published,
      ingest: await read('SELECT id, version FROM ingest.customers'),
      'survey-trigger': await read('SELECT id, version FROM survey.customers'),
      analytics: await read('SELECT id, version FROM analytics.customers'),
    },
  };
};

/** Every record that the topic has now, in the order of each partition; gives the sum of the partitions' ends. */
export const readTopic = async (log: Log, topic: string, see: (record: LogRecord) => void): Promise<number> => {
  const ends = await log.endOffsets(topic);
  const unread = new Set(ends.flatMap((end, partition) => (end > 0 ? [partition] : [])));
  const next = new Map<number, number>();
  const through = Promise.withResolvers<void>();
  await using reader = await log.consume({
    group: `faults.${crypto.randomUUID()}`,
    topics: [topic],
    startFrom: async () => 0,
    handle: async ({ partition, records }) => {
      // What is delivered twice was not written twice.
      for (const record of records.filter(({ offset }) => offset >= (next.get(partition) ?? 0))) {
        next.set(partition, record.offset + 1);
        see(record);
      }
      if ((next.get(partition) ?? 0) >= (ends[partition] ?? 0)) unread.delete(partition);
      if (unread.size === 0) through.resolve();
    },
  });
  if (unread.size > 0) await Promise.race([through.promise, reader.stopped]);
  return ends.reduce((sum, end) => sum + end, 0);
};
