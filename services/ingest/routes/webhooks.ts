import { randomBytes } from 'node:crypto';
import { Problem } from '@hilo/contracts';
import { type Authenticate, HttpProblem, problems, type Routes } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { Secrets } from '../domain/webhooks/adapter.ts';
import {
  isSigned,
  PostedWebhook,
  refusalsOf,
  ShownWebhook,
  type StoredWebhook,
  shown,
  WebhookId,
  type WebhookSettings,
} from '../domain/webhooks/endpoint.ts';
import { deleteWebhook, findWebhook, listWebhooks, saveWebhook } from '../store/webhooks.ts';
import type { SecretBox } from '../webhooks/secrets.ts';

type Dependencies = { pool: Pool; box: SecretBox; authenticate: Authenticate; now(): number };

const params = z.object({ id: WebhookId });
const tags = ['webhooks'];

/** `/v1/webhooks`: endpoints to which providers post. Who makes one lets a source in, as who makes a key does. */
export const webhookRoutes =
  ({ pool, box, authenticate, now }: Dependencies): Routes =>
  async (app) => {
    app.addHook('preHandler', async (request) => {
      await authenticate(request, 'keys:write');
    });

    const save = async (stored: Omit<StoredWebhook, 'sealedSecrets' | 'updatedAt'>, secrets: Secrets) => {
      refuse(refusalsOf({ settings: stored.settings, secrets }));
      const updatedAt = new Date(now()).toISOString();
      const webhook = { ...stored, updatedAt, sealedSecrets: box.seal(stored.id, secrets) };
      await saveWebhook(pool, webhook);
      return shown(webhook, secrets);
    };
    const secretsOf = ({ id, sealedSecrets }: StoredWebhook): Secrets => box.open(id, sealedSecrets) ?? { signing: [] };
    const show = (webhook: StoredWebhook): ShownWebhook => shown(webhook, secretsOf(webhook));

    app.post(
      '/v1/webhooks',
      {
        schema: {
          summary: 'Make an endpoint for a provider that pushes',
          description: 'Its path has an id that nobody can guess; give the whole address to the provider.',
          tags,
          body: PostedWebhook,
          response: { 201: ShownWebhook, ...problems },
        },
        config: { example },
      },
      async ({ body }, reply) => {
        const { settings, secrets } = parted(body);
        const id = randomBytes(16).toString('hex');
        const made = await save({ id, settings, createdAt: new Date(now()).toISOString() }, secrets);
        return reply.status(201).send(made);
      },
    );
    app.get(
      '/v1/webhooks',
      {
        schema: {
          summary: 'All endpoints',
          tags,
          response: { 200: z.object({ webhooks: z.array(ShownWebhook) }), ...problems },
        },
      },
      async () => ({ webhooks: (await listWebhooks(pool)).map(show) }),
    );
    app.get(
      '/v1/webhooks/:id',
      { schema: { summary: 'An endpoint', tags, params, response: { 200: ShownWebhook, ...problems, 404: Problem } } },
      async ({ params: { id } }) => show((await findWebhook(pool, id)) ?? absent()),
    );
    app.put(
      '/v1/webhooks/:id',
      {
        schema: {
          summary: 'Change an endpoint, everywhere within seconds',
          description: 'Without secrets, those that it has stay. Its adapter cannot be changed.',
          tags,
          params,
          body: PostedWebhook,
          response: { 200: ShownWebhook, ...problems, 404: Problem },
        },
      },
      async ({ params: { id }, body }) => {
        const before = (await findWebhook(pool, id)) ?? absent();
        const { settings, secrets } = parted(body, secretsOf(before));
        if (settings.adapter !== before.settings.adapter) {
          refuse([{ path: ['adapter'], message: 'cannot be changed; make another endpoint' }]);
        }
        return save({ id, settings, createdAt: before.createdAt }, secrets);
      },
    );
    app.delete(
      '/v1/webhooks/:id',
      {
        schema: {
          summary: 'End an endpoint, everywhere within seconds',
          tags,
          params,
          response: { 200: ShownWebhook, ...problems, 404: Problem },
        },
      },
      async ({ params: { id } }) => show((await deleteWebhook(pool, id)) ?? absent()),
    );
  };

/** The settings and the secrets apart; of what was not sent, the secrets from before, if they still serve for something. */
const parted = (
  { signingSecrets, verifyToken, ...settings }: PostedWebhook,
  before: Secrets = { signing: [] },
): { settings: WebhookSettings; secrets: Secrets } => ({
  settings,
  secrets: {
    signing: signingSecrets ?? (isSigned(settings) ? before.signing : []),
    verifyToken: verifyToken ?? before.verifyToken,
  },
});

const absent = (): never => {
  throw new HttpProblem(404, 'Not found', 'There is no such endpoint.');
};

const refuse = (refusals: HttpProblem['errors']): void => {
  if (refusals.length > 0) throw new HttpProblem(400, 'Invalid endpoint', 'See errors for the fields.', refusals);
};

const example: PostedWebhook = {
  name: 'WhatsApp of the shops',
  adapter: 'twilio',
  source: 'twilio',
  signingSecrets: ['the auth token of the account'],
};
