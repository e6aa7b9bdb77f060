import { randomUUID } from 'node:crypto';
import { topics } from '@hilo/contracts';
import { startProcess } from '@hilo/runtime';
import { createTestDatabase, policyAtAnyHour } from '@hilo/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { surveyTrigger } from '../service.ts';
import { email, message, record } from './messages.ts';
import { openReceiver } from './receiver.ts';

const rootKey = 'the-key-of-the-operator';
let hilo: Awaited<ReturnType<typeof startProcess>>;
let receiver: Awaited<ReturnType<typeof openReceiver>>;

beforeAll(async () => {
  const database = await createTestDatabase();
  hilo = await startProcess([surveyTrigger], {
    ...{ DATABASE_URL: database.url, HILO_API_KEY: rootKey, HILO_ID_SECRET: 'a secret of the tests' },
    ...{ HILO_WEBHOOK_ALLOW: '127.0.0.0/8', HILO_CONTACT_POLICY: policyAtAnyHour },
    ...{ HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'error' },
  });
  receiver = await openReceiver();
});
afterAll(async () => {
  await hilo?.close();
  await receiver?.close();
});

const ask = async (method: string, path: string, body?: object, headers: Record<string, string> = {}) => {
  const response = await fetch(`${hilo.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${rootKey}`, ...(body && { 'content-type': 'application/json' }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, etag: response.headers.get('etag') ?? '', body: JSON.parse(await response.text()) };
};
const tell = (topic: string, key: string, value: object) =>
  hilo.log.append(topic, [{ key, value: JSON.stringify(value), headers: {} }]);
const publish = async (...rules: object[]) => {
  const { etag } = await ask('GET', '/v1/reaction-rules');
  return ask('PUT', '/v1/reaction-rules', { rules: { rules }, why: 'The tests.' }, { 'if-match': etag });
};

const gateChanged = { id: 'gate-changed', when: { kinds: ['gate_changed'] }, action: { do: 'webhook' } };

it('names the field of a rule that cannot be, and says what to do', async () => {
  const faults = async (...rules: object[]) => {
    const { status, body } = await publish(...rules);
    return [
      status,
      ...(body.errors ?? []).map((one: { path: string; message: string }) => `${one.path}: ${one.message}`),
    ];
  };
  expect(await faults({ ...gateChanged, action: { do: 'case' } })).toEqual([
    400,
    'rules.rules[0].action: opens no case: name gate-changed in when.reactions of a rule of PUT /v1/case-rules first',
  ]);
  expect(await faults({ ...gateChanged, action: { do: 'survey' } })).toEqual([
    400,
    'rules.rules[0].action: asks nobody: name gate-changed in when.reactions of a programme of PUT /v1/programmes/{id} first',
  ]);
  expect(await faults(gateChanged, gateChanged)).toEqual([
    400,
    'rules.rules[1].id: is of another rule as well: gate-changed',
  ]);
  const [, nothing] = await faults({ ...gateChanged, when: { times: 2 } });
  expect(nothing).toMatch(/^rules\.rules\.0\.when: names at least one of channels, /);
  const late = { kinds: ['seen'], withinMinutes: 5 };
  expect(await faults({ ...gateChanged, unless: late, latestOnly: true })).toEqual([
    400,
    'rules.rules[0].latestOnly: is for what nothing is waited for: what begins anew is waited for anew',
  ]);
  expect((await ask('PUT', '/v1/reaction-rules', { rules: { rules: [] }, why: 'Unseen.' })).status).toBe(428);
});

const gate = {
  ...{ id: 'gate', title: 'The gate has changed', class: 'service', purpose: 'service', defaultLanguage: 'en' },
  contacts: [{ channel: 'email', kind: 'email' }],
  texts: {
    en: { subject: 'Gate {{properties.gate}}', text: 'Hello {{traits.name|there}}: gate {{properties.gate}}.' },
  },
};
const publishTemplate = (template: object) => ask('POST', '/v1/templates', { template, why: 'The tests.' });

it('keeps templates in versions, each once however often it is posted, until one is retired', async () => {
  for (let n = 0; n < 2; n += 1)
    expect(await publishTemplate(gate)).toMatchObject({ status: 200, body: { version: 1 } });
  const changed = { ...gate, title: 'Another gate', withinHours: 2 };
  expect(await publishTemplate(changed)).toMatchObject({ status: 200, body: { version: 2, state: 'active' } });
  const { body } = await ask('GET', '/v1/templates/gate');
  expect(body).toMatchObject({ id: 'gate', version: 2, why: 'The tests.', template: changed });
  expect((await ask('GET', '/v1/templates/gate/versions')).body.versions).toMatchObject([
    { version: 2 },
    { version: 1, template: { ...gate, withinHours: 24 } },
  ]);
  const wrong = await publishTemplate({ ...gate, defaultLanguage: 'fr' });
  expect([wrong.status, wrong.body.errors]).toMatchObject([
    400,
    [{ path: 'template.defaultLanguage', message: 'is fr, in which there is no text' }],
  ]);
  const retire = () => ask('POST', '/v1/templates/gate/retire', { why: 'By the app alone.' });
  for (let n = 0; n < 2; n += 1) expect(await retire()).toMatchObject({ status: 200, body: { state: 'retired' } });
  expect((await publishTemplate(gate)).status).toBe(409);
  expect((await ask('GET', '/v1/templates')).body.templates).toMatchObject([{ id: 'gate', state: 'retired' }]);
  expect((await ask('GET', '/v1/templates/no-gate')).status).toBe(404);
  // What tells is no programme that asks.
  const { programmes } = (await ask('GET', '/v1/programmes')).body;
  expect(programmes.map((one: { id: string }) => one.id)).toEqual(['after-the-flight']);
});

it('tells a webhook, signed and under one id, what happened to whom, and shows what fired', async () => {
  const made = await ask('POST', '/v1/outgoing-webhooks', {
    ...{ kind: 'standard', name: 'Operations', url: receiver.url, events: { types: ['hilo.reaction.*'] } },
  });
  expect(made.status).toBe(201);
  expect((await publish(gateChanged)).status).toBe(200);
  const customer = randomUUID();
  await tell(topics.customers.name, customer, record(customer, 1, [email('ana')]));
  const changed = {
    ...{ channel: 'other', kind: 'gate_changed', actor: 'system', touchpoint: 'gate', identifiers: [email('ana')] },
    properties: { flight: 'IB3166', gate: 'K71' },
  };
  const told = message('g-1', changed, { subject: customer, at: Date.now() });
  for (let n = 0; n < 3; n += 1) await tell(topics.resolved.name, customer, told);
  await expect.poll(() => receiver.received.length).toBe(1);
  const { reactions } = (await ask('GET', `/v1/reactions?customer=${customer}&state=fired`)).body;
  expect(reactions).toMatchObject([
    { rule: 'gate-changed', state: 'fired', action: 'webhook', rulesVersion: 2, customer },
  ]);
  const [posted] = receiver.received;
  expect(posted?.headers['webhook-id']).toBe(`${reactions[0].id}/fired`);
  expect(posted?.headers['webhook-signature']).toMatch(/^v1,/);
  expect(JSON.parse(posted?.body ?? '')).toMatchObject({
    type: 'hilo.reaction.fired',
    data: { rule: 'gate-changed', customer, properties: { flight: 'IB3166', gate: 'K71' } },
  });
  expect((await ask('GET', `/v1/reactions/${reactions[0].id}`)).body).toEqual(reactions[0]);
  expect((await ask('GET', `/v1/reactions/${randomUUID()}`)).status).toBe(404);
  expect((await ask('GET', '/v1/reaction-rules/versions')).body.versions).toMatchObject([
    { version: 2 },
    { version: 1 },
  ]);
});

it('says in a dry run to what rules would have reacted, by what the log holds, and does nothing', async () => {
  const [ana, luis] = [randomUUID(), randomUUID()];
  const [at, minute] = [Date.now() - 3 * 3_600_000, 60_000];
  const does = (id: string, kind: string, subject: string, after: number) =>
    tell(
      topics.resolved.name,
      subject,
      message(id, { channel: 'web', kind, identifiers: [email('ana')] }, { subject, source: 'shop', at: at + after }),
    );
  await tell(topics.customers.name, ana, record(ana, 1, [email('ana')], [ana, luis]));
  await does('d-1', 'added', ana, 0);
  await does('d-2', 'bought', luis, 30 * minute);
  await does('d-3', 'added', ana, 90 * minute);
  const rule = {
    when: { kinds: ['added'] },
    unless: { kinds: ['bought'], withinMinutes: 60 },
    action: { do: 'webhook' },
  };
  const tried = async () => {
    const rules = [{ id: 'basket-left', ...rule }];
    const { status, body } = await ask('POST', '/v1/reaction-rules/dry-runs', { rules });
    return { status, ...body };
  };
  await expect
    .poll(async () => (await tried()).result?.rules)
    .toMatchObject([{ rule: 'basket-left', windows: 2, fired: 1, customers: 1, cancelled: 1, history: 0, open: 0 }]);
  const { id, status, examples } = await tried();
  expect(status).toBe(200);
  expect(examples).toMatchObject([
    { customer: ana, state: 'cancelled', interaction: { id: 'd-1' } },
    { customer: ana, state: 'fired', interaction: { id: 'd-3' } },
  ]);
  expect((await ask('GET', `/v1/reaction-rules/dry-runs/${id}`)).body.state).toBe('done');
  expect((await ask('GET', '/v1/reactions?rule=basket-left')).body.reactions).toEqual([]);
});
