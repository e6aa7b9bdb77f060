import { Problem } from '@hilo/contracts';
import { allow, HttpProblem, problems } from '@hilo/runtime';
import { z } from 'zod';
import { AdapterName, adapterBy } from '../domain/webhooks/adapters.ts';
import { WebhookId } from '../domain/webhooks/endpoint.ts';
import { Mapping } from '../domain/webhooks/mapping.ts';
import { deliveryOf } from '../webhooks/delivery.ts';
import { DryRun, dryRun } from '../webhooks/dry-run.ts';
import type { OpenWebhook } from '../webhooks/remember.ts';
import type { Route } from './context.ts';

const Asked = z.strictObject({
  adapter: AdapterName.optional(),
  mapping: Mapping.optional(),
  webhook: WebhookId.optional().describe('An endpoint, in the place of an adapter or a mapping.'),
  body: z.unknown().describe('What would be posted: a value, or as text exactly what came, for the signature.'),
  headers: z.record(z.string(), z.string().max(8000)).default({}).describe('Its headers: the signature, content-type.'),
});

type Asked = z.infer<typeof Asked>;

/** `POST /v1/webhooks/dry-runs`: what would come of a body, and where every field would come from. */
export const webhookDryRunRoute: Route = (app, { openWebhook, authenticate, acceptance, now }) =>
  app.post(
    '/v1/webhooks/dry-runs',
    {
      onRequest: allow(authenticate, 'keys:write'),
      schema: {
        summary: 'Tell what would come of a body, and change nothing',
        description: 'With an adapter, a mapping, or an endpoint that there is.',
        tags: ['webhooks'],
        body: Asked,
        response: { 200: DryRun, ...problems, 404: Problem, 413: Problem },
      },
    },
    async (request) => {
      const { body: asked } = request;
      const webhook = asked.webhook === undefined ? undefined : await openWebhook(asked.webhook);
      const adapter = webhook?.adapter ?? adapterBy(asked.adapter ?? 'mapping', asked.mapping) ?? nothing();
      const delivery = deliveredBy(asked, webhook);
      const isSigned = webhook !== undefined && typeof asked.body === 'string';
      const signature = isSigned ? adapter.verify(delivery, webhook.secrets, now()) : undefined;
      const source = webhook?.settings.source ?? 'dry-run';
      const { maxSkewMs } = acceptance;
      const given = { source, now: now(), maxSkewMs, newId: () => 'given when it is accepted' };
      return dryRun(adapter, delivery, { acceptance: given, signature });
    },
  );

/** The delivery as it would be. A text without a content type is JSON, if it looks so, and a form otherwise. */
const deliveredBy = ({ body, headers: given }: Asked, webhook: OpenWebhook | undefined) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? null);
  const headers = Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]));
  const type = /^\s*[[{"]/.test(text) ? 'application/json' : 'application/x-www-form-urlencoded';
  return deliveryOf(
    { headers: { 'content-type': type, ...headers }, url: `/v1/webhooks/${webhook?.id ?? ''}/events` },
    Buffer.from(text),
    webhook?.settings.publicUrl,
  );
};

const nothing = (): never => {
  throw new HttpProblem(400, 'Invalid request', 'There is nothing to try the body with.', [
    { path: ['adapter'], message: 'is missing, as are mapping and webhook' },
  ]);
};
