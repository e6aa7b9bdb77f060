import { statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
import { OutgoingWebhookSettings, type StoredOutgoingWebhook } from '../domain/endpoints/outgoing-webhook.ts';

type Queryable = Pick<Transaction, 'query'>;

const milliseconds = z.date().transform((at) => at.getTime());
const orUndefined = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullable().transform((value) => value ?? undefined);

const Row = z.object({
  id: z.string(),
  settings: OutgoingWebhookSettings,
  sealedSecrets: z.string(),
  disabledAt: orUndefined(milliseconds),
  disabledReason: orUndefined(z.string()),
  failingSince: orUndefined(milliseconds),
  createdAt: milliseconds,
  updatedAt: milliseconds,
});

const columns = `id, settings, sealed_secrets AS "sealedSecrets", disabled_at AS "disabledAt", disabled_reason AS "disabledReason",
  failing_since AS "failingSince", created_at AS "createdAt", updated_at AS "updatedAt"`;

const lockSql = statement('LOCK TABLE outgoing_webhooks IN SHARE ROW EXCLUSIVE MODE');

/** Nobody else writes one until the end of the transaction: no channel is ever carried by two. */
export const lockOutgoingWebhooks = async (tx: Queryable): Promise<void> => {
  await tx.query(lockSql());
};

const listSql = statement(`SELECT ${columns} FROM outgoing_webhooks ORDER BY created_at, id`);

/** Every one, the oldest first. */
export const listOutgoingWebhooks = async (from: Queryable): Promise<StoredOutgoingWebhook[]> =>
  z.array(Row).parse((await from.query(listSql())).rows);

const findSql = statement(`SELECT ${columns} FROM outgoing_webhooks WHERE id = $1`);

export const findOutgoingWebhook = async (from: Queryable, id: string): Promise<StoredOutgoingWebhook | undefined> =>
  z.array(Row).parse((await from.query(findSql([id]))).rows)[0];

const saveSql = statement(`
  INSERT INTO outgoing_webhooks (id, settings, sealed_secrets, disabled_at, disabled_reason, failing_since, created_at, updated_at)
  VALUES ($1, $2, $3, to_timestamp($4), $5, to_timestamp($6), to_timestamp($7), to_timestamp($8))
  ON CONFLICT (id) DO UPDATE
     SET settings = EXCLUDED.settings, sealed_secrets = EXCLUDED.sealed_secrets, disabled_at = EXCLUDED.disabled_at,
         disabled_reason = EXCLUDED.disabled_reason, failing_since = EXCLUDED.failing_since, updated_at = EXCLUDED.updated_at`);

/** Makes one, or replaces all of it but when it was made. */
export const saveOutgoingWebhook = async (tx: Queryable, one: StoredOutgoingWebhook): Promise<void> => {
  await tx.query(
    saveSql([
      one.id,
      one.settings,
      one.sealedSecrets,
      secondsOf(one.disabledAt),
      one.disabledReason ?? null,
      secondsOf(one.failingSince),
      one.createdAt / 1000,
      one.updatedAt / 1000,
    ]),
  );
};

const secondsOf = (at: number | undefined): number | null => (at === undefined ? null : at / 1000);

const deleteSql = statement(`
  WITH gone AS (DELETE FROM event_deliveries WHERE webhook = $1)
  DELETE FROM outgoing_webhooks WHERE id = $1 RETURNING ${columns}`);

/** Ends one, with its log and whatever waits for it. */
export const deleteOutgoingWebhook = async (tx: Queryable, id: string): Promise<StoredOutgoingWebhook | undefined> =>
  z.array(Row).parse((await tx.query(deleteSql([id]))).rows)[0];
