import { z } from 'zod';
import type { HiloProcess } from '../../scripts/api/hilo-process.ts';
import { makeAsked } from './asked-endpoints.ts';
import type { Endpoint } from './endpoint.ts';

const OpenApi = z.object({
  paths: z.record(
    z.string(),
    z.record(z.string(), z.object({ requestBody: z.unknown(), tags: z.array(z.string()) }).partial()),
  ),
});

const interaction = {
  id: 'i-1',
  occurredAt: '2026-01-01T10:00:00+01:00',
  channel: 'web',
  touchpoint: 'checkout',
  kind: 'bought',
  identifiers: [{ kind: 'email', value: 'ana@example.org' }],
  traits: { city: 'Madrid' },
  properties: { amount: 12.5, items: [1, 2, { sku: 'x' }] },
  consents: [{ purpose: 'feedback', state: 'granted' }],
  answers: [{ question: 'likelihood_to_recommend', scale: 'nps', value: 9 }],
};
const call = {
  type: 'track',
  messageId: 'm-1',
  userId: 'u-1',
  previousId: 'a-1',
  groupId: 'g-1',
  event: 'Order Completed',
  traits: { email: 'ana@example.org' },
  properties: { revenue: 12.5 },
  timestamp: '2026-01-01T10:00:00Z',
  sentAt: '2026-01-01T10:00:01Z',
  context: { consent: { categoryPreferences: { Advertising: true } }, externalIds: [{ id: 'x', type: 'loyalty_id' }] },
};
const { id: _id, occurredAt: time, ...data } = interaction;
const event = { specversion: '1.0', id: '1', source: '/s', type: 't', time, data };

const mapping = {
  each: '$.events[*]',
  id: { template: 'e-{$.id}' },
  occurredAt: { path: '$.at', as: 'iso' },
  channel: { path: '$.via', table: { phone: 'call_centre' }, otherwise: 'other' },
  touchpoint: { value: 'desk' },
  kind: '$.type',
  identifiers: { email: '$.email' },
  properties: { all: '$' },
};
const webhook = { name: 'Hostile', adapter: 'mapping', source: 'hostile', mapping };
const delivery = {
  events: [{ id: 1, at: '2026-01-01T10:00:00Z', via: 'phone', type: 'called', email: 'ana@example.org' }],
};
const webhookEvents = '/v1/webhooks/{id}/events';

const valid: Readonly<Record<string, unknown>> = {
  '/v1/webhooks': webhook,
  '/v1/webhooks/dry-runs': { mapping, body: delivery },
  [webhookEvents]: delivery,
  '/v1/interactions': interaction,
  '/v1/batch': { batch: [call, { ...call, type: 'identify' }], sentAt: call.sentAt, context: { locale: 'es' } },
  '/v1/keys': { source: 'shop', scopes: ['interactions:write'] },
  '/v1/customers/lookup': { kind: 'email', value: 'ana@example.org' },
};

/** Without it, what is in the body does not matter. */
const queries: Readonly<Record<string, string>> = {
  '/v1/opt-out-registers/{name}': '?asOf=2026-01-01&why=hostile',
};

/** Interactions come in more than one format. */
const formats: readonly [type: string, body: string, more?: Record<string, string>][] = [
  ['application/json', JSON.stringify([interaction, interaction])],
  ['application/x-ndjson', `${JSON.stringify(interaction)}\n${JSON.stringify(interaction)}`],
  ['application/cloudevents+json', JSON.stringify(event)],
  ['application/cloudevents-batch+json', JSON.stringify([event, event])],
  [
    'application/json',
    JSON.stringify(data),
    { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/s', 'ce-type': 't' },
  ],
];

/** Every endpoint that takes a body, as the OpenAPI document lists them, so that a new one is among them by itself. */
export const endpointsWithBody = async (hilo: HiloProcess): Promise<Endpoint[]> => {
  const { client } = hilo;
  const asked = await makeAsked(hilo);
  const { paths } = await client.get('/docs/json', OpenApi);
  const { path: toWebhook } = await client.post('/v1/webhooks', webhook, z.object({ path: z.string() }));
  const listed = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { requestBody }]) => requestBody !== undefined)
      .map(([method, { requestBody, tags = [] }]): Endpoint => {
        const shown = tags.includes('survey-trigger') ? exampleIn(requestBody) : undefined;
        const isSegment = /^\/v1\/(track|identify|page|screen|group|alias)$/.test(path);
        const body = asked.bodies[path] ?? valid[path] ?? shown ?? (isSegment ? call : {});
        const headers = { 'content-type': 'application/json' };
        return {
          method: method.toUpperCase(),
          path: path === webhookEvents ? toWebhook : pathOf(path, asked.paths),
          headers,
          valid: JSON.stringify(body),
        };
      }),
  );
  const more = formats.map(([type, body, headers = {}]): Endpoint => {
    return { method: 'POST', path: '/v1/interactions', headers: { 'content-type': type, ...headers }, valid: body };
  });
  const form: Endpoint = {
    method: 'POST',
    path: toWebhook,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    valid: 'events=1&MessageSid=SM1&Body=%C2%BFD%C3%B3nde%3F&From=%2B34600000001',
  };
  return [...listed, ...more, form, ...asked.more];
};

const pathOf = (path: string, known: Readonly<Record<string, string>>): string =>
  known[path] ?? path.replace('{version}', '1').replace(/\{\w+\}/g, 'x') + (queries[path] ?? '');

/** The body that the document gives as an example. */
const exampleIn = (requestBody: unknown): unknown =>
  WithExample.safeParse(requestBody).data?.content['application/json'].example;
const WithExample = z.object({ content: z.object({ 'application/json': z.object({ example: z.unknown() }) }) });
