import { statement } from '@hilo/runtime';
import type { Pool } from 'pg';
import { type StoredWebhook, WebhookSettings } from '../domain/webhooks/endpoint.ts';

type Row = { id: string; settings: unknown; sealed_secrets: string; created_at: Date; updated_at: Date };

const columns = 'id, settings, sealed_secrets, created_at, updated_at';

const stored = ({ id, settings, sealed_secrets, created_at, updated_at }: Row): StoredWebhook => ({
  id,
  settings: WebhookSettings.parse(settings),
  sealedSecrets: sealed_secrets,
  createdAt: created_at.toISOString(),
  updatedAt: updated_at.toISOString(),
});

const saveWebhookSql = statement(`
  INSERT INTO webhooks (${columns}) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (id) DO UPDATE SET settings = EXCLUDED.settings, sealed_secrets = EXCLUDED.sealed_secrets,
                                 updated_at = EXCLUDED.updated_at`);

/** Creates an endpoint, or replaces all of it but when it was created. */
export const saveWebhook = async (pool: Pool, webhook: StoredWebhook): Promise<void> => {
  await pool.query(
    saveWebhookSql([webhook.id, webhook.settings, webhook.sealedSecrets, webhook.createdAt, webhook.updatedAt]),
  );
};

const findWebhookSql = statement(`SELECT ${columns} FROM webhooks WHERE id = $1`);

/** The endpoint, if there is one of that id. */
export const findWebhook = async (pool: Pool, id: string): Promise<StoredWebhook | undefined> => {
  const { rows } = await pool.query<Row>(findWebhookSql([id]));
  return rows[0] && stored(rows[0]);
};

const listWebhooksSql = statement(`SELECT ${columns} FROM webhooks ORDER BY created_at, id`);

/** Every endpoint, the oldest first. */
export const listWebhooks = async (pool: Pool): Promise<StoredWebhook[]> => {
  const { rows } = await pool.query<Row>(listWebhooksSql());
  return rows.map(stored);
};

const deleteWebhookSql = statement(`DELETE FROM webhooks WHERE id = $1 RETURNING ${columns}`);

/** Deletes the endpoint; gives it as it was, if there was one. */
export const deleteWebhook = async (pool: Pool, id: string): Promise<StoredWebhook | undefined> => {
  const { rows } = await pool.query<Row>(deleteWebhookSql([id]));
  return rows[0] && stored(rows[0]);
};
