import { statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';

const State = z.object({
  urgent: z.boolean(),
  stale: z.boolean(),
  /** How many changes are in no chunk yet, and since when the oldest of them. */
  waiting: z.coerce.number(),
  waitingMs: z.coerce.number(),
  keptFrom: z.string().nullable(),
});
/** What there is to compact. */
export type CompactionState = z.infer<typeof State>;

const readStateSql = statement(`
  SELECT p.urgent, p.stale, p.kept_from::text AS "keptFrom", d.n AS waiting,
         coalesce(extract(epoch FROM now() - d.at) * 1000, 0) AS "waitingMs"
    FROM projection AS p, (SELECT coalesce(sum(n + 1), 0) AS n, min(at) AS at FROM deltas WHERE chunked IS NULL) AS d`);

export const readCompactionState = async (tx: Transaction): Promise<CompactionState> =>
  State.parse((await tx.query(readStateSql())).rows[0]);

const lockCompactingSql = statement('SELECT pg_try_advisory_xact_lock($1, hashtext(current_schema())) AS locked');

/** Whether nobody else compacts; then nobody does until the end of the transaction. */
export const lockCompacting = async (tx: Transaction, lock: number): Promise<boolean> => {
  const { rows } = await tx.query<{ locked: boolean }>(lockCompactingSql([lock]));
  return rows[0]?.locked === true;
};

type WaitingDelta = { seq: string; columns: Buffer };

const readWaitingSql = statement(
  'SELECT seq, columns FROM deltas WHERE chunked IS NULL AND seq > $1 ORDER BY seq LIMIT $2',
);

/** Deltas that are in no chunk yet, those after this one. */
export const readWaiting = async (tx: Transaction, after: string, limit: number): Promise<WaitingDelta[]> => {
  const { rows } = await tx.query<WaitingDelta>(readWaitingSql([after, limit]));
  return rows;
};

const readChunksSql = statement('SELECT day, columns FROM chunks WHERE day = ANY ($1::integer[])');

/** The chunks of these days. */
export const readChunks = async (tx: Transaction, days: readonly number[]): Promise<Map<number, Buffer>> => {
  const { rows } = await tx.query<{ day: number; columns: Buffer }>(readChunksSql([days]));
  return new Map(rows.map(({ day, columns }) => [day, columns]));
};

const writeChunkSql = statement(`
  INSERT INTO chunks (day, n, columns) VALUES ($1, $2, $3)
  ON CONFLICT (day) DO UPDATE SET n = EXCLUDED.n, columns = EXCLUDED.columns`);

const removeChunkSql = statement('DELETE FROM chunks WHERE day = $1');

/** Keeps the columns of a day; of a day without a row, nothing. */
export const writeChunk = async (
  tx: Transaction,
  { day, n, columns }: { day: number; n: number; columns: Buffer },
): Promise<void> => {
  await tx.query(n === 0 ? removeChunkSql([day]) : writeChunkSql([day, n, columns]));
};

const removeChunksBeforeSql = statement("DELETE FROM chunks WHERE day < $1::date - '1970-01-01'::date");

/** Removes the chunks of days before this one. */
export const removeChunksBefore = async (tx: Transaction, day: string): Promise<void> => {
  await tx.query(removeChunksBeforeSql([day]));
};

const removeOtherChunksSql = statement('DELETE FROM chunks WHERE day <> ALL ($1::integer[])');

/** Removes the chunks of all other days. */
export const removeOtherChunks = async (tx: Transaction, days: readonly number[]): Promise<void> => {
  await tx.query(removeOtherChunksSql([days]));
};

// Compactions are counted by the clock: how long a delta is in the chunks is what says when it may go.
const finishCompactionSql = statement(`
  WITH one AS (
    UPDATE projection SET compaction = greatest(compaction + 1, (extract(epoch FROM clock_timestamp()) * 1000)::bigint),
           urgent = false, stale = false
    RETURNING compaction
  )
  UPDATE deltas SET chunked = one.compaction FROM one WHERE chunked IS NULL`);

/** All deltas that this transaction sees are in the chunks now. */
export const finishCompaction = async (tx: Transaction): Promise<void> => {
  await tx.query(finishCompactionSql());
};

const dropDeltasSql = statement(`
  WITH gone AS (
    DELETE FROM deltas WHERE chunked <= (extract(epoch FROM clock_timestamp()) * 1000)::bigint - $1::bigint RETURNING chunked
  )
  UPDATE projection SET dropped = greatest(dropped, g.most) FROM (SELECT max(chunked) AS most FROM gone) AS g WHERE g.most IS NOT NULL`);

/** Removes deltas that have been in the chunks for so long that whoever follows them has seen them. */
export const dropDeltas = async (tx: Transaction, afterMs: number): Promise<void> => {
  await tx.query(dropDeltasSql([afterMs]));
};

const callForReloadSql = statement(`
  UPDATE projection SET (compaction, dropped) =
         (SELECT next, next FROM greatest(compaction + 1, (extract(epoch FROM clock_timestamp()) * 1000)::bigint) AS next)`);

/** Whoever has columns in memory is to read them all again. */
export const callForReload = async (tx: Transaction): Promise<void> => {
  await tx.query(callForReloadSql());
};
