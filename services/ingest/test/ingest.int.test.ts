import { topics } from '@hilo/contracts';
import { type RunningProcess, startProcess } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ingest } from '../service.ts';

const rootKey = 'the-key-of-the-operator';
const posted = {
  id: 'i-1',
  occurredAt: '2026-01-01T10:00:00+01:00',
  channel: 'web',
  touchpoint: 'checkout',
  kind: 'bought',
  identifiers: [{ kind: 'email', value: 'ana@example.org' }],
};

let hilo: RunningProcess;
let drop: () => Promise<void>;

beforeAll(async () => {
  const database = await createTestDatabase();
  hilo = await startProcess([ingest], {
    DATABASE_URL: database.url,
    HILO_API_KEY: rootKey,
    HILO_ID_SECRET: 'a secret of the tests',
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'error',
  });
  drop = database.drop;
});
afterAll(async () => {
  await hilo.close();
  await drop();
});

const request = async (path: string, init: RequestInit = {}, key = rootKey) => {
  const response = await fetch(`${hilo.url}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${key}`, ...init.headers },
  });
  const text = await response.text();
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: text ? JSON.parse(text) : undefined,
  };
};

const post = (body: string | Uint8Array<ArrayBuffer>, type = 'application/json', key = rootKey) =>
  request('/v1/interactions', { method: 'POST', body, headers: { 'content-type': type } }, key);
const accepted = async (): Promise<number> => (await request('/v1/ledger')).body.accepted;

it('accepts one, a list and lines, and answers for each', async () => {
  const before = await accepted();
  expect(await post(JSON.stringify(posted))).toMatchObject({
    status: 202,
    body: { accepted: 1, rejected: 0, results: [{ status: 'accepted', id: 'i-1' }] },
  });
  const { id: _id, ...withoutId } = posted;
  const list = await post(
    JSON.stringify([withoutId, { ...posted, channel: 'pigeon' }, { ...posted, occurredAt: '2999-01-01T00:00:00Z' }]),
  );
  expect(list).toMatchObject({
    status: 202,
    body: {
      accepted: 1,
      rejected: 2,
      results: [{ status: 'accepted' }, { id: 'i-1', path: 'channel' }, { path: 'occurredAt' }],
    },
  });
  const lines = await post(`${JSON.stringify(posted)}\n\n{"a":\n${JSON.stringify(posted)}\n`, 'application/x-ndjson');
  expect(lines.body).toMatchObject({ accepted: 2, rejected: 1 });
  expect((await accepted()) - before).toBe(4);
});

it.each([
  ['a field that nobody knows', JSON.stringify({ ...posted, colour: 'red' }), 'colour'],
  [
    'a wrong identifier',
    JSON.stringify({ ...posted, identifiers: [{ kind: 'E-Mail', value: 'x' }] }),
    'identifiers[0].kind',
  ],
  ['NUL', JSON.stringify({ ...posted, text: 'a\0b' }), 'text'],
  [
    'a whole number that loses digits',
    JSON.stringify({ ...posted, identifiers: [{ kind: 'user_id', value: 0 }] }).replace(':0}', ':9007199254740993}'),
    'identifiers[0].value',
  ],
  ['broken JSON', '{"id":', 'id'],
  ['nothing', '', ''],
])('refuses %s, names the field, and puts nothing in the log', async (_name, body, path) => {
  const before = await accepted();
  const answer = await post(body);
  expect(answer).toMatchObject({ status: 400, type: expect.stringContaining('application/problem+json') });
  expect(answer.body.errors[0].path).toBe(path);
  expect(await accepted()).toBe(before);
});

it('refuses what is too much or of another type', async () => {
  expect((await post(JSON.stringify(Array(1001).fill(posted)))).status).toBe(413);
  expect((await post('a=b', 'application/x-www-form-urlencoded')).status).toBe(415);
});

it('never answers with 5xx to 1,000 broken bodies', async () => {
  const whole = Buffer.from(JSON.stringify(posted));
  let random = 42;
  const next = (below: number): number => {
    random = (Math.imul(random, 1_103_515_245) + 12_345) & 0x7fffffff;
    return random % below;
  };
  for (let n = 0; n < 1000; n += 1) {
    const body = Buffer.from(whole);
    for (let hits = 0; hits <= next(3); hits += 1) body[next(body.length)] = next(256);
    expect((await post(new Uint8Array(body.subarray(0, 1 + next(body.length))))).status).toBeLessThan(500);
  }
});

it('takes the source from the key, heeds its scopes, and forgets a revoked key', async () => {
  const made = await request('/v1/keys', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ source: 'shop', scopes: ['interactions:write'] }),
  });
  expect(made.status).toBe(201);
  const { key, id } = made.body;
  expect((await post(JSON.stringify({ ...posted, id: 'of-the-shop' }), 'application/json', key)).status).toBe(202);
  expect((await request('/v1/ledger', {}, key)).status).toBe(403);
  expect((await request('/v1/ledger', {}, 'wrong')).status).toBe(401);
  expect(JSON.stringify((await request('/v1/keys')).body)).not.toContain(key);

  const found = Promise.withResolvers<{ value: string | null; headers: Readonly<Record<string, string>> }>();
  const consumer = await hilo.log.consume({
    group: 'test',
    topics: [topics.interactions.name],
    handle: async ({ records }) => {
      for (const record of records) if (record.headers.ce_id === 'of-the-shop') found.resolve(record);
    },
  });
  const { value, headers } = await found.promise;
  await consumer.close();
  expect(JSON.parse(value ?? '')).toMatchObject({ source: 'shop', id: 'of-the-shop', receivedAt: expect.any(String) });
  expect(headers).toMatchObject({ ce_source: 'shop', ce_type: 'hilo.interaction', ce_time: posted.occurredAt });

  expect((await request(`/v1/keys/${id}`, { method: 'DELETE' })).status).toBe(200);
  await expect.poll(async () => (await post(JSON.stringify(posted), 'application/json', key)).status).toBe(401);
});

it('gives no channel system a source of what Hilo says itself', async () => {
  const ask = (path: string, body: object) =>
    request(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const source = 'hilo/survey-trigger';
  for (const [path, body] of [
    ['/v1/keys', { source, scopes: ['interactions:write'] }],
    ['/v1/webhooks', { source, name: 'Test', adapter: 'twilio', signingSecrets: ['a secret of Twilio'] }],
  ] as const) {
    expect(await ask(path, body)).toMatchObject({ status: 400, body: { errors: [{ path: 'source' }] } });
    expect((await ask(path, { ...body, source: 'hilo-shop' })).status).toBe(201);
  }
});

it('keeps the ledger by what identity-resolution says', async () => {
  const before = (await request('/v1/ledger')).body;
  const entry = { log: hilo.log.id, topic: topics.interactions.name, partition: 3, nextOffset: 3 };
  await hilo.log.append(topics.ledger.name, [
    { key: 'x', value: JSON.stringify({ ...entry, stored: 1, duplicate: 1, quarantined: 1 }) },
    { key: 'y', value: JSON.stringify({ ...entry, log: 'another', stored: 5, duplicate: 5, quarantined: 5 }) },
  ]);
  await expect.poll(async () => (await request('/v1/ledger')).body.stored).toBe(1);
  expect((await request('/v1/ledger')).body).toEqual({
    accepted: before.accepted,
    stored: 1,
    duplicate: 1,
    quarantined: 1,
    inFlight: before.accepted - 3,
  });
});

it('describes itself, and says how it is', async () => {
  expect((await request('/docs/json')).body.paths['/v1/interactions'].post.requestBody).toBeDefined();
  expect((await request('/readyz')).status).toBe(200);
  const metrics = await fetch(`${hilo.url}/metrics`).then((response) => response.text());
  expect(metrics).toContain('hilo_interactions_posted');
  expect(metrics).toMatch(new RegExp(`hilo_ledger_accepted\\{.*\\} ${await accepted()}\n`));
  const parts = [...metrics.matchAll(/hilo_ledger_interactions\{outcome="\w+".*\} (\d+)\n/g)].map(([, count]) =>
    Number(count),
  );
  expect(parts).toHaveLength(4);
  expect(parts.reduce((sum, part) => sum + part, 0)).toBe(await accepted());
});

it('says what waits in the log for each service, and for how long', async () => {
  await post(JSON.stringify({ ...posted, id: 'nobody-reads-it' }));
  type Waiting = { group: string; topic: string; records: number; seconds: number };
  type Service = { service: string; records: number; seconds: number; groups: Waiting[] };
  const of = async (): Promise<Service | undefined> =>
    (await request('/v1/lag')).body.services.find(({ service }: Service) => service === 'identity-resolution');
  const interactions = (groups: readonly Waiting[] = []) =>
    groups.find(({ group, topic }) => group === 'identity-resolution' && topic === topics.interactions.name);
  // Nothing runs here but ingest, so all that was ever accepted waits.
  await expect.poll(async () => interactions((await of())?.groups)?.records).toBe(await accepted());
  const { records, seconds, groups } = (await of()) ?? expect.fail('the service is not there');
  expect(records).toBe(groups.reduce((sum, one) => sum + one.records, 0));
  expect(interactions(groups)?.seconds).toBeGreaterThan(0);
  expect(seconds).toBe(Math.max(...groups.map((one) => one.seconds)));
  expect((await request('/v1/lag', {}, 'wrong')).status).toBe(401);
});
