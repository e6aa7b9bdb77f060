import type { Pool } from 'pg';
import { bare, texts } from './arrays.ts';
import { locks } from './locks.ts';
import { command, statement } from './statement.ts';
import { inTransaction, type Transaction } from './transaction.ts';

/** A run is made of so many, or of fewer that are so old: few enough to look through all that are new, and for few runs. */
const enoughForARun = 500_000;
const longestNewMs = 4 * 3600 * 1000;
const mostOfARun = 1_000_000;

/** About so many hashes lie in a bucket: its row is as long as one may be that is stored in one piece. */
const ofABucket = 32;

const packMentionsSql = statement(
  `SELECT coalesce(sum(entries) >= $1 OR min(appended_at) < $2, false) AS is_due FROM new_mentions`,
);

/**
 * Puts the new mentions together in runs, once there are enough. Those of records that stay equally long go into the same run,
 * and with its last record it goes as a whole.
 */
export const packMentions = async (pool: Pool, now: number): Promise<void> => {
  for (;;) {
    const { rows } = await pool.query<{ is_due: boolean }>(packMentionsSql([enoughForARun, now - longestNewMs]));
    if (!rows[0]?.is_due) return;
    await inTransaction(pool, packSome);
  }
};

const packSomeSql = statement(`
  WITH taken AS (
    DELETE FROM new_mentions WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM (SELECT ctid, sum(entries) OVER (ORDER BY appended_at, ctid) - entries AS before FROM new_mentions) AS all_new
       WHERE before < $1))
    RETURNING *
  ), staying AS (
    SELECT taken.*, t.retention_ms FROM taken JOIN topics t ON t.id = taken.topic_id
  ), runs AS (
    INSERT INTO mention_runs (buckets, retention_ms, first_at, last_at)
    SELECT 2 ^ ceil(log(2, greatest(1, sum(entries)::numeric / $2))), retention_ms, min(appended_at), max(appended_at)
      FROM staying GROUP BY retention_ms
    RETURNING *
  )
  INSERT INTO packed_mentions (run, bucket, hashes, offsets, topic_ids, partitions)
  SELECT r.run, e.hash & (r.buckets - 1), array_agg(e.hash), array_agg(e."offset"), array_agg(s.topic_id), array_agg(e.partition)
    FROM staying s JOIN runs r USING (retention_ms)
   CROSS JOIN LATERAL unnest(s.hashes, s.partitions, s.offsets) AS e (hash, partition, "offset")
   GROUP BY 1, 2`);

const packSome = async (tx: Transaction): Promise<void> => {
  await lockMentions(tx);
  await tx.query(command("SET LOCAL work_mem = '64MB'"));
  await tx.query(packSomeSql([mostOfARun, ofABucket]));
};

const dropOldRunsSql = statement(`
  WITH old AS (DELETE FROM mention_runs WHERE last_at < $1 - retention_ms RETURNING run)
  DELETE FROM packed_mentions WHERE run IN (SELECT run FROM old)`);

/** Runs of which every record is past its retention. */
export const dropOldRuns = async (tx: Transaction, now: number): Promise<void> => {
  await tx.query(dropOldRunsSql([now]));
};

/** What a record that went was about, as it is hashed, and when it had been appended. */
export type PackedMentions = { offset: string; at: string; handle: string };

const goneRows = `gone AS MATERIALIZED (
  SELECT hashtextextended(handle, 0) AS hash, "offset", at
    FROM unnest($3::text[], $4::bigint[], $5::bigint[]) AS g (handle, "offset", at))`;

const removeFromNewSql = statement(`
  WITH ${goneRows}
  UPDATE new_mentions w SET (entries, hashes, partitions, offsets) = (
    SELECT count(*), coalesce(array_agg(e.hash), '{}'), coalesce(array_agg(e.partition), '{}'), coalesce(array_agg(e."offset"), '{}')
      FROM unnest(w.hashes, w.partitions, w.offsets) AS e (hash, partition, "offset")
     WHERE (e.hash, e.partition, e."offset") NOT IN (SELECT hash, $2::integer, "offset" FROM gone))
   WHERE w.topic_id = $1 AND w.appended_at IN (SELECT at FROM gone)`);

const removeFromRunsSql = statement(`
  WITH ${goneRows}, hit AS (
    SELECT DISTINCT r.run, (g.hash & (r.buckets - 1))::integer AS bucket
      FROM gone g JOIN mention_runs r ON g.at BETWEEN r.first_at AND r.last_at
  )
  UPDATE packed_mentions k SET (hashes, offsets, topic_ids, partitions) = (
    SELECT coalesce(array_agg(e.hash), '{}'), coalesce(array_agg(e."offset"), '{}'), coalesce(array_agg(e.topic_id), '{}'),
           coalesce(array_agg(e.partition), '{}')
      FROM unnest(k.hashes, k.offsets, k.topic_ids, k.partitions) AS e (hash, "offset", topic_id, partition)
     WHERE (e.hash, e.topic_id, e.partition, e."offset") NOT IN (SELECT hash, $1::integer, $2::integer, "offset" FROM gone))
    FROM hit WHERE k.run = hit.run AND k.bucket = hit.bucket`);

/** Takes the mentions of these records out, wherever they lie by now. */
export const removeMentions = async (
  tx: Transaction,
  { topicId, partition }: { topicId: number; partition: number },
  gone: readonly PackedMentions[],
): Promise<void> => {
  if (gone.length === 0) return;
  const values = [
    topicId,
    partition,
    texts(gone.map(({ handle }) => handle)),
    bare(gone.map(({ offset }) => offset)),
    bare(gone.map(({ at }) => at)),
  ];
  await lockMentions(tx);
  await tx.query(removeFromNewSql(values));
  await tx.query(removeFromRunsSql(values));
};

const lockMentionsSql = statement('SELECT pg_advisory_xact_lock($1)');

/** Until the transaction ends, nobody else packs mentions or takes some out: what moves meanwhile would be missed. */
const lockMentions = async (tx: Transaction): Promise<void> => {
  await tx.query(lockMentionsSql([locks.packingMentions]));
};
