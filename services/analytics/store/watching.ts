import { type DueRows, statement, type Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { Watch } from '../domain/alerts/watch.ts';
import { dayNumber, dayText } from '../domain/alerts/watched-day.ts';

const milliseconds = z.date().transform((at) => at.getTime());

const DueWatch = z.object({
  id: z.string(),
  version: z.int(),
  /** Absent where this release cannot read it. */
  watch: z.unknown().transform((content) => Watch.safeParse(content).data),
  day: z.string().transform(dayNumber),
  dueAt: milliseconds,
  failures: z.int(),
});
/** A watch of which the next day is to be judged. */
export type DueWatch = z.infer<typeof DueWatch>;

/** From when on it may be tried. */
const triedAt = 'greatest(due_at, retry_at)';

const takeSql = statement(`
  SELECT w.name AS id, w.version, v.content AS watch, w.day::text, w.due_at AS "dueAt", w.failures
    FROM watching w JOIN watch_versions v ON v.name = w.name AND v.version = w.version
   WHERE ${triedAt} <= to_timestamp($1) ORDER BY w.due_at, w.name LIMIT $2 FOR UPDATE OF w SKIP LOCKED`);

const putBackSql = statement('UPDATE watching SET retry_at = to_timestamp($2) WHERE name = ANY ($1::text[])');
const setAsideSql = statement(`
  UPDATE watching w SET unreadable = a.reason, failures = a.failures, retry_at = to_timestamp(a.until / 1000)
    FROM unnest($1::text[], $2::text[], $3::integer[], $4::float8[]) AS a (name, reason, failures, until) WHERE w.name = a.name`);
const nextSql = statement(`SELECT min(${triedAt}) AS at FROM watching WHERE ${triedAt} > to_timestamp($1)`);
const lookSql = statement(`
  SELECT count(*) FILTER (WHERE ${triedAt} <= to_timestamp($1))::int AS due, min(due_at) FILTER (WHERE ${triedAt} <= to_timestamp($1)) AS oldest,
         count(*) FILTER (WHERE unreadable IS NOT NULL)::int AS aside FROM watching`);

const lookAgainMs = 30_000;

/** The watches of which a day is to be judged. */
export const dueWatches: DueRows<DueWatch> = {
  take: async (tx, { now, limit }) => {
    const { rows } = await tx.query(takeSql([now / 1000, limit]));
    return { items: z.array(DueWatch).parse(rows), isFull: rows.length === limit };
  },
  putBack: async (tx, items, now) => {
    await tx.query(putBackSql([items.map(({ id }) => id), (now + lookAgainMs) / 1000]));
  },
  setAside: async (tx, items) => {
    await tx.query(
      setAsideSql([
        items.map(({ id }) => id),
        items.map(({ reason }) => reason),
        items.map(({ failures }) => failures),
        items.map(({ until }) => until),
      ]),
    );
  },
  nextAt: async (pool, after) => {
    const { rows } = await pool.query<{ at: Date | null }>(nextSql([after / 1000]));
    return rows[0]?.at?.getTime();
  },
  look: async (pool, now) => {
    const { rows } = await pool.query<{ due: number; oldest: Date | null; aside: number }>(lookSql([now / 1000]));
    const { due = 0, oldest = null, aside = 0 } = rows[0] ?? {};
    return { due, oldestDueAt: oldest?.getTime(), setAside: aside };
  },
};

const beginSql = statement(`
  INSERT INTO watching (name, version, day, due_at) VALUES ($1, $2, $3::date, to_timestamp($4))
  ON CONFLICT (name) DO UPDATE SET version = EXCLUDED.version, due_at = EXCLUDED.due_at, retry_at = NULL, failures = 0, unreadable = NULL,
    day = CASE WHEN $5 THEN EXCLUDED.day ELSE watching.day END`);

type Begun = { name: string; version: number; day: number; dueAt: number; isAnew: boolean };

/** This day is judged then, and every one that follows; where it is not anew, the day stays. */
export const beginWatching = async (tx: Transaction, { name, version, day, dueAt, isAnew }: Begun): Promise<void> => {
  await tx.query(beginSql([name, version, dayText(day), dueAt / 1000, isAnew]));
};

const lockSql = statement('SELECT day::text FROM watching WHERE name = $1 FOR UPDATE');

/** Waits until nobody judges it; gives the day that is judged next, if it is watched. */
export const lockWatching = async (tx: Transaction, name: string): Promise<number | undefined> => {
  const { rows } = await tx.query<{ day: string }>(lockSql([name]));
  return rows[0] && dayNumber(rows[0].day);
};

const judgedSql = statement(`
  UPDATE watching SET day = $2::date, due_at = to_timestamp($3), retry_at = NULL, failures = 0, unreadable = NULL, groups = $4, left_out = $5
   WHERE name = $1`);

/** A day was judged: which is next, and when. */
export const noteJudged = async (
  tx: Transaction,
  { name, day, dueAt, groups, leftOut }: { name: string; day: number; dueAt: number; groups: number; leftOut: number },
): Promise<void> => {
  await tx.query(judgedSql([name, dayText(day), dueAt / 1000, groups, leftOut]));
};

const endSql = statement('DELETE FROM watching WHERE name = $1');

/** It is not watched any more. */
export const endWatching = async (tx: Transaction, name: string): Promise<void> => {
  await tx.query(endSql([name]));
};

const readSql = statement(`
  SELECT name, day::text, unreadable, groups, left_out AS "leftOut" FROM watching WHERE name = ANY ($1::text[])`);

const Progress = z.object({
  name: z.string(),
  day: z.string(),
  unreadable: z.string().nullable(),
  groups: z.int(),
  leftOut: z.int(),
});
export type WatchProgress = z.infer<typeof Progress>;

/** How far each of these is. */
export const readWatchProgress = async (pool: Pool, names: readonly string[]): Promise<WatchProgress[]> =>
  z.array(Progress).parse((await pool.query(readSql([names]))).rows);
