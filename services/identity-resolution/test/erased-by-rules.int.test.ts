import { topics } from '@hilo/contracts';
import { type RunningProcess, startProcess } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { defaultRegistry } from '../domain/registry.ts';
import { identityResolution } from '../service.ts';

const rootKey = 'the-key-of-the-operator';
let hilo: RunningProcess;
let admin: Client;
let drop: () => Promise<void>;

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
  drop = async () => {
    await admin.end();
    await database.drop();
  };
});
afterAll(async () => {
  await hilo.close();
  await drop();
});

const request = async (method: string, path: string, body?: unknown) => {
  const response = await fetch(`${hilo.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${rootKey}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, body: JSON.parse(await response.text()) };
};
type Named = { kind: string; value: string };
const email = (name: string): Named => ({ kind: 'email', value: `${name}@rules.example` });
const userId = (value: string): Named => ({ kind: 'user_id', value });
const lookUp = (identifier: Named) => request('POST', '/v1/customers/lookup', identifier);
const erase = (body: object) => request('POST', '/v1/erasures', body);

const interaction = (id: string, identifiers: Named[], fields: object = {}) => ({
  id,
  source: 'shop',
  receivedAt: '2026-03-01T00:00:00.000Z',
  occurredAt: '2026-01-01T10:00:00.000Z',
  channel: 'web',
  touchpoint: 'checkout',
  kind: 'bought',
  identifiers,
  ...fields,
});
const happen = async (...interactions: object[]): Promise<void> => {
  await hilo.log.append(
    topics.interactions.name,
    interactions.map((one) => ({ key: 'one', value: JSON.stringify(one) })),
  );
  await expect.poll(() => hilo.log.lag('identity-resolution', topics.interactions.name)).toBe(0);
};

let version = defaultRegistry.version;
const rule = async (fields: object): Promise<void> => {
  version += 1;
  expect(
    (await request('PUT', '/v1/identity/registry', { ...defaultRegistry, version, ...fields })).status,
  ).toBeLessThan(300);
  await expect.poll(async () => (await request('GET', '/v1/identity/registry')).body.version).toBe(version);
};
const block = (...blocked: Named[]): Promise<void> =>
  rule({ blocked: [...defaultRegistry.blocked, ...blocked.map(({ value }) => value.toLowerCase())] });

/** Tables of the service in which the text stands; the rules name whom they block. */
const placesOf = async (text: string): Promise<string[]> => {
  const { rows } = await admin.query(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'identity' ORDER BY 1",
  );
  const places: string[] = [];
  for (const { name } of rows) {
    if (name === 'registries' || name === 'erasures') continue;
    const found = await admin.query(`SELECT FROM identity.${name} AS t WHERE strpos(lower(t::text), lower($1)) > 0`, [
      text,
    ]);
    if (found.rowCount !== 0) places.push(name);
  }
  return places;
};

it('erases who is blocked by a rule, by the identifier, and the next rule does not bring them back', async () => {
  const [e, u] = [email('eva'), userId('u-1')];
  const alone = interaction('a-1', [e], { text: 'canary-a' });
  await happen(alone, interaction('a-2', [e, u]), interaction('a-3', [u]));
  await request('POST', '/v1/identity/decisions', {
    kind: 'same',
    one: e,
    other: userId('u-alias'),
    reason: 'eva said',
  });
  await block(e);
  expect((await lookUp(e)).status).toBe(404);
  await happen(interaction('a-4', [e, userId('u-2')]));
  expect(await placesOf(e.value)).not.toEqual([]);

  const erased = await erase({ identifier: e });
  expect(erased.status).toBe(202);
  expect(erased.body.report[1].removed).toMatchObject({ interactions: 1, redacted: 2, decisions: 1 });
  expect(await placesOf(e.value)).toEqual([]);
  expect(await placesOf('canary-a')).toEqual([]);
  const onTheLog = async () =>
    (
      await admin.query(
        "SELECT value, headers, t.name, appended_at FROM log.records JOIN log.topics t ON t.id = topic_id WHERE value LIKE '%canary-a%'",
      )
    ).rows;
  await expect.poll(onTheLog).toEqual([]);
  expect((await lookUp(u)).body.interactions.total).toBe(2);

  await rule({});
  await happen(alone, interaction('a-2', [e, u]));
  expect((await lookUp(e)).status).toBe(404);
  const { body } = await lookUp(u);
  expect(body.identifiers.map(({ value }: Named) => value)).toEqual(['u-1']);
  expect(body.interactions.total).toBe(2);
});

it('erases who is blocked by the customer id of before', async () => {
  const e = email('fe');
  await happen(interaction('b-1', [e], { text: 'canary-b' }));
  const { id } = (await lookUp(e)).body;
  await block(e);
  expect((await request('GET', `/v1/customers/${id}`)).status).toBe(404);
  expect((await erase({ customer: id })).status).toBe(202);
  expect(await placesOf('canary-b')).toEqual([]);
  expect(await placesOf(e.value)).toEqual([]);
  await rule({});
  expect((await lookUp(e)).status).toBe(404);
});

it('erases with a person the blocked identifier that nobody else names, and what names nobody but it', async () => {
  const [e, u, v, shared] = [email('gema'), userId('u-3'), userId('u-4'), email('desk')];
  await happen(
    interaction('c-1', [e], { text: 'canary-c' }),
    interaction('c-2', [e, u]),
    interaction('c-3', [shared], { text: 'canary-desk' }),
    interaction('c-4', [shared, u]),
    interaction('c-5', [shared, v]),
  );
  await block(e, shared);
  expect((await erase({ identifier: u })).status).toBe(202);
  expect(await placesOf('canary-c')).toEqual([]);
  expect(await placesOf(e.value)).toEqual([]);
  // The other one names it too: it is not hers alone.
  expect(await placesOf('canary-desk')).toEqual(['interactions']);
  await rule({});
  expect((await lookUp(e)).status).toBe(404);
  expect((await lookUp(shared)).status).toBe(200);
});

it('leaves what names nobody now, but named others too, without the person', async () => {
  const [e, o] = [email('hilda'), email('olga')];
  await happen(interaction('d-1', [e, o], { text: 'canary-d' }));
  await block(e, o);
  expect((await erase({ identifier: e })).status).toBe(202);
  expect(await placesOf(e.value)).toEqual([]);
  expect(await placesOf('canary-d')).toEqual(['interactions']);
  await rule({});
  expect((await lookUp(e)).status).toBe(404);
  expect((await lookUp(o)).body.identifiers.map(({ value }: Named) => value)).toEqual([o.value]);
});

it('erases what an identifier was called by rules before, and nobody who is called so now', async () => {
  const exact = { ...defaultRegistry.kinds, user_id: { ...defaultRegistry.kinds.user_id, normalise: 'exact' } };
  const lower = { ...defaultRegistry.kinds, user_id: { ...defaultRegistry.kinds.user_id, normalise: 'lower' } };
  await rule({ kinds: lower });
  await happen(interaction('e-1', [userId('IRENE-9')]), interaction('e-2', [userId('JULIA-9')]));
  await rule({ kinds: exact });
  await happen(interaction('e-3', [userId('julia-9')], { text: 'of another' }));
  expect((await erase({ identifier: userId('IRENE-9') })).status).toBe(202);
  expect((await erase({ identifier: userId('JULIA-9') })).status).toBe(202);
  expect(await placesOf('irene-9')).toEqual([]);
  expect((await lookUp(userId('julia-9'))).body.interactions.total).toBe(1);
  await happen(interaction('e-4', [userId('julia-9')]));
  expect((await lookUp(userId('julia-9'))).body.interactions.total).toBe(2);
});

it('takes away what was said of a person in decisions about others', async () => {
  const [a, b, c] = [email('kata'), email('lena'), email('mara')];
  await happen(interaction('f-1', [a]), interaction('f-2', [b]), interaction('f-3', [c]));
  const at = '2026-02-01T00:00:00Z';
  await request('POST', '/v1/identity/decisions', {
    kind: 'not_same',
    at,
    one: [a],
    other: [b, c],
    reason: 'Mara told us',
  });
  await request('POST', '/v1/identity/decisions', { kind: 'not_same', at, one: [a], other: [b], reason: 'two people' });
  expect((await erase({ identifier: c })).status).toBe(202);
  expect(await placesOf('Mara told us')).toEqual([]);
  const { decisions } = (await request('GET', `/v1/identity/decisions?kind=email&value=${a.value}`)).body;
  expect(decisions.map(({ reason }: { reason?: string }) => reason).sort()).toEqual(['two people', undefined]);
});
