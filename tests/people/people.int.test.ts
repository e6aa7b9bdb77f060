import { type RunningProcess, startProcess } from '@hilo/runtime';
import { createTestDatabase, type TestDatabase } from '@hilo/testing';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { services } from '../../scripts/services.ts';
import { placesOf } from '../everything.ts';

const root = 'the-key-of-the-operator';
const soon = { timeout: 60_000, interval: 200 };
let database: TestDatabase;
let hilo: RunningProcess;
/** The key of the call centre's desktop, with which all who sit there ask. */
let desk: { id: string; key: string };

beforeAll(async () => {
  database = await createTestDatabase();
  hilo = await startProcess(services, {
    DATABASE_URL: database.url,
    HILO_API_KEY: root,
    HILO_ID_SECRET: 'a secret of the tests',
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'error',
  });
  desk = (await ask('POST', '/v1/keys', { body: { source: 'desk', scopes: ['*'] } })).body;
  const isKnown = async () => expect((await ask('GET', '/v1/identity/registry', { key: desk.key })).status).toBe(200);
  await vi.waitFor(isKnown, soon);
});
afterAll(async () => {
  await hilo?.close();
  await database?.drop();
});

type Asked = { body?: unknown; key?: string; headers?: Record<string, string> };

const ask = async (method: string, path: string, { body, key = root, headers = {} }: Asked = {}) => {
  const response = await fetch(`${hilo.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: JSON.parse(await response.text()) };
};

/** What somebody asks who sits at the desktop. */
const as = (subject: string, ...roles: string[]) => {
  const headers = { 'hilo-on-behalf-of': subject, ...(roles.length > 0 && { 'hilo-roles': roles.join(',') }) };
  return (method: string, path: string, body?: unknown) => ask(method, path, { key: desk.key, headers, body });
};

const by = (subject: string | undefined, ...roles: string[]) => ({
  key: desk.id,
  source: 'desk',
  person: { ...(subject !== undefined && { subject }), roles },
});

const post = async (id: string, email: string, rest: object = {}) => {
  const interaction = {
    id,
    occurredAt: '2026-11-20T10:00:00Z',
    channel: 'web',
    touchpoint: 'desk',
    kind: 'viewed',
    identifiers: [{ kind: 'email', value: email }],
    ...rest,
  };
  await ask('POST', '/v1/interactions', { body: interaction });
  await expect.poll(async () => (await ask('GET', '/v1/ledger')).body.inFlight, soon).toBe(0);
  return (await ask('POST', '/v1/customers/lookup', { body: { kind: 'email', value: email } })).body.id;
};

it('names who decided, and who took it back', async () => {
  await post('d-1', 'ana@example.org');
  await post('d-2', 'ana.ruiz@example.org');
  const [one, other] = ['ana@example.org', 'ana.ruiz@example.org'].map((value) => ({ kind: 'email', value }));
  const decided = await as('steward-1', 'steward')('POST', '/v1/identity/decisions', { kind: 'same', one, other });
  expect(decided.body.decision.by).toEqual(by('steward-1', 'steward'));
  const path = `/v1/identity/decisions/${decided.body.decision.id}`;
  expect((await as('steward-2', 'steward')('DELETE', path)).status).toBe(200);
  const { decisions } = (await ask('GET', '/v1/identity/decisions')).body;
  expect(decisions[0]).toMatchObject({
    by: by('steward-1', 'steward'),
    retracted: { by: by('steward-2', 'steward') },
  });
});

it('names who read a record, and what any service keeps of a person, in one audit; to the customer only as what', async () => {
  const id = await post('r-1', 'read@example.org');
  const agent = as('agent-7', 'agent');
  expect((await agent('GET', `/v1/customers/${id}?purpose=a call`)).status).toBe(200);
  await expect
    .poll(async () => (await agent('GET', '/v1/interactions/r-1?source=local&purpose=the call')).body.content, soon)
    .toBeDefined();
  const elsewhere = ['timeline', 'contacts'].map((part) => `/v1/customers/${id}/${part}`);
  for (const path of [...elsewhere, `/v1/invitations?customer=${id}`]) {
    await expect.poll(async () => (await agent('GET', path)).status, soon).toBe(200);
  }
  const reads = async () => (await ask('GET', `/v1/identity/audit?customer=${id}`)).body.reads;
  const read = (purpose: string, route: string) =>
    expect.objectContaining({ ...by('agent-7', 'agent'), purpose, route });
  await expect
    .poll(reads, soon)
    .toEqual(
      expect.arrayContaining([
        read('a call', 'GET /v1/customers/:id'),
        read('the call', 'GET /v1/interactions/:id'),
        read('unstated', 'GET /v1/customers/:id/timeline'),
        read('unstated', 'GET /v1/customers/:id/contacts'),
      ]),
    );
  const exported = (await ask('GET', `/v1/customers/${id}/export`)).body;
  expect(exported.reads).toContainEqual(expect.objectContaining({ purpose: 'a call', roles: ['agent'] }));
  expect(JSON.stringify(exported)).not.toContain('agent-7');
});

it('names who had somebody erased', async () => {
  await post('e-1', 'gone@example.org');
  const identifier = { kind: 'email', value: 'gone@example.org' };
  const erased = await as('defender-1', 'defender')('POST', '/v1/erasures', { identifier });
  expect(erased).toMatchObject({ status: 202, body: { by: by('defender-1', 'defender') } });
  const { body } = await ask('GET', `/v1/erasures/${erased.body.id}`);
  expect(body.by).toEqual(by('defender-1', 'defender'));
});

it('names who dealt with what is in the quarantine', async () => {
  await post('q-1', 'quarantined@example.org');
  await post('q-1', 'quarantined@example.org', { touchpoint: 'another' });
  const waits = async () => (await ask('GET', '/v1/quarantine?interaction=q-1')).body.quarantine;
  await expect.poll(async () => (await waits()).length, soon).toBe(1);
  const [{ id }] = await waits();
  const discarded = await as('steward-1', 'steward')('POST', `/v1/quarantine/${id}/discard`);
  expect(discarded.body.actions).toMatchObject([{ action: 'discarded', by: by('steward-1', 'steward') }]);
});

it('names who had other rules tried and applied', async () => {
  const { applying: _applying, ...registry } = (await ask('GET', '/v1/identity/registry')).body;
  const tried = await as('steward-1')('POST', '/v1/identity/dry-runs', registry);
  expect(tried.body.by).toEqual(by('steward-1'));
  const version = registry.version + 1;
  const proposed = await as('steward-1')('PUT', '/v1/identity/registry', { ...registry, version });
  expect(proposed).toMatchObject({ status: 202, body: { applying: { by: by('steward-1') } } });
  const { versions } = (await ask('GET', '/v1/identity/registry/versions')).body;
  expect(versions[0].by).toEqual(by('steward-1'));
  const inForce = async () => (await ask('GET', '/v1/identity/registry')).body;
  await expect.poll(inForce, soon).toMatchObject({ version, kinds: registry.kinds });
});

it('says what somebody may do in a role, and lets nobody do more', async () => {
  const { scopes, person } = (await as('agent-7', 'agent')('GET', '/v1/keys/self')).body;
  expect(person).toEqual({ subject: 'agent-7', roles: ['agent'] });
  expect(scopes).toContain('customers:read');
  expect((await as('agent-7', 'agent')('POST', '/v1/erasures', {})).status).toBe(403);
  const reader = (await ask('POST', '/v1/keys', { body: { source: 'desk', scopes: ['quarantine:read'] } })).body.key;
  const headers = { 'hilo-on-behalf-of': 'agent-7' };
  expect((await ask('GET', '/v1/quarantine', { key: reader })).status).toBe(200);
  expect((await ask('GET', '/v1/quarantine', { key: reader, headers })).status).toBe(403);
});

it('forgets who it was that did something, wherever that is kept, and keeps what was done and as what', async () => {
  const everywhere = () => placesOf(database.url, ['steward-1']);
  const places = [...new Set((await everywhere()).map((place) => place.split(':')[0]))];
  expect(places).toEqual(
    expect.arrayContaining([
      'identity.decisions',
      'identity.dry_runs',
      'identity.registries',
      'ingest.quarantine_actions',
    ]),
  );
  const { removed } = (await ask('DELETE', '/v1/identity/people/steward-1')).body;
  expect(removed).toMatchObject({ decisions: 1, dry_runs: 1, registries: 1 });
  expect((await ask('DELETE', '/v1/quarantine/people/steward-1')).body).toEqual({ removed: { quarantine_actions: 1 } });
  expect(await everywhere()).toEqual([]);
  const { decisions } = (await ask('GET', '/v1/identity/decisions')).body;
  expect(decisions[0]).toMatchObject({ by: by(undefined, 'steward'), retracted: { by: by('steward-2', 'steward') } });
  expect(decisions[0].by.person).not.toHaveProperty('subject');

  await ask('DELETE', '/v1/identity/people/agent-7');
  expect((await placesOf(database.url, ['agent-7'])).filter((place) => !place.startsWith('log.'))).toEqual([]);
});
