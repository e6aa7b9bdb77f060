import { statement, type Transaction } from '@hilo/runtime';
import { callListRoute } from '../domain/call-lists/call-list.ts';

/** How many messages have not left, by how far they are, and for how many seconds the first has been due. */
export type WaitingMessages = { queued: number; deferred: number; sending: number; oldestS: number };

export const noneWaiting: WaitingMessages = { queued: 0, deferred: 0, sending: 0, oldestS: 0 };

/** To count further would say no more. */
const mostCounted = 10_000;

const waitingSql = statement({
  name: 'count-waiting-messages',
  text: `WITH waiting AS MATERIALIZED (
           SELECT state, coalesce(retry_at, due_at) AS due FROM messages
            WHERE state IN ('queued', 'deferred') AND route <> '${callListRoute}' ORDER BY coalesce(retry_at, due_at) LIMIT ${mostCounted})
         SELECT count(*) FILTER (WHERE state = 'queued')::int AS queued,
                count(*) FILTER (WHERE state = 'deferred')::int AS deferred,
                (SELECT count(*)::int FROM (SELECT FROM messages WHERE state = 'sending' AND route <> '${callListRoute}' LIMIT ${mostCounted}) AS s) AS sending,
                greatest(0, coalesce($1::float8 - extract(epoch FROM min(due))::float8, 0)) AS "oldestS"
           FROM waiting`,
});

/** What has not left yet; who is to be called waits for somebody who calls, and is not counted. */
export const countNotLeft = async (from: Pick<Transaction, 'query'>, now: number): Promise<WaitingMessages> =>
  (await from.query<WaitingMessages>(waitingSql([now / 1000]))).rows[0] ?? noneWaiting;
