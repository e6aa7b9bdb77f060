import { topics } from '@hilo/contracts';
import type { LogRecord } from '@hilo/log';
import { newApiKey, type RunningProcess, startProcess } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { identityResolution } from '../service.ts';

const rootKey = 'the-key-of-the-operator';
let hilo: RunningProcess;
let admin: Client;
let drop: () => Promise<void>;
const published: { resolved: LogRecord[]; customers: LogRecord[] } = { resolved: [], customers: [] };

beforeAll(async () => {
  const database = await createTestDatabase();
  hilo = await startProcess([identityResolution], {
    DATABASE_URL: database.url,
    HILO_API_KEY: rootKey,
    HILO_ID_SECRET: 'a secret of the tests',
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'error',
  });
  admin = new Client({ connectionString: database.url });
  await admin.connect();
  await hilo.log.consume({
    group: 'the-test',
    topics: [topics.resolved.name, topics.customers.name],
    startFrom: async () => 0,
    handle: async ({ topic, records }) => {
      (topic === topics.resolved.name ? published.resolved : published.customers).push(...records);
    },
    onError: () => {},
  });
  drop = async () => {
    await admin.end();
    await database.drop();
  };
});
afterAll(async () => {
  await hilo.close();
  await drop();
});

const request = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
  const response = await fetch(`${hilo.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${rootKey}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    etag: response.headers.get('etag') ?? '',
    body: text ? JSON.parse(text) : undefined,
  };
};
const decide = (body: unknown) => request('POST', '/v1/identity/decisions', body);
const lookUp = async (kind: string, value: string) =>
  (await request('POST', '/v1/customers/lookup', { kind, value })).body;

const identified = (...identifiers: [string, string][]) => identifiers.map(([kind, value]) => ({ kind, value }));
const interaction = (id: string, identifiers: [string, string][], rest: object = {}) => ({
  id,
  source: 'shop',
  receivedAt: '2026-03-01T00:00:00.000Z',
  occurredAt: `2026-01-01T10:00:00.000Z`,
  channel: 'web',
  touchpoint: 'checkout',
  kind: 'bought',
  identifiers: identified(...identifiers),
  ...rest,
});

let sentinels = 0;
/** Puts interactions on the log, and waits until they are through. */
const happen = async (...interactions: object[]): Promise<void> => {
  sentinels += 1;
  const last = interaction(`sentinel-${sentinels}`, [['user_id', `sentinel-${sentinels}`]]);
  await hilo.log.append(
    topics.interactions.name,
    [...interactions, last].map((one) => ({ key: 'one partition', value: JSON.stringify(one) })),
  );
  await vi.waitFor(async () => expect(await lookUp('user_id', `sentinel-${sentinels}`)).toHaveProperty('id'), 60_000);
};
const values = ({ identifiers }: { identifiers: { value: string }[] }): string[] =>
  identifiers.map(({ value }) => value);
const latest = (records: readonly LogRecord[], id: string) =>
  records.flatMap(({ value }) => (value?.includes(`"${id}"`) ? [JSON.parse(value)] : [])).at(-1);

it('splits a customer, and a replay of the whole log does not undo it', async () => {
  const both = interaction('s-1', [
    ['customer_number', 'S-1'],
    ['email', 's@example.org'],
  ]);
  const mail = interaction(
    's-2',
    [
      ['email', 's@example.org'],
      ['phone', '+34600100100'],
    ],
    { occurredAt: '2026-01-02T10:00:00Z' },
  );
  await happen(both, mail);
  const before = await lookUp('customer_number', 'S-1');
  expect(values(before)).toEqual(['S-1', 's@example.org', '+34600100100']);

  const split = {
    kind: 'split',
    customer: before.id,
    identifiers: identified(['customer_number', 'S-1']),
    reason: 'two people',
  };
  const answer = await decide(split);
  expect(answer).toMatchObject({ status: 200, body: { decision: { kind: 'not_same', reason: 'two people' } } });
  expect(answer.body.customers).toHaveLength(2);
  await happen(both, mail);
  expect(values(await lookUp('customer_number', 'S-1'))).toEqual(['S-1']);
  expect(values(await lookUp('phone', '600 100 100'))).toEqual(['s@example.org', '+34600100100']);

  const taken = await request('DELETE', `/v1/identity/decisions/${answer.body.decision.id}`);
  expect(taken.body).toMatchObject({ decision: { retracted: { by: { key: 'root' } } }, customers: [before.id] });
  const { version: _v, updatedAt: _u, ...after } = await lookUp('customer_number', 'S-1');
  const { version: _w, updatedAt: _x, ...once } = before;
  expect(after).toEqual(once);
});

it('withdraws an interaction, before or after it is heard of, and tells everybody', async () => {
  await happen(
    interaction(
      'w-1',
      [
        ['customer_number', 'W-1'],
        ['email', 'w@example.org'],
      ],
      { traits: { city: 'Soria' } },
    ),
  );
  const first = await lookUp('customer_number', 'W-1');
  await happen(
    interaction(
      'w-2',
      [
        ['customer_number', 'W-1'],
        ['phone', '+34600200200'],
      ],
      { traits: { city: 'Teruel' }, occurredAt: '2026-01-03T00:00:00Z' },
    ),
  );
  expect((await lookUp('customer_number', 'W-1')).traits.city.value).toBe('Teruel');

  const withdrawn = await decide({ kind: 'withdraw', source: 'shop', interaction: 'w-2' });
  expect(withdrawn.body.customers).toEqual([first.id]);
  const { version: _v, updatedAt: _u, ...after } = await lookUp('customer_number', 'W-1');
  const { version: _w, updatedAt: _x, ...before } = first;
  expect(after).toEqual(before);
  expect(await lookUp('phone', '+34600200200')).toMatchObject({ status: 404 });
  await vi.waitFor(
    () => expect(latest(published.resolved, 'w-2')).toMatchObject({ withdrawn: true, version: 2 }),
    60_000,
  );

  await decide({ kind: 'withdraw', source: 'shop', interaction: 'w-3' });
  await happen(
    interaction('w-3', [
      ['customer_number', 'W-1'],
      ['phone', '+34600200201'],
    ]),
  );
  expect(values(await lookUp('customer_number', 'W-1'))).toEqual(['W-1', 'w@example.org']);
  await vi.waitFor(
    () => expect(latest(published.resolved, 'w-3')).toMatchObject({ withdrawn: true, version: 1, customer: first.id }),
    60_000,
  );
  const listed = await request('GET', `/v1/identity/decisions?customer=${first.id}&limit=1`);
  expect(listed.body).toMatchObject({ decisions: [{ interaction: 'w-3' }], nextCursor: expect.any(String) });
  const next = await request('GET', `/v1/identity/decisions?customer=${first.id}&cursor=${listed.body.nextCursor}`);
  expect(next.body).toMatchObject({ decisions: [{ interaction: 'w-2' }] });

  await request('DELETE', `/v1/identity/decisions/${withdrawn.body.decision.id}`);
  expect(values(await lookUp('customer_number', 'W-1'))).toEqual(['W-1', 'w@example.org', '+34600200200']);
  await vi.waitFor(() => expect(latest(published.resolved, 'w-2')).toMatchObject({ version: 3 }), 60_000);
  expect(latest(published.resolved, 'w-2')).not.toHaveProperty('withdrawn');
});

it('exports a withdrawn interaction with whose it would be, whether it was withdrawn before or after it was heard of', async () => {
  const twoOf = (name: string) =>
    ['one', 'other'].map((whose, n) =>
      interaction(`${name}-${n}`, [
        ['customer_number', `${name}-${whose}`],
        ['user_id', `${name}-shared`],
      ]),
    );
  const withdrawn = (name: string) =>
    interaction(`${name}-w`, [
      ['user_id', `${name}-shared`],
      ['email', `${name}@example.org`],
    ]);
  const withdraw = (name: string) => decide({ kind: 'withdraw', source: 'shop', interaction: `${name}-w` });
  const known = (name: string) => interaction(`${name}-e`, [['email', `${name}@example.org`]]);
  const histories = {
    'y-before': async (name: string) => {
      await withdraw(name);
      await happen(...twoOf(name), withdrawn(name), known(name));
    },
    'y-after': async (name: string) => {
      await happen(withdrawn(name));
      await withdraw(name);
      await happen(...twoOf(name), known(name));
    },
    'y-between': async (name: string) => {
      await withdraw(name);
      await happen(withdrawn(name));
      await happen(...twoOf(name), known(name));
    },
  };
  const exported = async (kind: string, value: string) => {
    const { id } = await lookUp(kind, value);
    return (await request('GET', `/v1/customers/${id}/export`)).body.interactions.map(
      (one: { interaction: { id: string }; withdrawn: boolean; why: string }) => [
        one.interaction.id.split('-').at(-1),
        one.withdrawn,
        one.why,
      ],
    );
  };
  for (const [name, history] of Object.entries(histories)) {
    await history(name);
    expect((await exported('email', `${name}@example.org`)).sort()).toEqual([
      ['e', false, 'strongest-identifier'],
      ['w', true, 'strongest-identifier'],
    ]);
    expect(await exported('user_id', `${name}-shared`)).toEqual([]);
  }
});

it('keeps the phone, and the consent given on it, away from a customer who was not its owner', async () => {
  const consents = [{ purpose: 'feedback', state: 'granted', contactPoint: { kind: 'phone', value: '+34600300300' } }];
  await happen(
    interaction(
      'd-1',
      [
        ['customer_number', 'D-1'],
        ['phone', '+34600300300'],
      ],
      { consents },
    ),
  );
  expect((await lookUp('customer_number', 'D-1')).consents).toHaveLength(1);
  const answer = await decide({ kind: 'dissociate', identifier: { kind: 'phone', value: '600300300' } });
  expect(answer.body.decision).toMatchObject({ kind: 'dissociated', from: identified(['customer_number', 'D-1']) });
  expect(await lookUp('customer_number', 'D-1')).toMatchObject({
    consents: [],
    conflicts: [{ reason: 'dissociated' }],
  });
  expect((await lookUp('phone', '+34600300300')).consents).toHaveLength(1);
});

it('lets a person say that two customer numbers are one person’s, though the limit is one', async () => {
  await happen(interaction('m-1', [['customer_number', 'M-1']]), interaction('m-2', [['customer_number', 'M-2']]));
  const answer = await decide({
    kind: 'same',
    one: { kind: 'customer_number', value: 'M-1' },
    other: { kind: 'customer_number', value: 'M-2' },
  });
  expect(answer.body.customers).toHaveLength(1);
  expect(values(await lookUp('customer_number', 'M-2'))).toEqual(['M-1', 'M-2']);
});

it('makes a decision once, and another one under its id never', async () => {
  const id = '3f8f4f0e-8c59-4a52-9d0c-0d3c2f0f6a01';
  const apart = {
    id,
    kind: 'not_same',
    one: identified(['email', 'one@example.org']),
    other: identified(['email', 'two@example.org']),
  };
  const first = await decide(apart);
  expect(await decide(apart)).toEqual(first);
  expect(await decide({ ...apart, reason: 'another' })).toMatchObject({ status: 409 });
  const listed = await request('GET', '/v1/identity/decisions?kind=email&value=one%40example.org');
  expect(listed.body.decisions).toEqual([first.body.decision]);
});

it.each([
  ['identifiers[0]', { kind: 'split', identifiers: identified(['email', 'strange@example.org']) }],
  ['identifiers', { kind: 'split', identifiers: identified(['customer_number', 'E-1'], ['email', 'e@example.org']) }],
  ['identifiers', { kind: 'split', identifiers: [] }],
  [
    'other[0]',
    { kind: 'not_same', one: identified(['email', 'a@example.org']), other: identified(['email', 'a@EXAMPLE.org']) },
  ],
  ['one', { kind: 'same', one: { kind: 'email', value: 'null' }, other: { kind: 'phone', value: '+34600000001' } }],
  ['identifier', { kind: 'dissociate', identifier: { kind: 'phone', value: '+34600999999' } }],
  ['interaction', { kind: 'withdraw', source: 'shop', interaction: 'a\0b' }],
  ['at', { kind: 'withdraw', source: 'shop', interaction: 'x', at: '2999-01-01T00:00:00Z' }],
])('refuses a decision with a wrong %s, and names it', async (path, body) => {
  await happen(
    interaction('e-1', [
      ['customer_number', 'E-1'],
      ['email', 'e@example.org'],
    ]),
  );
  const { id } = await lookUp('customer_number', 'E-1');
  const answer = await decide(body.kind === 'split' ? { ...body, customer: id } : body);
  expect(answer.status).toBe(400);
  expect(answer.body.errors[0].path).toBe(path);
});

it('lets nobody decide whose key may only read', async () => {
  const { id, key, hash } = newApiKey();
  const reader = { id, hash, source: 'desk', scopes: ['customers:read'], createdAt: '2026-01-01T00:00:00.000Z' };
  await hilo.log.append(topics.apiKeys.name, [{ key: id, value: JSON.stringify(reader) }]);
  const headers = { authorization: `Bearer ${key}` };
  const known = () => request('GET', '/v1/identity/decisions', undefined, headers);
  await vi.waitFor(async () => expect((await known()).status).toBe(200), { timeout: 60_000, interval: 500 });
  const withdraw = { kind: 'withdraw', source: 'shop', interaction: 'never' };
  expect(await request('POST', '/v1/identity/decisions', withdraw, headers)).toMatchObject({ status: 403 });
});

it('explains why a customer is one, and was not always', async () => {
  await happen(
    interaction(
      'x-1',
      [
        ['customer_number', 'X-1'],
        ['email', 'x@example.org'],
      ],
      { occurredAt: '2026-01-01T00:00:00Z' },
    ),
    interaction(
      'x-2',
      [
        ['phone', '+34600400400'],
        ['device_id', 'x-device'],
      ],
      { occurredAt: '2026-01-02T00:00:00Z' },
    ),
    interaction(
      'x-3',
      [
        ['customer_number', 'X-1'],
        ['phone', '+34600400400'],
      ],
      { occurredAt: '2026-01-03T00:00:00Z' },
    ),
    interaction(
      'x-4',
      [
        ['customer_number', 'X-2'],
        ['email', 'x@example.org'],
      ],
      { occurredAt: '2026-01-04T00:00:00Z' },
    ),
  );
  const { id } = await lookUp('customer_number', 'X-1');
  const { body } = await request('GET', `/v1/customers/${id}/identity`);
  expect(values(body)).toEqual(['X-1', 'x-device', 'x@example.org', '+34600400400']);
  expect(body.links).toContainEqual(
    expect.objectContaining({
      interactions: [{ source: 'shop', interaction: 'x-3', at: '2026-01-03T00:00:00.000Z' }],
    }),
  );
  expect(body.refused).toMatchObject([
    {
      reason: 'max-per-customer',
      rule: { kind: 'customer_number', limit: 'maxPerCustomer', is: 1 },
      interactions: [{ interaction: 'x-4' }],
    },
  ]);
  expect(body.history).toMatchObject([{ at: '2026-01-03T00:00:00.000Z', kind: 'merged', into: [id] }]);
  expect(body.complete).toEqual({ evidence: true, history: true, lists: true });
  const earlier = await request('GET', `/v1/customers/${id}/identity?at=2026-01-02T12:00:00Z`);
  expect(values(earlier.body)).toEqual(['X-1', 'x@example.org']);
});

it('tells whether a contact was lawful on a date', async () => {
  const phone = { kind: 'phone', value: '+34600500500' };
  const says = (state: string) => ({
    consents: [{ purpose: 'marketing', channel: 'sms', state, contactPoint: phone, proof: `form ${state}` }],
  });
  await happen(
    interaction(
      'c-1',
      [
        ['customer_number', 'C-1'],
        ['phone', '+34600500500'],
      ],
      { ...says('granted'), occurredAt: '2026-01-10T00:00:00Z' },
    ),
    interaction('c-2', [['customer_number', 'C-1']], { ...says('withdrawn'), occurredAt: '2026-01-20T00:00:00Z' }),
  );
  const { id } = await lookUp('customer_number', 'C-1');
  const asked = async (at: string) =>
    (
      await request(
        'GET',
        `/v1/customers/${id}/consents?at=${at}&purpose=marketing&channel=sms&kind=phone&value=600500500`,
      )
    ).body;
  expect(await asked('2026-01-05T00:00:00Z')).toMatchObject({
    answer: { lawful: false, why: 'never-asked' },
    statements: [],
  });
  expect(await asked('2026-01-15T00:00:00Z')).toMatchObject({
    answer: { lawful: true, why: 'granted', deciding: { proof: 'form granted' } },
  });
  const now = await asked('2026-01-25T00:00:00Z');
  expect(now).toMatchObject({ answer: { lawful: false, why: 'withdrawn' } });
  expect(now.statements).toHaveLength(2);
  expect(now.contacts).toContainEqual(expect.objectContaining({ channel: 'sms', lawful: false, why: 'withdrawn' }));
});

it('knows a customer, and a decision, by an id in capitals too, whatever is asked', async () => {
  await happen(
    interaction('cap-1', [
      ['customer_number', 'CAP-1'],
      ['email', 'cap@example.org'],
    ]),
  );
  const { id } = await lookUp('customer_number', 'CAP-1');
  for (const path of ['', '/identity', '/consents', '/export', '/identity?at=2026-02-01T00:00:00Z'])
    expect(await request('GET', `/v1/customers/${id.toUpperCase()}${path}`)).toMatchObject({ status: 200 });
  const split = { kind: 'split', customer: id.toUpperCase(), identifiers: identified(['email', 'cap@example.org']) };
  const { body } = await decide({ ...split, id: '3F8F4F0E-8C59-4A52-9D0C-0D3C2F0F6AFF' });
  expect(body.decision.id).toBe('3f8f4f0e-8c59-4a52-9d0c-0d3c2f0f6aff');
  expect(await decide({ ...split, id: body.decision.id })).toMatchObject({ status: 200, body });
  const taken = await request('DELETE', `/v1/identity/decisions/${body.decision.id.toUpperCase()}`);
  expect(taken.body.decision.retracted).toBeDefined();
  for (const path of ['decisions', 'audit', 'suggestions'])
    expect(await request('GET', `/v1/identity/${path}?customer=${id.toUpperCase()}`)).toMatchObject({ status: 200 });
});

it('answers 304 to who has the record already, and audits every read of it', async () => {
  await happen(interaction('t-1', [['customer_number', 'T-1']]));
  const { id } = await lookUp('customer_number', 'T-1');
  const first = await request('GET', `/v1/customers/${id}`, undefined, { 'hilo-purpose': 'a complaint' });
  expect(first.etag).toMatch(/^".+"$/);
  const again = await request('GET', `/v1/customers/${id}?purpose=again`, undefined, {
    'if-none-match': `"x", W/${first.etag}`,
  });
  expect(again).toMatchObject({ status: 304, etag: first.etag, body: undefined });
  await happen(interaction('t-2', [['customer_number', 'T-1']]));
  const changed = await request('GET', `/v1/customers/${id}`, undefined, { 'if-none-match': first.etag });
  expect(changed.status).toBe(200);
  const { reads } = (await request('GET', `/v1/identity/audit?customer=${id}`)).body;
  expect(reads.map(({ purpose }: { purpose: string }) => purpose)).toEqual([
    'unstated',
    'again',
    'a complaint',
    'unstated',
  ]);
  expect(reads[0]).toMatchObject({ key: 'root', source: 'local', route: 'GET /v1/customers/:id', customer: id });
});

it('audits what was read of a person at another service, where a merge has put it', async () => {
  await happen(interaction('o-1', [['email', 'read.elsewhere@example.org']]));
  const { id } = await lookUp('email', 'read.elsewhere@example.org');
  const read = {
    at: '2026-03-01T10:00:00.000Z',
    service: 'ingest',
    key: 'abc',
    source: 'desk',
    purpose: 'a complaint',
    route: 'GET /v1/interactions/:id',
    subject: id,
  };
  await hilo.log.append(topics.reads.name, [{ key: id, value: JSON.stringify(read) }]);
  await happen(
    interaction('o-2', [
      ['email', 'read.elsewhere@example.org'],
      ['customer_number', 'O-1'],
    ]),
  );
  const customer = (await lookUp('customer_number', 'O-1')).id;
  const audited = async () => (await request('GET', `/v1/identity/audit?customer=${customer}`)).body.reads;
  const { service: _service, subject: _subject, ...kept } = read;
  await vi.waitFor(async () => expect(await audited()).toContainEqual({ ...kept, customer: id }), 60_000);
});

it('publishes what an instance decided and did not live to publish', async () => {
  await happen(interaction('p-1', [['customer_number', 'P-1']]));
  const { id } = await lookUp('customer_number', 'P-1');
  const before = published.customers.filter(({ key }) => key === id).length;
  await admin.query(
    `INSERT INTO identity.publications (log, topic, partition, customers, interactions, created_at)
     VALUES ($1, 'decisions', 0, $2, '{}', now() - interval '1 minute')`,
    [hilo.log.id, [id]],
  );
  await vi.waitFor(
    () => expect(published.customers.filter(({ key }) => key === id).length).toBeGreaterThan(before),
    60_000,
  );
});
