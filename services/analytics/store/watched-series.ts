import { DecidedBy } from '@hilo/contracts';
import { statement, type Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { SeriesState } from '../domain/alerts/series-state.ts';

const Group = z.record(z.string(), z.string());

/** Until when nobody is told of a group, by whom and why. */
export const Muted = z.object({ until: z.iso.datetime(), by: DecidedBy, why: z.string(), at: z.iso.datetime() });
export type Muted = z.infer<typeof Muted>;

const Series = z.object({ key: z.string(), group: Group, state: SeriesState, muted: Muted.nullable() });
export type Series = z.infer<typeof Series>;

const readSql = statement('SELECT key, "group", state, muted FROM watched_series WHERE watch = $1');

/** The groups of a watch as they were left. */
export const readSeries = async (tx: Pick<Transaction, 'query'>, watch: string): Promise<Series[]> =>
  z.array(Series).parse((await tx.query(readSql([watch]))).rows);

const saveSql = statement(`
  INSERT INTO watched_series AS s (watch, key, "group", state)
  SELECT $1, key, "group"::jsonb, state::jsonb FROM unnest($2::text[], $3::text[], $4::text[]) AS t (key, "group", state) ORDER BY key
  ON CONFLICT (watch, key) DO UPDATE SET state = EXCLUDED.state`);

/** Leaves each group as it is for the next day. */
export const saveSeries = async (
  tx: Transaction,
  watch: string,
  all: readonly Pick<Series, 'key' | 'group' | 'state'>[],
): Promise<void> => {
  if (all.length === 0) return;
  const texts = (pick: (one: (typeof all)[number]) => unknown) => all.map((one) => JSON.stringify(pick(one)));
  await tx.query(saveSql([watch, all.map(({ key }) => key), texts(({ group }) => group), texts(({ state }) => state)]));
};

const removeSql = statement(
  'DELETE FROM watched_series WHERE watch = $1 AND ($2::text[] IS NULL OR key = ANY ($2::text[]))',
);

/** Forgets groups of which nothing is seen any more; without keys, all of them. */
export const removeSeries = async (tx: Transaction, watch: string, keys?: readonly string[]): Promise<void> => {
  await tx.query(removeSql([watch, keys ?? null]));
};

const muteSql = statement('UPDATE watched_series SET muted = $3::jsonb WHERE watch = $1 AND key = $2');

/** Nobody is told of this group until then. Gives whether there is such a group. */
export const muteSeries = async (
  pool: Pool,
  { watch, key }: { watch: string; key: string },
  muted: Muted,
): Promise<boolean> => (await pool.query(muteSql([watch, key, JSON.stringify(muted)]))).rowCount === 1;
