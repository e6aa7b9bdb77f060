import type { Erasure } from '@hilo/contracts';
import { statement, type Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { reactionTimers } from './reaction-timers.ts';

const eraseSql = statement(`
  WITH ends AS (DELETE FROM reaction_ends WHERE subject = ANY ($1::uuid[]) AND at < $2::timestamptz + interval '1 millisecond')
  DELETE FROM reactions WHERE subject = ANY ($1::uuid[]) AND at < $2::timestamptz + interval '1 millisecond' RETURNING id`);

const removeSql = statement(`
  WITH gone AS (SELECT * FROM unnest($1::text[], $2::text[]) AS i (source, interaction)),
       ends AS (DELETE FROM reaction_ends r USING gone WHERE r.source = gone.source AND r.interaction = gone.interaction)
  DELETE FROM reactions r USING gone WHERE r.source = gone.source AND r.interaction = gone.interaction RETURNING r.id`);

const forget = async (tx: Transaction, rows: readonly { id: string }[]): Promise<number> => {
  await reactionTimers.cancel(
    tx,
    rows.map(({ id }) => id),
  );
  return rows.length;
};

/** Removes what somebody who is erased has set off, and what would have; gives how many. */
export const eraseReactions = async (tx: Transaction, { subjects, at }: Erasure): Promise<number> =>
  forget(tx, (await tx.query<{ id: string }>(eraseSql([subjects, at]))).rows);

/** Removes what interactions of somebody who is erased have set off. */
export const removeReactionsOf = async (
  tx: Transaction,
  interactions: readonly { source: string; id: string }[],
): Promise<void> => {
  if (interactions.length === 0) return;
  const { rows } = await tx.query<{ id: string }>(
    removeSql([interactions.map(({ source }) => source), interactions.map(({ id }) => id)]),
  );
  await forget(tx, rows);
};

const sweptAtOnce = 10_000;
const sweepSql = (table: string, which: string) =>
  statement(`
  DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM ${table} WHERE at < to_timestamp($1) AND ${which} ORDER BY at LIMIT ${sweptAtOnce} FOR UPDATE SKIP LOCKED))`);

const sweepEndsSql = sweepSql('reaction_ends', 'true');
const sweepOpenSql = sweepSql(
  'reactions',
  "state = 'open' AND NOT EXISTS (SELECT FROM timers WHERE kind = 'reaction' AND ref = reactions.id)",
);
const sweepDecidedSql = sweepSql('reactions', "state <> 'open'");

/** Forgets what no window reaches any more, and what was decided so long ago; gives whether there is more. */
export const sweepReactions = async (
  pool: Pool,
  { windowsSince, decidedSince }: { windowsSince: number; decidedSince: number },
): Promise<boolean> => {
  const swept = [
    await pool.query(sweepEndsSql([windowsSince / 1000])),
    await pool.query(sweepOpenSql([windowsSince / 1000])),
    await pool.query(sweepDecidedSql([decidedSince / 1000])),
  ];
  return swept.some(({ rowCount }) => rowCount === sweptAtOnce);
};
