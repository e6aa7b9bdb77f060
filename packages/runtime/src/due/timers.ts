import { doublingMs } from '@hilo/log';
import { statement } from '@hilo/log/statement';
import type { Pool } from 'pg';
import type { Transaction } from '../database/database.ts';
import type { DueState } from './item.ts';

/** A timer that has fired: its row is gone if the transaction commits. Times are in milliseconds since the epoch. */
export type FiredTimer = {
  ref: string;
  shard: number;
  /** Since when it could have fired. */
  since: number;
  /** How often it has fired in vain. */
  tries: number;
};

/** One that fired in vain: without whose record it cannot be done, and the moment from which it need not wait any more. */
export type WaitingTimer = { timer: FiredTimer; awaits: string; notAfter: number };

const shards = 16;
/** What cannot be done yet fires again after a second, two, four, up to a minute: it stands at the head of nothing. */
const pauses = { firstMs: 1000, longestMs: 60_000 };
/** A smallint has room for it, and the pause has long been the longest. */
const mostTries = 1000;
/** To count further would cost more than it says. */
const mostCountedInShard = 1000;

/** In SQL: the shard of what is about the person with this derived id. */
const shardOf = (id: string): string => `get_byte(uuid_send(${id}), 15) % ${shards}`;

/**
 * In SQL, as the last part of a statement that writes what is due: sets a timer for each row of `from`, which has the columns ref, about
 * (the subject) and due_at. One that is set already is moved.
 */
export const setTimers = (kind: string, from: string): string =>
  setTimersOfKinds(`(SELECT '${kind}' AS kind, ref, about, due_at FROM ${from}) AS of_kind`);

/** The same where each row says of which kind its timer is, in the column kind. */
export const setTimersOfKinds = (from: string): string => `
  INSERT INTO timers (kind, ref, shard, due_at)
  SELECT kind, ref, ${shardOf('about')}, due_at FROM ${from} ORDER BY ref
  ON CONFLICT (kind, ref) DO UPDATE
     SET shard = EXCLUDED.shard, due_at = EXCLUDED.due_at, noted_at = now(), tries = 0, awaits = NULL`;

/** Made by who has the table: a test prepares them over it. */
const timerStatements = () => {
  const everyShard = `generate_series(0, ${shards - 1}) AS s (shard)`;
  const inShard = 'kind = $1 AND shard = s.shard';
  return {
    // A row that is locked cannot move: by its place it is deleted without another look at any index, whatever the planner knows.
    takeSql: statement({
      name: 'take-timers',
      text: `DELETE FROM timers WHERE ctid = ANY (ARRAY(
               SELECT t.ctid FROM unnest($4::smallint[]) AS s (shard) CROSS JOIN LATERAL (
                 SELECT ctid FROM timers WHERE ${inShard} AND due_at <= to_timestamp($2)
                  ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED) AS t
                LIMIT $3))
             RETURNING ref, shard, greatest(due_at, noted_at) AS since, tries`,
    }),
    putBackSql: statement({
      name: 'put-timers-back',
      text: `INSERT INTO timers (kind, ref, shard, due_at, tries, awaits, noted_at)
             SELECT $1, *, to_timestamp($7)
               FROM (SELECT ref, shard, to_timestamp(at), tries, awaits
                       FROM unnest($2::uuid[], $3::smallint[], $4::float8[], $5::smallint[], $6::uuid[])
                         AS w (ref, shard, at, tries, awaits) ORDER BY ref) AS w`,
    }),
    // Whoever fires one of them now has locked it, and waits for the customers that are locked here.
    wakeSql: statement({
      name: 'wake-timers',
      text: `UPDATE timers SET due_at = noted_at, noted_at = now(), awaits = NULL WHERE ctid = ANY (ARRAY(
               SELECT ctid FROM timers WHERE awaits = ANY ($1::uuid[]) FOR UPDATE SKIP LOCKED))
                AND EXISTS (SELECT FROM timers WHERE awaits IS NOT NULL)`,
    }),
    cancelSql: statement({
      name: 'cancel-timers',
      text: 'DELETE FROM timers WHERE kind = $1 AND ref = ANY ($2::uuid[])',
    }),
    nextSql: statement({
      name: 'next-timer',
      text: `SELECT min(t.due_at) AS at FROM ${everyShard} CROSS JOIN LATERAL (
               SELECT due_at FROM timers WHERE ${inShard} AND due_at > to_timestamp($2) ORDER BY due_at LIMIT 1) AS t`,
    }),
    lookSql: statement(
      `SELECT sum(t.due)::int AS due, min(t.oldest) AS oldest FROM ${everyShard} CROSS JOIN LATERAL (
         SELECT count(*) AS due, min(since) AS oldest FROM (
           SELECT greatest(due_at, noted_at) AS since FROM timers WHERE ${inShard} AND due_at <= to_timestamp($2)
            ORDER BY due_at LIMIT ${mostCountedInShard}) AS d) AS t`,
    ),
  };
};

/** The timers of one kind, in the table `timers` of the service. */
export const timersOf = (kind: string) => {
  const { takeSql, putBackSql, wakeSql, cancelSql, nextSql, lookSql } = timerStatements();
  // Whoever takes begins at another shard each time, and two instances at different ones.
  let turn = process.pid;
  const nextShards = (): number[] => {
    turn += 1;
    return Array.from({ length: shards }, (_, n) => (turn + n) % shards);
  };
  return {
    /** Fires those that are due, so many at the most: they are deleted; what another instance has locked is passed over. */
    take: async (tx: Transaction, { now, limit }: { now: number; limit: number }): Promise<FiredTimer[]> => {
      type Row = Omit<FiredTimer, 'since'> & { since: Date };
      const { rows } = await tx.query<Row>(takeSql([kind, now / 1000, limit, nextShards()]));
      return rows.map(({ since, ...row }) => ({ ...row, since: since.getTime() }));
    },
    /** Sets those again that fired in vain, each after a pause that doubles. */
    putBack: async (tx: Transaction, waiting: readonly WaitingTimer[], now: number): Promise<void> => {
      if (waiting.length > 0) await tx.query(putBackSql([kind, ...columnsOf(waiting, now), now / 1000]));
    },
    /** Whatever waits for the record of one of these, customers or subjects, fires now. */
    wake: async (tx: Transaction, ids: readonly string[]): Promise<void> => {
      if (ids.length > 0) await tx.query(wakeSql([ids]));
    },
    cancel: async (tx: Transaction, refs: readonly string[]): Promise<void> => {
      if (refs.length > 0) await tx.query(cancelSql([kind, refs]));
    },
    /** When the first is due of those that are due after this moment. */
    nextAt: async (pool: Pool, after: number): Promise<number | undefined> => {
      const { rows } = await pool.query<{ at: Date | null }>(nextSql([kind, after / 1000]));
      return rows[0]?.at?.getTime();
    },
    look: async (pool: Pool, now: number): Promise<Omit<DueState, 'setAside'>> => {
      const { rows } = await pool.query<{ due: number; oldest: Date | null }>(lookSql([kind, now / 1000]));
      const { due = 0, oldest = null } = rows[0] ?? {};
      return { due, oldestDueAt: oldest?.getTime() };
    },
  };
};

const columnsOf = (waiting: readonly WaitingTimer[], now: number): unknown[] => {
  const column = <Value>(pick: (one: WaitingTimer) => Value): Value[] => waiting.map(pick);
  const pauseMs = ({ timer }: WaitingTimer): number => doublingMs(timer.tries + 1, pauses);
  return [
    column(({ timer }) => timer.ref),
    column(({ timer }) => timer.shard),
    column((one) => Math.max(now + 1, Math.min(now + pauseMs(one), one.notAfter)) / 1000),
    column(({ timer }) => Math.min(timer.tries + 1, mostTries)),
    column(({ awaits }) => awaits),
  ];
};
