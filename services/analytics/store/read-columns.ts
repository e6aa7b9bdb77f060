import { statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
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

const readMomentSql = statement(`
  SELECT pg_current_snapshot()::text AS snapshot, compaction, dropped, stale, properties, kept_from::text AS "keptFrom",
         stale OR ${isRebuilding} AS rebuilding,
         concat_ws(' ', extract(epoch FROM pg_postmaster_start_time()), pg_relation_filenode('deltas')) AS server
    FROM projection`);

export const readMoment = async (tx: Transaction): Promise<ColumnsMoment | undefined> => {
  const { rows } = await tx.query(readMomentSql());
  return Moment.optional().parse(rows[0]);
};

const Chunk = z.object({ day: z.int(), columns: z.instanceof(Uint8Array) });

const readChunkPageSql = statement('SELECT day, columns FROM chunks WHERE day > $1 ORDER BY day LIMIT 30');

/** The next chunks after this day, in order; none when there are no more. */
export const readChunkPage = async (tx: Transaction, after: number): Promise<z.infer<typeof Chunk>[]> => {
  const { rows } = await tx.query(readChunkPageSql([after]));
  return z.array(Chunk).parse(rows);
};

const Bytes = z.object({ columns: z.instanceof(Uint8Array) });

const readUnchunkedSql = statement('SELECT columns FROM deltas WHERE chunked IS NULL ORDER BY seq');

/** All that is not in the chunks, in order. */
export const readUnchunked = async (tx: Transaction): Promise<Uint8Array[]> => {
  const { rows } = await tx.query(readUnchunkedSql());
  return columnsIn(rows);
};

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

const readNewDeltasSql = statement(`
  SELECT columns FROM deltas
   WHERE xid >= pg_snapshot_xmin($1::pg_snapshot) AND NOT pg_visible_in_snapshot(xid, $1::pg_snapshot) AND seq > $2
   ORDER BY seq`);

/** What was changed since whoever had this snapshot looked, after all that is foreign. In order. */
export const readNewDeltas = async (tx: Transaction, since: string, foreign: number): Promise<Uint8Array[]> => {
  const { rows } = await tx.query(readNewDeltasSql([since, foreign]));
  return columnsIn(rows);
};

const Most = z.object({ most: z.int() });
const readMostSubjectSql = statement('SELECT coalesce(max(no), 0) AS most FROM subjects');

const Packed = z.object({ claims: z.instanceof(Uint8Array).nullable() });
const readClaimsSql = statement(`
  SELECT string_agg(int4send(no) || int4send(customer), NULL) AS claims FROM subjects
   WHERE no > $1 AND no <= $2 AND customer <> 0`);

const subjectsOfAPage = 200_000;

/** Whose each subject is, in pages of pairs of numbers: of the subject, and of the customer. */
export async function* readClaims(tx: Transaction): AsyncGenerator<{ subject: number; customer: number }[]> {
  const { rows } = await tx.query(readMostSubjectSql());
  const { most } = Most.parse(rows[0]);
  for (let after = 0; after < most; after += subjectsOfAPage) {
    const page = await tx.query(readClaimsSql([after, after + subjectsOfAPage]));
    const bytes = Buffer.from(Packed.parse(page.rows[0]).claims ?? []);
    yield Array.from({ length: bytes.length / 8 }, (_, pair) => ({
      subject: bytes.readInt32BE(pair * 8),
      customer: bytes.readInt32BE(pair * 8 + 4),
    }));
  }
}

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
