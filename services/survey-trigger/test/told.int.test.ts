import { randomUUID } from 'node:crypto';
import { topics } from '@hilo/contracts';
import { startProcess } from '@hilo/runtime';
import { type BadMailServer, createTestDatabase, policyAtAnyHour, startBadMailServer } from '@hilo/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { surveyTrigger } from '../service.ts';
import { message, record, timestamp } from './messages.ts';

const rootKey = 'the-key-of-the-operator';
let hilo: Awaited<ReturnType<typeof startProcess>>;
let server: BadMailServer;

beforeAll(async () => {
  const database = await createTestDatabase();
  server = await startBadMailServer();
  hilo = await startProcess([surveyTrigger], {
    ...{ DATABASE_URL: database.url, HILO_API_KEY: rootKey, HILO_ID_SECRET: 'a secret of the tests' },
    ...{ HILO_CONTACT_POLICY: policyAtAnyHour, HILO_SMTP_URL: server.url },
    ...{ HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'error' },
  });
});
afterAll(async () => {
  await hilo?.close();
  await server?.close();
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

const template = {
  ...{ id: 'offer', title: 'An offer', class: 'commercial', purpose: 'marketing' },
  contacts: [{ channel: 'email', kind: 'email' }],
  texts: {
    en: { subject: 'For {{traits.name|you}}', text: 'Hello {{traits.name|there}},\n\n{{properties.what}} is yours.' },
    es: { subject: 'Para {{traits.name|ti}}', text: 'Hola, {{traits.name|viajero}}:\n\n{{properties.what}} es tuyo.' },
  },
};
const rule = { id: 'offer', when: { kinds: ['looked'] }, action: { do: 'message', template: 'offer' } };
const yes = { purpose: 'marketing', state: 'granted', source: 'web', interaction: 'm', at: timestamp(0) };
const named = (value: string) => ({ name: { value, source: 'crm', interaction: 'n', at: timestamp(0) } });

type Known = { consents?: object[]; language?: string; traits?: object; properties?: object };
let said = 0;
/** Somebody who looks at something; gives who, and where she reads it. */
const looks = async ({ consents = [yes], language, traits = {}, properties = { what: 'A seat' } }: Known) => {
  said += 1;
  const [customer, address, id] = [randomUUID(), `ana.${said}@example.org`, `look-${said}`];
  const known = record(customer, 1, [{ kind: 'email', value: address }], [customer], consents);
  await tell(topics.customers.name, customer, {
    ...known,
    traits,
    contactPreferences: { ...(language && { language }) },
  });
  const looked = { channel: 'web', kind: 'looked', identifiers: [{ kind: 'email', value: address }], properties };
  const told = message(id, looked, { subject: customer, source: 'shop', at: Date.now() });
  for (let n = 0; n < 3; n += 1) await tell(topics.resolved.name, customer, told);
  return { customer, address };
};
const patience = { timeout: 60_000, interval: 100 };
/** Several of these are waited for, one after the other. */
const longest = 300_000;
const invitation = async (customer: string) =>
  (await ask('GET', `/v1/invitations?customer=${customer}&programme=${encodeURIComponent('~offer')}`)).body
    .invitations?.[0];
const decided = async (customer: string) => {
  await expect.poll(async () => (await invitation(customer))?.state ?? 'pending', patience).not.toBe('pending');
  return invitation(customer);
};

const onThread = async (id: string): Promise<string[]> => {
  const found: string[] = [];
  await hilo.log.read(topics.interactions.name, {
    signal: AbortSignal.timeout(60_000),
    handle: async ({ records }) => {
      for (const { value } of records) if (value?.includes(id)) found.push(value);
    },
  });
  return found;
};

it(
  'refuses a rule by whose template nothing can be told, and says what to do',
  async () => {
    const refused = await publish(rule);
    expect([refused.status, refused.body.errors]).toMatchObject([
      400,
      [
        {
          path: 'rules.rules[0].action.template',
          message: 'is no template in force: offer; publish it by POST /v1/templates first',
        },
      ],
    ]);
    expect((await ask('POST', '/v1/templates', { template, why: 'The tests.' })).status).toBe(200);
    expect((await publish(rule)).status).toBe(200);
  },
  longest,
);

it(
  'tells it once, in her language, with what is known in it as text and nothing else; it is on the thread and in the ledger',
  async () => {
    const eve = await looks({ language: 'es', traits: named('Ana <b>&amp;\r\nBcc: x@y.z') });
    await expect.poll(() => server.taken.filter(({ to }) => to === eve.address).length, patience).toBe(1);
    const [mail] = server.taken.filter(({ to }) => to === eve.address);
    const text = (mail?.text ?? '').replaceAll('=\r\n', '');
    expect(text).toContain('A seat es tuyo.');
    expect(text).toContain('Ana &lt;b&gt;&amp;amp; Bcc: x@y.z');
    expect(text).not.toMatch(/^Bcc:|\/s\//m);
    expect(text).toMatch(/^List-Unsubscribe: <http:\/\/localhost:8080\/u\//m);
    const one = await decided(eve.customer);
    expect(one).toMatchObject({ state: 'invited', channel: 'email', programme: '~offer', programmeVersion: 1 });
    const { reactions } = (await ask('GET', `/v1/reactions?customer=${eve.customer}`)).body;
    expect(reactions).toMatchObject([{ state: 'fired', action: 'message', outcome: { message: one.id } }]);
    await expect
      .poll(async () => (await ask('GET', `/v1/customers/${eve.customer}/contacts`)).body.contacts, patience)
      .toMatchObject([{ channel: 'email', class: 'commercial', purpose: 'marketing', direction: 'outbound' }]);
    await expect.poll(async () => (await onThread(one.id)).length, patience).toBe(1);
    const thread = await onThread(one.id);
    expect(thread.map((value) => JSON.parse(value))).toMatchObject([
      {
        ...{ kind: 'told', touchpoint: 'message', channel: 'email', direction: 'outbound', actor: 'system' },
        properties: { message: one.id, template: 'offer', templateVersion: 1, rule: 'offer', class: 'commercial' },
      },
    ]);
    expect(thread.join()).not.toContain('A seat');
  },
  longest,
);

it(
  'tells nobody who has not permitted it, and says every reason',
  async () => {
    const { customer } = await looks({ consents: [], language: 'en' });
    expect(await decided(customer)).toMatchObject({ state: 'withheld', reason: 'no-consent' });
    const no = { ...yes, state: 'withdrawn', at: timestamp(1000) };
    const { customer: other } = await looks({ consents: [yes, no], language: 'en' });
    expect(await decided(other)).toMatchObject({ state: 'withheld', reason: 'consent-withdrawn' });
  },
  longest,
);

it(
  'sends no hole: what is missing and has nothing in its place, or a language in which nothing is written, withholds it',
  async () => {
    const { customer } = await looks({ language: 'en', properties: { what: '  ' } });
    expect(await decided(customer)).toMatchObject({
      state: 'withheld',
      reason: 'template-incomplete',
      reasons: [{ reason: 'template-incomplete', rule: 'offer.en.properties.what' }],
    });
    const { customer: other, address } = await looks({ language: 'fr' });
    expect(await decided(other)).toMatchObject({
      reasons: [{ reason: 'template-incomplete', rule: 'offer.languages' }],
    });
    expect(server.taken.filter(({ to }) => to === address)).toEqual([]);
  },
  longest,
);

it(
  'says in a dry run how many would have been told, how many not, and why, and tells nobody',
  async () => {
    const before = server.taken.length;
    const happened = ['d-1', 'd-2', 'd-3'];
    for (const [index, id] of happened.entries()) {
      const [customer, address] = [randomUUID(), `tried.${index}@example.org`];
      const traits = { contactPreferences: { language: 'en' } };
      const known = record(customer, 1, [{ kind: 'email', value: address }], [customer], index === 0 ? [] : [yes]);
      await tell(topics.customers.name, customer, { ...known, ...traits });
      const properties = index === 1 ? {} : { what: 'A seat' };
      const tried = { channel: 'web', kind: 'tried', identifiers: [{ kind: 'email', value: address }], properties };
      await tell(
        topics.resolved.name,
        customer,
        message(id, tried, { subject: customer, source: 'shop', at: Date.now() }),
      );
    }
    const rules = [{ ...rule, id: 'tried', when: { kinds: ['tried'] } }];
    const run = async () => (await ask('POST', '/v1/reaction-rules/dry-runs', { rules })).body;
    await expect
      .poll(async () => (await run()).result?.rules, patience)
      .toMatchObject([
        {
          ...{ rule: 'tried', fired: 3 },
          messages: {
            ...{ template: 'offer', told: 1, withheld: 2, undecided: 0 },
            reasons: expect.arrayContaining([
              { reason: 'template-incomplete', rule: 'offer.en.properties.what', count: 1 },
              { reason: 'no-consent', rule: 'hilo.consent', count: 1 },
            ]),
          },
        },
      ]);
    expect(server.taken.length).toBe(before);
    const unknown = [{ ...rule, action: { do: 'message', template: 'nothing' } }];
    const { body } = await ask('POST', '/v1/reaction-rules/dry-runs', { rules: unknown });
    const failed = async () => JSON.stringify((await ask('GET', `/v1/reaction-rules/dry-runs/${body.id}`)).body);
    await expect.poll(failed, patience).toContain('The rule offer names no template in force: nothing.');
  },
  longest,
);

it(
  'tells nothing more by a template that is retired',
  async () => {
    await ask('POST', '/v1/templates/offer/retire', { why: 'The tests.' });
    const { customer } = await looks({ language: 'en' });
    await expect
      .poll(async () => (await ask('GET', `/v1/reactions?customer=${customer}`)).body.reactions, patience)
      .toMatchObject([{ state: 'withheld', reason: 'template-retired', action: 'message' }]);
  },
  longest,
);
