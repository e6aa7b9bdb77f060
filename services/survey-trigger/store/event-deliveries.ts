import { statement, type Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { takenOutBy } from '../domain/endpoints/outgoing-webhook.ts';

type Queryable = Pick<Transaction, 'query'>;

/** Something that is to be told to an outgoing webhook. Times are in milliseconds since the epoch. */
export type NewDelivery = {
  id: string;
  webhook: string;
  event: string;
  type: string;
  /** Whose it is; an alert is about nobody. */
  subject: string | undefined;
  place: string | undefined;
  body: string;
};

const noteSql = statement({
  name: 'note-deliveries',
  text: `INSERT INTO event_deliveries (id, webhook, event, type, subject, place, body, state, created_at, next_at, give_up_at)
         SELECT *, 'waiting', to_timestamp($8), to_timestamp($8), to_timestamp($9)
           FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::text[])
         ON CONFLICT DO NOTHING`,
});

/** Notes what is to be told; what was noted already stays as it is. */
export const noteDeliveries = async (
  tx: Queryable,
  deliveries: readonly NewDelivery[],
  { now, giveUpAt }: { now: number; giveUpAt: number },
): Promise<void> => {
  if (deliveries.length === 0) return;
  const column = <Value>(pick: (one: NewDelivery) => Value): Value[] => deliveries.map(pick);
  await tx.query(
    noteSql([
      column(({ id }) => id),
      column(({ webhook }) => webhook),
      column(({ event }) => event),
      column(({ type }) => type),
      column(({ subject }) => subject ?? null),
      column(({ place }) => place ?? null),
      column(({ body }) => body),
      now / 1000,
      giveUpAt / 1000,
    ]),
  );
};

const milliseconds = z.date().transform((at) => at.getTime());

const ClaimedDelivery = z.object({
  id: z.string(),
  event: z.string(),
  body: z.string(),
  attempts: z.int(),
  giveUpAt: milliseconds,
});
export type ClaimedDelivery = z.infer<typeof ClaimedDelivery>;

const claimSql = statement({
  name: 'claim-deliveries',
  text: `UPDATE event_deliveries SET next_at = to_timestamp($4), attempts = attempts + 1, attempted_at = to_timestamp($2)
          WHERE id IN (SELECT id FROM event_deliveries WHERE webhook = $1 AND state = 'waiting' AND next_at <= to_timestamp($2)
                        ORDER BY next_at LIMIT $3 FOR UPDATE SKIP LOCKED)
         RETURNING id, event, body, attempts, give_up_at AS "giveUpAt"`,
});

/** Takes what is due, so much at the most: nobody else takes it until then. */
export const claimDeliveries = async (
  pool: Queryable,
  webhook: string,
  { now, limit, until }: { now: number; limit: number; until: number },
): Promise<ClaimedDelivery[]> => {
  const { rows } = await pool.query(claimSql([webhook, now / 1000, limit, until / 1000]));
  return z.array(ClaimedDelivery).parse(rows);
};

/** What came of an attempt: `waiting` until it is tried again. */
export type DeliveryOutcome = {
  state: 'delivered' | 'waiting' | 'failed';
  nextAt: number;
  status: number | undefined;
  detail: string | undefined;
};

const saveSql = statement({
  name: 'save-delivery',
  text: `WITH saved AS (
           UPDATE event_deliveries SET state = $3, next_at = to_timestamp($4), status = $5, detail = $6
            WHERE id = $1 AND state = 'waiting' AND attempts = $2 RETURNING webhook)
         UPDATE outgoing_webhooks w SET failing_since = CASE WHEN $3 = 'delivered' THEN NULL ELSE to_timestamp($7) END
           FROM saved WHERE w.id = saved.webhook AND (w.failing_since IS NULL) = ($3 <> 'delivered')`,
});

/** Writes what came of an attempt, and since when its webhook fails. */
export const saveDelivery = async (
  pool: Queryable,
  { id, attempts }: Pick<ClaimedDelivery, 'id' | 'attempts'>,
  { state, nextAt, status, detail }: DeliveryOutcome,
  now: number,
): Promise<void> => {
  await pool.query(saveSql([id, attempts, state, nextAt / 1000, status ?? null, detail ?? null, now / 1000]));
};

const disableSql = statement(`
  UPDATE outgoing_webhooks w SET disabled_at = to_timestamp($3), disabled_reason = $4, updated_at = to_timestamp($3)
   WHERE w.id = $1 AND w.disabled_at IS NULL
     AND NOT EXISTS (SELECT FROM event_deliveries d, event_deliveries given_up
                      WHERE given_up.id = $2 AND d.webhook = $1 AND d.state = 'delivered' AND d.attempted_at >= given_up.created_at)`);

/** Takes a webhook out of use, unless something arrived there since this was to be told. Gives whether it was in use. */
export const disableWebhook = async (
  pool: Queryable,
  webhook: string,
  { delivery, reason }: { delivery: string; reason: string },
  now: number,
): Promise<boolean> => ((await pool.query(disableSql([webhook, delivery, now / 1000, reason]))).rowCount ?? 0) > 0;

const orUndefined = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullable().transform((value) => value ?? undefined);

const DeliveryRow = z.object({
  id: z.string(),
  event: z.string(),
  type: z.string(),
  subject: orUndefined(z.string()),
  state: z.enum(['waiting', 'delivered', 'failed']),
  createdAt: milliseconds,
  nextAt: milliseconds,
  attempts: z.int(),
  attemptedAt: orUndefined(milliseconds),
  status: orUndefined(z.int()),
  detail: orUndefined(z.string()),
});
export type DeliveryRow = z.infer<typeof DeliveryRow>;

const listSql = statement(`
  SELECT id, event, type, subject, state, created_at AS "createdAt", next_at AS "nextAt", attempts, attempted_at AS "attemptedAt", status, detail
    FROM event_deliveries
   WHERE webhook = $1 AND ($2::text IS NULL OR state = $2) AND (created_at, id) < (to_timestamp($3), $4::uuid)
   ORDER BY created_at DESC, id DESC LIMIT $5`);

type Before = { createdAt: number; id: string };

/** What was to be told to a webhook, the latest first. */
export const listDeliveries = async (
  pool: Pool,
  webhook: string,
  { state, before, limit }: { state?: string | undefined; before?: Before | undefined; limit: number },
): Promise<DeliveryRow[]> => {
  const { createdAt, id } = before ?? { createdAt: 32_503_680_000_000, id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };
  const { rows } = await pool.query(listSql([webhook, state ?? null, createdAt / 1000, id, limit]));
  return z.array(DeliveryRow).parse(rows);
};

const redeliverSql = statement(`
  UPDATE event_deliveries SET state = 'waiting', next_at = to_timestamp($3), give_up_at = to_timestamp($4)
   WHERE webhook = $1 AND id = $2
  RETURNING id, event, type, subject, state, created_at AS "createdAt", next_at AS "nextAt", attempts, attempted_at AS "attemptedAt", status, detail`);

/** Tells something again, since somebody wants it. */
export const redeliver = async (
  pool: Pool,
  webhook: string,
  id: string,
  { now, giveUpAt }: { now: number; giveUpAt: number },
): Promise<DeliveryRow | undefined> =>
  z.array(DeliveryRow).parse((await pool.query(redeliverSql([webhook, id, now / 1000, giveUpAt / 1000]))).rows)[0];

const eraseSql = statement(`
  DELETE FROM event_deliveries WHERE subject = ANY ($1::uuid[]) OR place = ANY ($2::text[])`);

/** Nothing that is of these people, or names a contact point of theirs, is told any more, nor kept as told. Gives how many there were. */
export const eraseDeliveries = async (
  tx: Queryable,
  { subjects, names = [] }: { subjects: readonly string[]; names?: readonly string[] | undefined },
): Promise<number> => (await tx.query(eraseSql([subjects, names]))).rowCount ?? 0;

const atOnce = 5000;
const forgetSql = statement(`
  DELETE FROM event_deliveries WHERE id IN (
    SELECT id FROM event_deliveries WHERE created_at < to_timestamp($1) AND state <> 'waiting' ORDER BY created_at LIMIT ${atOnce})`);

/** Forgets what was told, or given up, before this; gives whether there may be more. */
export const forgetDeliveries = async (pool: Pool, before: number): Promise<boolean> =>
  (await pool.query(forgetSql([before / 1000]))).rowCount === atOnce;

/** To count further would say no more. */
const mostCounted = 10_000;

const countSql = statement(`
  SELECT count(*) FILTER (WHERE disabled_at IS NOT NULL AND disabled_reason LIKE $1)::int AS disabled,
         count(*) FILTER (WHERE disabled_at IS NOT NULL AND disabled_reason NOT LIKE $1)::int AS "given-up",
         count(*) FILTER (WHERE disabled_at IS NULL AND failing_since IS NOT NULL)::int AS failing,
         count(*) FILTER (WHERE disabled_at IS NULL AND failing_since IS NULL)::int AS well FROM outgoing_webhooks`);

export type WebhookCounts = { disabled: number; 'given-up': number; failing: number; well: number };

export const noWebhooks: WebhookCounts = { disabled: 0, 'given-up': 0, failing: 0, well: 0 };

/** How many outgoing webhooks there are, by how they do. */
export const countWebhooks = async (pool: Pool): Promise<WebhookCounts> =>
  (await pool.query<WebhookCounts>(countSql([takenOutBy('%')]))).rows[0] ?? noWebhooks;

const untoldSql = statement(`
  SELECT count(*)::int AS n FROM (SELECT FROM event_deliveries WHERE state = 'waiting' LIMIT ${mostCounted}) AS u`);

/** How much is to be told, and was not taken yet. */
export const countUntold = async (pool: Pool): Promise<number> =>
  (await pool.query<{ n: number }>(untoldSql())).rows[0]?.n ?? 0;
