import { networksIn, newSigningSecret, openOutConnector } from '@hilo/webhook-out';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { MessageRoutes } from '../delivery/routes.ts';
import { type EndpointNow, standardTransport } from '../endpoints/standard-transport.ts';
import { addressOf, type Delivery, openDelivery } from './delivering.ts';
import { openReceiver } from './receiver.ts';

const secret = newSigningSecret();
let receiver: Awaited<ReturnType<typeof openReceiver>>;
let delivery: Delivery;
let endpoint: ReturnType<EndpointNow>;

type Taken = { data: { message: string; to: { value: string }; links: { survey: string }; [field: string]: unknown } };
const addressIn = (body: string): string => JSON.parse(body).data.to.value;

const replies = {
  good: { status: 202, body: '{"id":"provider-7"}' },
  later: { status: 429, headers: { 'retry-after': '120' } },
  busy: { status: 503, headers: { 'retry-after': '60' } },
  moved: { status: 302, headers: { location: 'http://127.0.0.1:1/' } },
  wrong: { status: 422, body: '{"reason":"no-such-address"}' },
  broken: { status: 500 },
  cut: 'reset',
} as const;

beforeAll(async () => {
  receiver = await openReceiver(({ body }) => {
    const what = addressIn(body).split('.')[0];
    return Object.entries(replies).find(([name]) => name === what)?.[1] ?? { status: 200 };
  });
  const connector = openOutConnector(networksIn('127.0.0.0/8') ?? []);
  const transport = standardTransport({ connector, company: 'Aerolínea', now: Date.now }, 'endpoint:x', () => endpoint);
  const routes: MessageRoutes = {
    inForce: async () => new Map([['email', 'endpoint:x']]),
    all: async () => ['endpoint:x'],
    transportOf: (route) => (route === 'endpoint:x' ? transport : undefined),
  };
  delivery = await openDelivery(routes);
});
afterAll(async () => {
  await delivery.close();
  await receiver.close();
});
beforeEach(async () => {
  endpoint = { url: `${receiver.url}/take`, secrets: [secret], isIdempotent: false };
  receiver.received.splice(0);
  await delivery.empty();
});

let from = 500;
const one = (what: string) => {
  from += 1;
  return { n: from, address: addressOf(from, what) };
};
const outcomes = async () =>
  (await delivery.messages()).map(({ state, reason }) => (reason ? `${state} ${reason}` : state)).sort();
const send = () => delivery.send();
const hurry = async (): Promise<void> => {
  await delivery.pool.query('UPDATE timers SET due_at = now()');
  await delivery.pool.query('UPDATE messages SET retry_at = now()');
};

it('posts a message with all that a provider needs, under the id of the message', async () => {
  const ana = one('good');
  await delivery.invite(ana);
  await send();
  const [message] = await delivery.messages();
  expect(message).toMatchObject({ state: 'accepted', attempts: 1 });
  expect(receiver.received.map(({ id, path }) => [id, path])).toEqual([[message?.id, '/take']]);
  const [taken] = receiver.verified(secret);
  expect(taken).toMatchObject({
    type: 'hilo.message',
    data: {
      message: message?.id,
      invitation: message?.invitation,
      kind: 'invitation',
      channel: 'email',
      to: { kind: 'email', value: ana.address },
      language: 'es',
      questions: [{ question: 'likelihood_to_recommend', scale: 'nps', text: '¿Cómo …?' }],
      attempt: 1,
    },
  } satisfies Partial<Record<keyof Taken | 'type', unknown>>);
  expect(JSON.stringify(taken)).toMatch(/Aerolínea: ¿Cómo …\?\\nhttps:\/\/ask\.example\.com\/s\/[\w-]{22}/);
  const { rows } = await delivery.pool.query('SELECT provider_id FROM messages');
  expect(rows).toEqual([{ provider_id: 'provider-7' }]);
});

it('says of each answer whether somebody has it, and repeats nothing that somebody may have', async () => {
  await delivery.invite(...Object.keys(replies).map(one));
  await send();
  expect(await outcomes()).toEqual([
    'accepted',
    'deferred deferred',
    'deferred deferred',
    'refused no-such-address',
    'refused not-accepted',
    'unknown no-answer',
    'unknown no-answer',
  ]);
  expect(receiver.received).toHaveLength(7);
  await send();
  expect(receiver.received).toHaveLength(7);
});

it('tries again what surely was not taken: nobody was there, or it is out of use', async () => {
  await delivery.invite(one('good'));
  endpoint = { url: 'http://127.0.0.1:1/', secrets: [secret], isIdempotent: false };
  await send();
  expect(await outcomes()).toEqual(['deferred not-taken']);
  endpoint = undefined;
  await hurry();
  await send();
  expect(await outcomes()).toEqual(['deferred not-taken']);
  endpoint = { url: `${receiver.url}/again`, secrets: [newSigningSecret(), secret], isIdempotent: false };
  await hurry();
  await send();
  expect(await outcomes()).toEqual(['accepted']);
  expect(receiver.verified(secret)).toHaveLength(1);
});

it('gives an idempotent endpoint the same again under its id, until it is too late', async () => {
  endpoint = { url: `${receiver.url}/take`, secrets: [secret], isIdempotent: true };
  await delivery.invite(one('cut'));
  await send();
  expect(await outcomes()).toEqual(['deferred no-answer']);
  await hurry();
  await send();
  expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(1);
  expect(receiver.received).toHaveLength(2);
  // It would be repeated after the deadline, so that it stays unknown.
  await delivery.pool.query("UPDATE messages SET deadline = now() + interval '10 seconds'");
  await hurry();
  await send();
  expect(await outcomes()).toEqual(['unknown no-answer']);
});
