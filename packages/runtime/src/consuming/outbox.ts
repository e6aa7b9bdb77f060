import type { Log, OutgoingRecord } from '@hilo/log';
import { statement } from '@hilo/log/statement';
import type { Pool } from 'pg';
import { type Transaction, transaction } from '../database/database.ts';

export type Outgoing = OutgoingRecord & { topic: string };

const putIntoOutboxSql = statement({
  name: 'put-into-outbox',
  text: `INSERT INTO outbox (topic, key, value, headers)
         SELECT topic, key, value, headers::jsonb
           FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS m (topic, key, value, headers, n)
          ORDER BY n
         RETURNING id`,
});

/** Puts messages into the outbox, in order; gives their ids. They leave only if the transaction commits. */
export const putIntoOutbox = async (tx: Transaction, messages: readonly Outgoing[]): Promise<string[]> => {
  if (messages.length === 0) return [];
  const { rows } = await tx.query<{ id: string }>(
    putIntoOutboxSql([
      messages.map(({ topic }) => topic),
      messages.map(({ key }) => key),
      messages.map(({ value }) => value),
      messages.map(({ headers }) => JSON.stringify(headers ?? {})),
    ]),
  );
  return rows.map(({ id }) => id);
};

const deleteOutboxSql = statement({ name: 'delete-outbox', text: 'DELETE FROM outbox WHERE id = ANY ($1::bigint[])' });

/** Publishes what was committed to the outbox just now, then forgets it. */
export const publishOutbox = async (
  { pool, log }: { pool: Pool; log: Log },
  ids: readonly string[],
  messages: readonly Outgoing[],
): Promise<void> => {
  if (ids.length === 0) return;
  await appendAll(log, messages);
  await pool.query(deleteOutboxSql([ids]));
};

type OutboxRow = { id: string; topic: string; key: string; value: string | null; headers: Record<string, string> };

const takeUnpublishedSql = statement(`
  SELECT id, topic, key, value, headers FROM outbox
   WHERE created_at < now() - $1 * interval '1 millisecond'
   ORDER BY id LIMIT 1000 FOR UPDATE SKIP LOCKED`);

/** Publishes what a crash left behind: rows older than `olderThanMs` that nobody else is sweeping. Gives how many. */
export const sweepOutbox = ({ pool, log }: { pool: Pool; log: Log }, olderThanMs: number): Promise<number> =>
  transaction(pool, async (tx) => {
    const { rows } = await tx.query<OutboxRow>(takeUnpublishedSql([olderThanMs]));
    await appendAll(log, rows);
    await tx.query(deleteOutboxSql([rows.map(({ id }) => id)]));
    return rows.length;
  });

const appendAll = async (log: Log, messages: readonly Outgoing[]): Promise<void> => {
  const byTopic = Map.groupBy(messages, ({ topic }) => topic);
  for (const [topic, records] of byTopic) {
    await log.append(
      topic,
      records.map(({ key, value, headers }) => ({ key, value, ...(headers && { headers }) })),
    );
  }
};
