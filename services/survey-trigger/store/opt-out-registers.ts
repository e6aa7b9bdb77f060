import { DecidedBy, type Identifier } from '@hilo/contracts';
import { type NameHashes, statement, type Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { asListed, type KnownRegisters, listingKey } from '../domain/listings.ts';

type Queryable = Pick<Transaction, 'query'>;

const Milliseconds = z.date().transform((at) => at.getTime());
const Count = z.coerce.number();

const ListRow = z.object({
  register: z.string(),
  version: z.int(),
  state: z.enum(['in-force', 'replaced', 'removed']),
  asOf: Milliseconds,
  lines: Count,
  entries: Count,
  unreadable: Count,
  by: DecidedBy,
  why: z.string(),
  publishedAt: Milliseconds,
  endedAt: Milliseconds.nullable(),
  ended: z.object({ by: DecidedBy, why: z.string() }).nullable(),
});

/** A version of a register that is, or was, in force. Times are in milliseconds since the epoch. */
export type RegisterList = z.infer<typeof ListRow>;

const columns = `l.register, l.version, l.state, l.as_of AS "asOf", l.lines, l.entries, l.unreadable, l.by, l.why,
  l.published_at AS "publishedAt", l.ended_at AS "endedAt", l.ended`;

const beginSql = statement(`
  INSERT INTO opt_out_lists (register, state, as_of, by, why, touched_at)
  VALUES ($1, 'loading', to_timestamp($2), $3, $4, to_timestamp($5)) RETURNING id::int AS id`);

type NewList = { register: string; asOf: number; by: DecidedBy; why: string };

/** A list that is in force for nobody, until it is published. Gives its id. */
export const beginList = async (pool: Pool, { register, asOf, by, why }: NewList, now: number): Promise<number> => {
  const { rows } = await pool.query<{ id: number }>(
    beginSql([register, asOf / 1000, JSON.stringify(by), why, now / 1000]),
  );
  return rows[0]?.id ?? 0;
};

// Nothing is added to a list that counts as broken off already, whose entries are removed.
const addEntriesSql = statement({
  name: 'add-opt-out-entries',
  text: `WITH loading AS (UPDATE opt_out_lists SET touched_at = to_timestamp($3) WHERE id = $1 AND state = 'loading' RETURNING id)
         INSERT INTO opt_out_entries (list, place) SELECT l.id, p.place FROM loading l, unnest($2::uuid[]) AS p (place)
         ON CONFLICT DO NOTHING`,
});

/** Adds contact points, by their keyed hashes. Gives how many were not on it yet. */
export const addEntries = async (pool: Pool, list: number, places: readonly string[], now: number): Promise<number> =>
  (await pool.query(addEntriesSql([list, places, now / 1000]))).rowCount ?? 0;

const breakOffSql = statement(`
  UPDATE opt_out_lists SET state = 'broken-off', ended_at = to_timestamp($2) WHERE id = $1 AND state = 'loading'`);

export const breakOffList = async (pool: Pool, list: number, now: number): Promise<void> => {
  await pool.query(breakOffSql([list, now / 1000]));
};

const lockSql = statement('LOCK TABLE opt_out_lists IN EXCLUSIVE MODE');

/** Waits until nobody decides by a list in force, and keeps all others from deciding by one and from publishing. */
export const lockRegisters = async (tx: Transaction): Promise<void> => {
  await tx.query(lockSql());
};

const findInForceSql = statement(
  `SELECT ${columns} FROM opt_out_lists l WHERE l.register = $1 AND l.state = 'in-force'`,
);

export const findListInForce = async (pool: Queryable, register: string): Promise<RegisterList | undefined> => {
  const { rows } = await pool.query(findInForceSql([register]));
  return rows[0] && ListRow.parse(rows[0]);
};

const endSql = statement(`
  UPDATE opt_out_lists AS l SET state = $2, ended_at = to_timestamp($3), ended = $4 WHERE l.register = $1 AND l.state = 'in-force'
  RETURNING ${columns}`);

const publishSql = statement(`
  UPDATE opt_out_lists AS l
     SET state = 'in-force', published_at = to_timestamp($2), lines = $3, entries = $4, unreadable = $5,
         version = 1 + coalesce((SELECT max(o.version) FROM opt_out_lists o WHERE o.register = l.register), 0)
   WHERE l.id = $1 AND l.state = 'loading' RETURNING ${columns}`);

const registerSql = statement('SELECT register FROM opt_out_lists WHERE id = $1');

/** Puts the list in force, in place of the one before. Nothing, where it counts as broken off. */
export const publishList = async (
  tx: Transaction,
  list: number,
  { lines, entries, unreadable }: { lines: number; entries: number; unreadable: number },
  now: number,
): Promise<RegisterList | undefined> => {
  const { rows: known } = await tx.query<{ register: string }>(registerSql([list]));
  await tx.query(endSql([known[0]?.register, 'replaced', now / 1000, null]));
  const { rows } = await tx.query(publishSql([list, now / 1000, lines, entries, unreadable]));
  return rows[0] && ListRow.parse(rows[0]);
};

/** Takes the list of a register out of force, and puts no other in its place. Nothing, where none is in force. */
export const removeList = async (
  tx: Transaction,
  register: string,
  ended: { by: DecidedBy; why: string },
  now: number,
): Promise<RegisterList | undefined> => {
  const { rows } = await tx.query(endSql([register, 'removed', now / 1000, JSON.stringify(ended)]));
  return rows[0] && ListRow.parse(rows[0]);
};

const listInForceSql = statement(
  `SELECT ${columns} FROM opt_out_lists l WHERE l.state = 'in-force' ORDER BY l.register`,
);

export const listInForce = async (pool: Queryable): Promise<RegisterList[]> =>
  z.array(ListRow).parse((await pool.query(listInForceSql())).rows);

const listVersionsSql = statement(`
  SELECT ${columns} FROM opt_out_lists l WHERE l.register = $1 AND l.version < $2 ORDER BY l.version DESC LIMIT $3`);

/** So many versions of a register before this one, the latest first. */
export const listVersions = async (
  pool: Queryable,
  register: string,
  { before, limit }: { before: number; limit: number },
): Promise<RegisterList[]> =>
  z.array(ListRow).parse((await pool.query(listVersionsSql([register, before, limit]))).rows);

const holdSql = statement('LOCK TABLE opt_out_lists IN ROW SHARE MODE');

// Entry by entry, by the index: however many there are, no plan reads them all.
const findListingsSql = statement({
  name: 'find-opt-out-listings',
  text: `SELECT l.register, l.as_of AS "asOf", ARRAY(
           SELECT p.n::int FROM unnest($1::uuid[]) WITH ORDINALITY AS p (place, n)
             CROSS JOIN LATERAL (SELECT FROM opt_out_entries e WHERE e.list = l.id AND e.place = p.place LIMIT 1) AS found) AS listed
           FROM opt_out_lists l WHERE l.state = 'in-force' AND l.register = ANY ($2::text[])`,
});

const Listing = z.object({ register: z.string(), asOf: Milliseconds, listed: z.array(z.int()) });

/** No other list comes in force until the transaction ends: what is decided after one was uploaded is decided by that. */
export const holdRegisters = async (tx: Transaction): Promise<void> => {
  await tx.query(holdSql());
};

/** What these registers say of these contact points. */
export const readListings = async (
  tx: Queryable,
  hashes: NameHashes,
  contactPoints: readonly Identifier[],
  registers: readonly string[],
): Promise<KnownRegisters> => {
  const byKey = [...new Map(contactPoints.map((one) => [listingKey(one), asListed(one)]))];
  if (byKey.length === 0 || registers.length === 0) return nothingKnown;
  const { rows } = await tx.query(findListingsSql([byKey.map(([, one]) => hashes.ofIdentifier(one)), registers]));
  const known = z.array(Listing).parse(rows);
  const onWhich = Map.groupBy(
    known.flatMap(({ register, listed }) => listed.map((n) => ({ n, register }))),
    ({ n }) => n,
  );
  return {
    asOf: new Map(known.map(({ register, asOf }) => [register, asOf])),
    listings: new Map(
      byKey.map(([key], index) => [key, new Set(onWhich.get(index + 1)?.map(({ register }) => register))]),
    ),
  };
};

const nothingKnown: KnownRegisters = { asOf: new Map(), listings: new Map() };

const mostRemoved = 20_000;

// A list to which nothing was added for so long counts as broken off: whoever uploads it has gone, or its instance has.
const breakOffStaleSql = statement(`
  UPDATE opt_out_lists SET state = 'broken-off', ended_at = to_timestamp($1)
   WHERE state = 'loading' AND touched_at < to_timestamp($1) - interval '10 minutes'`);

const removeEntriesSql = statement(`
  DELETE FROM opt_out_entries WHERE ctid = ANY (ARRAY(
    SELECT e.ctid FROM opt_out_lists l CROSS JOIN LATERAL (
             SELECT e.ctid FROM opt_out_entries e WHERE e.list = l.id LIMIT ${mostRemoved}) AS e
     WHERE l.has_entries AND l.state NOT IN ('loading', 'in-force') LIMIT ${mostRemoved}))`);

const noteEmptySql = statement(`
  UPDATE opt_out_lists l SET has_entries = false
   WHERE l.has_entries AND l.state NOT IN ('loading', 'in-force')
     AND NOT EXISTS (SELECT FROM opt_out_entries e WHERE e.list = l.id)`);

/** Removes entries of lists that are in force no longer, or never were. Gives whether there are more. */
export const sweepEntries = async (pool: Pool, now: number): Promise<boolean> => {
  await pool.query(breakOffStaleSql([now / 1000]));
  const { rowCount } = await pool.query(removeEntriesSql());
  if (rowCount === mostRemoved) return true;
  await pool.query(noteEmptySql());
  return false;
};
