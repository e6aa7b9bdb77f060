import { statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
import { callListRoute } from '../domain/call-lists/call-list.ts';

type Queryable = Pick<Transaction, 'query'>;

const milliseconds = z.date().transform((at) => at.getTime());
const perhaps = milliseconds.nullable().transform((at) => at ?? undefined);

/** To count further would say no more. */
const mostCounted = 10_000;

const StuckRoute = z.object({
  route: z.string(),
  waiting: z.int(),
  /** Those that were due before a moment, and when the first of them was. */
  overdue: z.int(),
  overdueSince: perhaps,
  /** Those that were handed over and not taken, for nobody was reached, and when the first of them was due. */
  untaken: z.int(),
  untakenSince: perhaps,
});
export type StuckRoute = z.infer<typeof StuckRoute>;

const stuckSql = statement(`
  WITH waiting AS MATERIALIZED (
    SELECT route, coalesce(retry_at, due_at) AS at, due_at, attempts > 0 AND reason = 'not-taken' AS untaken FROM messages
     WHERE state IN ('queued', 'deferred') AND route <> '${callListRoute}'
     ORDER BY coalesce(retry_at, due_at), id LIMIT ${mostCounted})
  SELECT route, count(*)::int AS waiting,
         count(*) FILTER (WHERE at < to_timestamp($1))::int AS overdue, min(at) FILTER (WHERE at < to_timestamp($1)) AS "overdueSince",
         count(*) FILTER (WHERE untaken)::int AS untaken, min(due_at) FILTER (WHERE untaken) AS "untakenSince"
    FROM waiting GROUP BY route ORDER BY route`);

/** What waits to leave by each route, and what of it stands still. */
export const findStuck = async (from: Queryable, before: number): Promise<StuckRoute[]> =>
  z.array(StuckRoute).parse((await from.query(stuckSql([before / 1000]))).rows);

const Unsettled = z.object({ messages: z.int(), since: perhaps });
export type Unsettled = z.infer<typeof Unsettled>;

const unsettledSql = statement(`
  SELECT count(*)::int AS messages, min(queued_at) AS since
    FROM (SELECT queued_at FROM messages WHERE state = 'unknown' ORDER BY queued_at, id LIMIT ${mostCounted}) AS unknown`);

/** How many messages nobody knows of whether they were taken, and when the first of them was queued. */
export const findUnsettled = async (from: Queryable): Promise<Unsettled> => {
  const [first] = z.array(Unsettled).parse((await from.query(unsettledSql())).rows);
  return first ?? { messages: 0, since: undefined };
};
