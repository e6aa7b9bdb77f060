import { LedgerEntry } from '@hilo/contracts';
import { bare, statement, type Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';

export type PublicationOrigin = { log: string; topic: string; partition: number };
export type Publication = { id: string; customers: string[]; interactions: string[] };

/** Where what people decided is noted: it comes from no partition. */
export const decisionsPlace = (log: string): PublicationOrigin => ({ log, topic: 'decisions', partition: 0 });

/** Where what other rules changed is noted. */
export const registryPlace = (log: string): PublicationOrigin => ({ log, topic: 'registry', partition: 0 });

const notePublicationSql = statement({
  name: 'note-publication',
  text: `INSERT INTO publications (log, topic, partition, customers, interactions)
         VALUES ($1, $2, $3, $4, $5) RETURNING id`,
});

/** Notes what a batch is going to publish, so that a crash loses none of it. */
export const notePublication = async (
  tx: Transaction,
  { log, topic, partition }: PublicationOrigin,
  { customers, interactions }: Omit<Publication, 'id'>,
): Promise<Publication> => {
  const { rows } = await tx.query<{ id: string }>(
    notePublicationSql([log, topic, partition, bare(customers), bare(interactions)]),
  );
  return { id: rows[0]?.id ?? '', customers, interactions };
};

const findPublicationsSql = statement(`
  SELECT id, customers, interactions FROM publications
   WHERE log = $1 AND topic = $2 AND partition = $3 AND created_at <= now() - $4 * interval '1 millisecond'
   ORDER BY id LIMIT 100`);

/** The first of what was noted for this place so long ago and not forgotten: a crash may have kept it from being published. */
export const findPublications = async (
  pool: Pool,
  { log, topic, partition }: PublicationOrigin,
  olderThanMs: number,
): Promise<Publication[]> => {
  const { rows } = await pool.query<Publication>(findPublicationsSql([log, topic, partition, olderThanMs]));
  return rows;
};

const forgetPublicationSql = statement({ name: 'forget-publication', text: 'DELETE FROM publications WHERE id = $1' });

/** It is published. */
export const forgetPublication = async (pool: Pool, id: string): Promise<void> => {
  await pool.query(forgetPublicationSql([id]));
};

const readLedgerSql = statement({
  name: 'read-ledger',
  text: `SELECT o.log, o.topic, o.partition, o.next_offset, o.stored, o.duplicate, o.quarantined
           FROM unnest($2::text[], $3::text[], $4::integer[]) AS p (log, topic, partition)
           JOIN consumer_offsets o ON o.consumer_group = $1 AND o.log = p.log AND o.topic = p.topic
                                  AND o.partition = p.partition`,
});

/** How far these partitions are through. */
export const readProgress = async (
  pool: Pool,
  group: string,
  places: readonly PublicationOrigin[],
): Promise<LedgerEntry[]> => {
  const { rows } = await pool.query<Record<string, string>>(
    readLedgerSql([
      group,
      places.map(({ log }) => log),
      places.map(({ topic }) => topic),
      places.map(({ partition }) => partition),
    ]),
  );
  return rows.map(({ log, topic, partition, ...row }) =>
    LedgerEntry.parse({
      log,
      topic,
      partition,
      nextOffset: Number(row.next_offset),
      stored: Number(row.stored),
      duplicate: Number(row.duplicate),
      quarantined: Number(row.quarantined),
    }),
  );
};
