import { statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
import { copyOut } from './copy-out.ts';
import { isRebuilding } from './projection.ts';

const Moment = z.object({
  snapshot: z.string(),
  compaction: z.coerce.number(),
  dropped: z.coerce.number(),
  stale: z.boolean(),
  /** Whether facts are told again, or were and the chunks are still of before. */
  rebuilding: z.boolean(),
  properties: z.array(z.string()),
  /** What happened before this day of UTC is kept no longer. */
  keptFrom: z.string().nullable(),
  /** Another one where the tables are of another server than before, or of a backup: numbers of transactions are others there. */
  server: z.string(),
});
/** What a transaction sees of others, and how the columns are made at that moment. */
export type ColumnsMoment = z.infer<typeof Moment>;

const readMomentSql = statement({
  name: 'columns-moment',
  text: `SELECT pg_current_snapshot()::text AS snapshot, compaction, dropped, stale, properties, kept_from::text AS "keptFrom",
                stale OR ${isRebuilding} AS rebuilding,
                concat_ws(' ', extract(epoch FROM pg_postmaster_start_time()), pg_relation_filenode('deltas')) AS server
           FROM projection`,
});

export const readMoment = async (tx: Transaction): Promise<ColumnsMoment | undefined> => {
  const { rows } = await tx.query(readMomentSql());
  return Moment.optional().parse(rows[0]);
};

const readChunksSql = statement('SELECT day, columns FROM chunks ORDER BY day');

/** Gives the chunk of each day, in order; what it is given in is used again. */
export const readAllChunks = (tx: Transaction, onChunk: (day: number, columns: Uint8Array) => void): Promise<void> =>
  copyOut(tx, readChunksSql(), ([day, columns]) => {
    if (day !== undefined && columns !== undefined) onChunk(day.readInt32BE(0), columns);
  });

const Bytes = z.object({ columns: z.instanceof(Uint8Array) });

const readUnchunkedSql = statement('SELECT columns FROM deltas WHERE chunked IS NULL ORDER BY seq');

/** Gives all that is not in the chunks, in order; what it is given in is used again. */
export const readUnchunked = (tx: Transaction, onDelta: (columns: Uint8Array) => void): Promise<void> =>
  copyOut(tx, readUnchunkedSql(), ([columns]) => {
    if (columns !== undefined) onDelta(columns);
  });

const columnsIn = (rows: readonly unknown[]): Uint8Array[] =>
  z
    .array(Bytes)
    .parse(rows)
    .map(({ columns }) => columns);

const readForeignSql = statement(`
  SELECT coalesce(max(seq), 0)::float8 AS "upTo" FROM deltas WHERE NOT pg_visible_in_snapshot(xid, pg_current_snapshot())`);
const Foreign = z.object({ upTo: z.number() });

/**
 * Up to where deltas are of another server, 0 if none is: they are seen, and by their transactions they would be of the future. Whatever
 * is changed here comes after them.
 */
export const readForeign = async (tx: Transaction): Promise<number> => {
  const { rows } = await tx.query(readForeignSql());
  return Foreign.parse(rows[0]).upTo;
};

const readNewDeltasSql = statement({
  name: 'columns-new-deltas',
  text: `SELECT columns FROM deltas
          WHERE xid >= pg_snapshot_xmin($1::pg_snapshot) AND NOT pg_visible_in_snapshot(xid, $1::pg_snapshot) AND seq > $2
          ORDER BY seq`,
});

/** What was changed since whoever had this snapshot looked, after all that is foreign. In order. */
export const readNewDeltas = async (tx: Transaction, since: string, foreign: number): Promise<Uint8Array[]> => {
  const { rows } = await tx.query(readNewDeltasSql([since, foreign]));
  return columnsIn(rows);
};

const readClaimsSql = statement(`
  SELECT string_agg(int4send(no) || int4send(customer), NULL) FROM subjects WHERE customer <> 0 GROUP BY no / 50000`);

const bytesOfClaim = 8;

/** Gives whose each subject is: the number of the subject, and that of the customer. */
export const readClaims = (tx: Transaction, onClaim: (subject: number, customer: number) => void): Promise<void> =>
  copyOut(tx, readClaimsSql(), ([pairs]) => {
    if (pairs === undefined) return;
    for (let at = 0; at < pairs.length; at += bytesOfClaim) onClaim(pairs.readInt32BE(at), pairs.readInt32BE(at + 4));
  });

const Numbered = z.object({ no: z.int() });
const readAmbiguousSql = statement('SELECT no FROM customers WHERE ambiguous AND no IS NOT NULL');

/** The customers that are several people, of whom nobody knows who. */
export const readAmbiguous = async (tx: Transaction): Promise<ReadonlySet<number>> => {
  const { rows } = await tx.query(readAmbiguousSql());
  return new Set(
    z
      .array(Numbered)
      .parse(rows)
      .map(({ no }) => no),
  );
};
