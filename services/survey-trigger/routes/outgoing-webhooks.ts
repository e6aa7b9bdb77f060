import { randomBytes } from 'node:crypto';
import { Problem } from '@hilo/contracts';
import { allow, callerOf, HttpProblem, problems, transaction } from '@hilo/runtime';
import { isSigningSecret, newSigningSecret } from '@hilo/webhook-out';
import { z } from 'zod';
import {
  channelsOf,
  faultsOfWebhook,
  type KeptSecret,
  OutgoingWebhookId,
  type OutgoingWebhookSettings,
  overlapHours,
  PostedOutgoingWebhook,
  rotated,
  ShownOutgoingWebhook,
  type StoredOutgoingWebhook,
  shownWebhook,
  takenOutBy,
} from '../domain/endpoints/outgoing-webhook.ts';
import {
  deleteOutgoingWebhook,
  findOutgoingWebhook,
  listOutgoingWebhooks,
  lockOutgoingWebhooks,
  saveOutgoingWebhook,
} from '../store/outgoing-webhooks.ts';
import { type Context, type Route, tags } from './context.ts';

const params = z.object({ id: OutgoingWebhookId });
const secretOnce = z.string().optional().describe('Shown this once, where Hilo made it.');
const Made = z.object({ webhook: ShownOutgoingWebhook, secret: secretOnce });
const writing = { ...problems, 404: Problem, 409: Problem };

const makeRoute: Route = (app, context) =>
  app.post(
    '/v1/outgoing-webhooks',
    {
      onRequest: allow(context.authenticate, 'keys:write'),
      schema: {
        summary: 'Make an endpoint to which Hilo posts messages to people, or what happens',
        description:
          'For messages on some channels (an SMS provider of your own, an app; or an account at Twilio), for events, or both. The other way round is /v1/webhooks.',
        tags,
        body: PostedOutgoingWebhook,
        response: { 201: Made, ...problems, 409: Problem },
      },
      config: { example },
    },
    async (request, reply) => {
      const { secret: given, ...settings } = request.body;
      const made = settings.kind === 'standard' && given === undefined ? newSigningSecret() : undefined;
      const secret = given ?? made;
      const id = randomBytes(16).toString('hex');
      const at = context.now();
      const saved = await save(
        context,
        { id, createdAt: at, secrets: secret === undefined ? [] : [{ secret }] },
        { settings, by: callerOf(request).keyId },
      );
      return reply.status(201).send({ webhook: saved, ...(made !== undefined && { secret: made }) });
    },
  );

const listRoute: Route = (app, context) =>
  app.get(
    '/v1/outgoing-webhooks',
    {
      onRequest: allow(context.authenticate, 'keys:write'),
      schema: {
        summary: 'All endpoints to which Hilo posts, and which of them were taken out of use, and why',
        tags,
        response: { 200: z.object({ webhooks: z.array(ShownOutgoingWebhook) }), ...problems },
      },
    },
    async () => ({ webhooks: (await listOutgoingWebhooks(context.pool)).map((one) => show(context, one)) }),
  );

const showRoute: Route = (app, context) =>
  app.get(
    '/v1/outgoing-webhooks/:id',
    {
      onRequest: allow(context.authenticate, 'keys:write'),
      schema: {
        summary: 'An endpoint to which Hilo posts',
        tags,
        params,
        response: { 200: ShownOutgoingWebhook, ...problems, 404: Problem },
      },
    },
    async ({ params: { id } }) => show(context, (await findOutgoingWebhook(context.pool, id)) ?? absent()),
  );

const changeRoute: Route = (app, context) =>
  app.put(
    '/v1/outgoing-webhooks/:id',
    {
      onRequest: allow(context.authenticate, 'keys:write'),
      schema: {
        summary: 'Change an endpoint to which Hilo posts, or put it back in use; within a second',
        description: `Without a secret, those that it has stay; with another one, those before are valid for ${overlapHours} hours more. Its kind cannot be changed.`,
        tags,
        params,
        body: PostedOutgoingWebhook,
        response: { 200: ShownOutgoingWebhook, ...writing },
      },
    },
    async (request) => {
      const { id } = request.params;
      const before = (await findOutgoingWebhook(context.pool, id)) ?? absent();
      const { secret, ...settings } = request.body;
      if (settings.kind !== before.settings.kind)
        throw invalid([{ path: ['kind'], message: 'cannot be changed; make another endpoint' }]);
      const kept = context.webhooks.secretsOf(before);
      const secrets = secret === undefined ? kept : rotated(kept, secret, overlapHours * 3_600_000, context.now());
      return save(context, { ...before, secrets }, { settings, by: callerOf(request).keyId });
    },
  );

const Rotation = z.strictObject({
  secret: z.string().min(8).max(500).optional().describe('Of twilio, the new auth token. Without it, Hilo makes one.'),
  overlapHours: z
    .number()
    .min(0)
    .max(24 * 30)
    .default(overlapHours)
    .describe('For so long the secret before is valid too: what is posted is signed with both.'),
});

const rotateRoute: Route = (app, context) =>
  app.post(
    '/v1/outgoing-webhooks/:id/secrets',
    {
      onRequest: allow(context.authenticate, 'keys:write'),
      schema: {
        summary: 'Give an endpoint another secret, without a pause',
        tags,
        params,
        body: Rotation,
        response: { 200: Made, ...writing },
      },
    },
    async (request) => {
      const { secret: given, overlapHours: hours } = request.body;
      const before = (await findOutgoingWebhook(context.pool, request.params.id)) ?? absent();
      if (given === undefined && before.settings.kind !== 'standard')
        throw invalid([{ path: ['secret'], message: 'is missing: the provider gives it' }]);
      const secret = given ?? newSigningSecret();
      const kept = context.webhooks.secretsOf(before);
      const secrets = rotated(kept, secret, hours * 3_600_000, context.now());
      const settings = { ...before.settings, enabled: before.disabledAt === undefined };
      const webhook = await save(context, { ...before, secrets }, { settings, by: callerOf(request).keyId });
      return { webhook, ...(given === undefined && { secret }) };
    },
  );

const endRoute: Route = (app, context) =>
  app.delete(
    '/v1/outgoing-webhooks/:id',
    {
      onRequest: allow(context.authenticate, 'keys:write'),
      schema: {
        summary: 'End an endpoint to which Hilo posts, with its log and what waits for it',
        tags,
        params,
        response: { 200: ShownOutgoingWebhook, ...problems, 404: Problem },
      },
    },
    async ({ params: { id } }) =>
      show(context, (await transaction(context.pool, (tx) => deleteOutgoingWebhook(tx, id))) ?? absent()),
  );

/** `/v1/outgoing-webhooks`: where Hilo posts to. Who makes one has people's addresses sent there, so it takes the scope of who makes keys. */
export const outgoingWebhookRoutes: readonly Route[] = [
  makeRoute,
  listRoute,
  showRoute,
  changeRoute,
  rotateRoute,
  endRoute,
];

type Kept = Partial<StoredOutgoingWebhook> &
  Pick<StoredOutgoingWebhook, 'id' | 'createdAt'> & { secrets: KeptSecret[] };

const save = async (
  { pool, webhooks, now, publicUrl }: Context,
  { secrets, ...before }: Kept,
  { settings, by }: { settings: OutgoingWebhookSettings; by: string },
): Promise<ShownOutgoingWebhook> => {
  const faults = [...faultsOfWebhook(settings), ...faultsOfSecrets(settings, secrets)];
  const fault = await webhooks.connector.faultOf(settings.url);
  if (fault !== undefined) faults.push({ path: ['url'], message: fault });
  if (faults.length > 0) throw invalid(faults);
  const at = now();
  const out = settings.enabled
    ? { disabledAt: undefined, disabledReason: undefined }
    : { disabledAt: before.disabledAt ?? at, disabledReason: before.disabledReason ?? takenOutBy(by) };
  const failingSince = settings.enabled && before.disabledAt !== undefined ? undefined : before.failingSince;
  const { id, createdAt } = before;
  const sealedSecrets = webhooks.seal(id, secrets);
  const stored = { id, createdAt, settings, sealedSecrets, failingSince, updatedAt: at, ...out };
  await transaction(pool, async (tx) => {
    await lockOutgoingWebhooks(tx);
    const others = await listOutgoingWebhooks(tx);
    const taken = takenBy(others, stored);
    if (taken !== undefined) throw new HttpProblem(409, 'Conflict', taken);
    await saveOutgoingWebhook(tx, stored);
  });
  return shownWebhook(stored, secrets, { publicUrl, now: at });
};

/** Each channel is carried by one, so that it is no chance by which a message leaves. */
const takenBy = (others: readonly StoredOutgoingWebhook[], one: StoredOutgoingWebhook): string | undefined => {
  if (one.disabledAt !== undefined) return undefined;
  for (const other of others) {
    if (other.id === one.id || other.disabledAt !== undefined) continue;
    const both = channelsOf(other.settings).find((channel) => channelsOf(one.settings).includes(channel));
    if (both !== undefined) return `Messages on ${both} leave by ${other.settings.name} (${other.id}) already.`;
  }
  return undefined;
};

const faultsOfSecrets = ({ kind }: OutgoingWebhookSettings, secrets: readonly KeptSecret[]) => {
  if (secrets.length === 0) return [{ path: ['secret'], message: 'is missing: the provider gives it' }];
  const isWrong = kind === 'standard' && secrets.some(({ secret }) => !isSigningSecret(secret));
  return isWrong ? [{ path: ['secret'], message: 'is no base64 of 24 to 64 bytes' }] : [];
};

const show = ({ webhooks, publicUrl, now }: Context, stored: StoredOutgoingWebhook): ShownOutgoingWebhook =>
  shownWebhook(stored, webhooks.secretsOf(stored), { publicUrl, now: now() });

const absent = (): never => {
  throw new HttpProblem(404, 'Not found', 'There is no such outgoing webhook.');
};

const invalid = (faults: HttpProblem['errors']): HttpProblem =>
  new HttpProblem(400, 'Invalid endpoint', 'See errors for the fields.', faults);

const example: PostedOutgoingWebhook = {
  kind: 'standard',
  name: 'SMS of the shops',
  url: 'https://sms.example.com/hilo',
  messages: { channels: ['sms'] },
  idempotent: true,
  enabled: true,
};
