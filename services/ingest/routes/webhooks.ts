import { randomBytes } from 'node:crypto';
import { Problem } from '@hilo/contracts';
import { allow, HttpProblem, problems } from '@hilo/runtime';
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
import type { Context, Route } from './context.ts';

const params = z.object({ id: WebhookId });
const tags = ['webhooks'];

export const makeWebhookRoute: Route = (app, { pool, box, authenticate, now }) =>
  app.post(
    '/v1/webhooks',
    {
      onRequest: allow(authenticate, 'keys:write'),
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
      const made = await save({ pool, box, now }, { id, settings, createdAt: new Date(now()).toISOString() }, secrets);
      return reply.status(201).send(made);
    },
  );

export const listWebhooksRoute: Route = (app, { pool, box, authenticate }) =>
  app.get(
    '/v1/webhooks',
    {
      onRequest: allow(authenticate, 'keys:write'),
      schema: {
        summary: 'All endpoints',
        tags,
        response: { 200: z.object({ webhooks: z.array(ShownWebhook) }), ...problems },
      },
    },
    async () => ({ webhooks: (await listWebhooks(pool)).map((one) => show(box, one)) }),
  );

export const webhookRoute: Route = (app, { pool, box, authenticate }) =>
  app.get(
    '/v1/webhooks/:id',
    {
      onRequest: allow(authenticate, 'keys:write'),
      schema: { summary: 'An endpoint', tags, params, response: { 200: ShownWebhook, ...problems, 404: Problem } },
    },
    async ({ params: { id } }) => show(box, (await findWebhook(pool, id)) ?? absent()),
  );

export const changeWebhookRoute: Route = (app, { pool, box, authenticate, now }) =>
  app.put(
    '/v1/webhooks/:id',
    {
      onRequest: allow(authenticate, 'keys:write'),
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
      const { settings, secrets } = parted(body, secretsOf(box, before));
      if (settings.adapter !== before.settings.adapter) {
        refuse([{ path: ['adapter'], message: 'cannot be changed; make another endpoint' }]);
      }
      return save({ pool, box, now }, { id, settings, createdAt: before.createdAt }, secrets);
    },
  );

export const endWebhookRoute: Route = (app, { pool, box, authenticate }) =>
  app.delete(
    '/v1/webhooks/:id',
    {
      onRequest: allow(authenticate, 'keys:write'),
      schema: {
        summary: 'End an endpoint, everywhere within seconds',
        tags,
        params,
        response: { 200: ShownWebhook, ...problems, 404: Problem },
      },
    },
    async ({ params: { id } }) => show(box, (await deleteWebhook(pool, id)) ?? absent()),
  );

/** `/v1/webhooks`: endpoints to which providers post. Who makes one lets a source in, as who makes a key does. */
export const webhookRoutes: readonly Route[] = [
  makeWebhookRoute,
  listWebhooksRoute,
  webhookRoute,
  changeWebhookRoute,
  endWebhookRoute,
];

const save = async (
  { pool, box, now }: Pick<Context, 'pool' | 'box' | 'now'>,
  stored: Omit<StoredWebhook, 'sealedSecrets' | 'updatedAt'>,
  secrets: Secrets,
) => {
  refuse(refusalsOf({ settings: stored.settings, secrets }));
  const updatedAt = new Date(now()).toISOString();
  const webhook = { ...stored, updatedAt, sealedSecrets: box.seal(stored.id, secrets) };
  await saveWebhook(pool, webhook);
  return shown(webhook, secrets);
};

const secretsOf = (box: SecretBox, { id, sealedSecrets }: StoredWebhook): Secrets =>
  box.open(id, sealedSecrets) ?? { signing: [] };
const show = (box: SecretBox, webhook: StoredWebhook): ShownWebhook => shown(webhook, secretsOf(box, webhook));

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
