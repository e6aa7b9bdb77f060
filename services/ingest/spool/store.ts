import type { OutgoingRecord } from '@hilo/log';
import { locks, statement, type Transaction, texts } from '@hilo/runtime';
import type { Pool } from 'pg';

export type Spooled = OutgoingRecord & { topic: string };
export type SpooledEvents = { id: string; topic: string; key: string; value: string | null; headers: string };
export type Size = { events: number; bytes: number };

/** What Postgres keeps for a row beside its text, about. */
const rowBytes = 64;

const insertSpoolSizeSql = statement('INSERT INTO spool_size DEFAULT VALUES ON CONFLICT DO NOTHING');

const selectLastSpooledSql = statement('SELECT max(id) AS last FROM spool');

/** Makes the spool ready for use; gives the last id in it, if anything waits there. */
export const prepareSpool = async (pool: Pool): Promise<string | undefined> => {
  await pool.query(insertSpoolSizeSql());
  const { rows } = await pool.query<{ last: string | null }>(selectLastSpooledSql());
  return rows[0]?.last ?? undefined;
};

const addToSpoolSql = statement({
  name: 'spool-add',
  text: `WITH room AS (
           UPDATE spool_size SET events = events + $5, bytes = bytes + $6 WHERE bytes + $6 <= $7 RETURNING true
         ), added AS (
           INSERT INTO spool (topic, key, value, headers)
           SELECT topic, key, value, headers
             FROM room, unnest($1::text[], $2::text[], $3::text[], $4::text[])
                  WITH ORDINALITY AS s (topic, key, value, headers, n)
            ORDER BY n RETURNING id
         )
         SELECT max(id) AS last FROM added`,
});

/**
 * Puts all of them into the spool, or none if it would then hold more than so many bytes; gives the id of the last. The
 * row with the size is locked first, so ids are given in the order of commits.
 */
export const addToSpool = async (
  pool: Pool,
  records: readonly Spooled[],
  mostBytes: number,
): Promise<string | undefined> => {
  const rows = records.map(({ topic, key, value, headers }) => ({
    topic,
    key,
    value,
    headers: headers === undefined ? '{}' : JSON.stringify(headers),
  }));
  const { rows: added } = await pool.query<{ last: string | null }>(
    addToSpoolSql([
      texts(rows.map(({ topic }) => topic)),
      texts(rows.map(({ key }) => key)),
      texts(rows.map(({ value }) => value)),
      texts(rows.map(({ headers }) => headers)),
      rows.length,
      bytesOf(rows),
      mostBytes,
    ]),
  );
  return added[0]?.last ?? undefined;
};

const lockDrainSql = statement('SELECT pg_try_advisory_xact_lock($1, hashtext(current_schema())) AS locked');

/** Whether nobody else drains the spool until the transaction ends. */
export const lockDrain = async (tx: Transaction): Promise<boolean> => {
  const { rows } = await tx.query<{ locked: boolean }>(lockDrainSql([locks.drainingTheSpool]));
  return rows[0]?.locked ?? false;
};

const firstInSpoolSql = statement({
  name: 'spool-first',
  text: 'SELECT id, topic, key, value, headers FROM spool WHERE id > $1 ORDER BY id LIMIT $2',
});

/** What came first of what has a higher id. */
export const firstInSpool = async (tx: Transaction, after: string, most: number): Promise<SpooledEvents[]> => {
  const { rows } = await tx.query<SpooledEvents>(firstInSpoolSql([after, most]));
  return rows;
};

const deleteSpoolSql = statement('DELETE FROM spool WHERE id = ANY ($1::bigint[])');

const updateSpoolSizeSql = statement('UPDATE spool_size SET events = events - $1, bytes = bytes - $2');

/** Forgets what the log has. */
export const removeFromSpool = async (tx: Transaction, found: readonly SpooledEvents[]): Promise<void> => {
  await tx.query(deleteSpoolSql([found.map(({ id }) => id)]));
  await tx.query(updateSpoolSizeSql([found.length, bytesOf(found)]));
};

const isInSpoolSql = statement('SELECT FROM spool WHERE id = $1');

/** Whether this one still waits, and with it perhaps what came before it; the spool is drained in order. */
export const isInSpool = async (pool: Pool, id: string): Promise<boolean> => {
  const { rowCount } = await pool.query(isInSpoolSql([id]));
  return rowCount !== 0;
};

const readSizeSql = statement('SELECT events, bytes FROM spool_size');

/** How much waits, of whichever instance. */
export const readSize = async (pool: Pool): Promise<Size> => {
  const { rows } = await pool.query<Record<keyof Size, string>>(readSizeSql());
  return { events: Number(rows[0]?.events ?? 0), bytes: Number(rows[0]?.bytes ?? 0) };
};

const readAgeSql = statement(
  'SELECT extract(epoch FROM now() - spooled_at)::float8 AS age FROM spool ORDER BY id LIMIT 1',
);

/** When the first that waits came, by the clock of the database; seconds ago. 0 if nothing waits. */
export const readAge = async (pool: Pool): Promise<number> => {
  const { rows } = await pool.query<{ age: number }>(readAgeSql());
  return rows[0]?.age ?? 0;
};

const bytesOf = (rows: readonly Omit<SpooledEvents, 'id'>[]): number =>
  rows.reduce(
    (sum, { key, value, headers }) =>
      sum + rowBytes + Buffer.byteLength(key) + Buffer.byteLength(value ?? '') + Buffer.byteLength(headers),
    0,
  );
