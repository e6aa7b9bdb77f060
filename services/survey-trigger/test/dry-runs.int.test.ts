import { randomUUID } from 'node:crypto';
import { topics } from '@hilo/contracts';
import { type Log, openLog } from '@hilo/log';
import { newApiKey, openDatabase, type RunningProcess, startProcess, transaction } from '@hilo/runtime';
import { createTestDatabase, policyAtAnyHour } from '@hilo/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eraseWith } from '../erase.ts';
import { surveyTrigger } from '../service.ts';
import { ruleOf } from './asking.ts';
import { hashOfNames } from './decide-now.ts';
import { ana, arrival, call, email, happened, hour, luis, phone, record, timestamp, uuid } from './messages.ts';

const rootKey = 'the-key-of-the-operator';
const eva = uuid(3);
const day = 24 * hour;
let hilo: RunningProcess;
let pool: Pool;
let log: Log;
let environment: Record<string, string>;
let drop: () => Promise<void>;

beforeAll(async () => {
  const database = await createTestDatabase();
  environment = {
    DATABASE_URL: database.url,
    HILO_API_KEY: rootKey,
    HILO_ID_SECRET: 'a secret of the tests',
    HILO_CONTACT_POLICY: policyAtAnyHour,
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'error',
  };
  hilo = await startProcess([surveyTrigger], environment);
  pool = openDatabase({ connectionString: database.url, schema: 'survey', logger: { warn: () => {} } });
  log = await openLog(database.url);
  drop = async () => {
    await log.close();
    await pool.end();
    await hilo.close();
    await database.drop();
  };
  await tell(topics.customers.name, [
    record(ana, 1, [email('ana'), phone(1)]),
    record(
      luis,
      1,
      [email('luis')],
      [luis],
      [{ purpose: 'feedback', state: 'withdrawn', source: 'web', interaction: 'no', at: timestamp(1) }],
    ),
    record(eva, 1, [phone(3)]),
  ]);
  await tell(topics.resolved.name, [
    arrival('f-1'),
    // Within the 30 days for which the programme rests.
    arrival('f-2', { at: happened + 2 * day }),
    arrival('f-3', { subject: luis }),
    arrival('f-4', { subject: uuid(9) }),
    arrival('f-5', { subject: luis, at: happened + 40 * day }),
    ...[0, 1, 2, 3, 4, 5].map((n) =>
      call(`c-${n}`, { at: happened + n * day, subject: eva }, { identifiers: [phone(3)] }),
    ),
  ]);
  await until(async () => (await count('SELECT FROM invitations')) === 5);
  // It is attributed anew, and is one interaction.
  await tell(topics.resolved.name, [arrival('f-5', { subject: ana, at: happened + 40 * day, version: 2 })]);
  await until(async () => (await count(`SELECT FROM invitations WHERE subject = '${ana}'`)) === 3);
  await until(async () => (await count("SELECT FROM invitations WHERE state = 'withheld'")) === 5);
  await until(async () => (await count('SELECT FROM contacts')) >= 6);
});
afterAll(() => drop());

const count = async (rows: string): Promise<number> =>
  Number((await pool.query(`SELECT count(*) AS n FROM (${rows}) AS r`)).rows[0]?.n);

const until = async (met: () => Promise<boolean>): Promise<void> => {
  for (const deadline = Date.now() + 30_000; !(await met()); await new Promise((done) => setTimeout(done, 50)))
    if (Date.now() > deadline) throw new Error('it did not happen within 30 s');
};

const tell = (topic: string, messages: readonly { id?: string; subject?: string }[]): Promise<void> =>
  log.append(
    topic,
    messages.map((one) => ({ key: one.id ?? one.subject ?? '', value: JSON.stringify(one) })),
  );

const ask = async (method: string, path: string, body?: unknown) => {
  const response = await fetch(`${hilo.url}/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${rootKey}`,
      'hilo-purpose': 'a test',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answered: ReturnType<typeof JSON.parse> = await response.json();
  return { status: response.status, location: response.headers.get('location'), body: answered };
};

/** Asks for one, and waits until it is over. */
const dryRun = async (of: 'programmes' | 'contact-policy', body: object) => {
  const asked = await ask('POST', `/${of}/dry-runs`, body);
  if (asked.status >= 400) return asked;
  let found = asked;
  while (found.body.state === 'waiting' || found.body.state === 'running')
    found = await ask('GET', `/${of}/dry-runs/${asked.body.id}`);
  return { ...found, location: asked.location };
};

/** Everything that the service keeps, and how far each topic and group is; but for the dry runs themselves. */
const everything = async (): Promise<Record<string, unknown>> => {
  const { rows: tables } = await pool.query<{ name: string }>(
    `SELECT table_schema || '.' || table_name AS name FROM information_schema.tables
      WHERE table_schema IN ('survey', 'log') AND table_type = 'BASE TABLE' AND table_name NOT IN ('dry_runs', 'dry_run_examples', 'leases', 'members', 'new_mentions')`,
  );
  const digests: Record<string, unknown> = {};
  for (const { name } of tables) {
    const reads =
      name === 'log.records' ? "WHERE topic_id <> (SELECT id FROM log.topics WHERE name = 'hilo.reads.v1')" : '';
    const own =
      name === 'log.partitions' ? "WHERE topic_id <> (SELECT id FROM log.topics WHERE name = 'hilo.reads.v1')" : reads;
    const { rows } = await pool.query(
      `SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) AS md5 FROM ${name} AS t ${own}`,
    );
    digests[name] = rows[0];
  }
  const { rows } = await pool.query(
    'SELECT consumer_group, topic, partition, committed FROM log.leases ORDER BY 1, 2, 3',
  );
  return { ...digests, rows };
};

it('tells what a programme in force would have done, and what it really did; nothing changes but its own tables', async () => {
  await until(async () => (await count('SELECT FROM outbox')) === 0);
  await until(async () => (await log.lag('survey-trigger.events', topics.surveys.name)) === 0);
  const before = await everything();
  const { status, location, body } = await dryRun('programmes', { programmes: ['after-the-flight'] });
  expect(status).toBe(200);
  expect(location).toBe(`/v1/programmes/dry-runs/${body.id}`);
  expect(body).toMatchObject({
    state: 'done',
    by: { source: 'local' },
    request: { programmes: ['after-the-flight'], others: 'in-force', history: 'log' },
    result: {
      policy: 1,
      history: { source: 'log', interactions: 11, from: timestamp(happened), to: timestamp(happened + 40 * day) },
      programmes: [
        {
          programme: 'after-the-flight',
          version: 1,
          candidates: 5,
          asked: { count: 2, byChannel: [{ channel: 'email', count: 2 }], atOnce: 2, later: 0, heardLate: 0 },
          withheld: {
            count: 2,
            by: [
              { reason: 'asked-recently', rule: 'after-the-flight.restDays', count: 1, only: 1 },
              { reason: 'consent-withdrawn', count: 1 },
            ],
          },
          undecided: { count: 1, by: [{ why: 'unknown-customer', count: 1 }] },
          really: { asked: 0, withheld: 5, pending: 0, none: 0 },
        },
      ],
      caveats: expect.arrayContaining([expect.objectContaining({ caveat: 'record-of-today' })]),
    },
  });
  const asked = body.examples.find(({ state }: { state: string }) => state === 'asked');
  expect(asked).toMatchObject({ customer: ana, interaction: { source: 'gate' }, channel: 'email' });
  expect(await everything()).toEqual(before);
  const reads: unknown[] = [];
  await log.read(topics.reads.name, {
    handle: async ({ records }) => void reads.push(...records.map(({ value }) => JSON.parse(value ?? ''))),
  });
  expect(reads).toContainEqual(expect.objectContaining({ subject: ana, purpose: 'a test', service: 'survey-trigger' }));
});

const afterCall = {
  id: 'after-a-call',
  version: 1,
  title: 'Was it solved?',
  when: { channels: ['call_centre'] },
  question: { question: 'effort', scale: 'ces', text: { en: 'How easy was it?' } },
  purpose: 'feedback',
  contacts: [{ channel: 'sms', kind: 'phone' }],
  askAfterMinutes: 30,
  askWithinHours: 48,
  restDays: 2,
};

it('tries a programme that there is not: by its rest of two days, four of six are asked, some later; and no other programme asks', async () => {
  const { body } = await dryRun('programmes', { programmes: [afterCall], others: 'none' });
  expect(body.result.programmes).toHaveLength(1);
  expect(body.result.programmes[0]).toMatchObject({
    programme: 'after-a-call',
    candidates: 6,
    // Of the days 0 to 5: on 0, 2, 4 and 6.
    asked: { count: 4, byChannel: [{ channel: 'sms', count: 4 }] },
    withheld: { count: 2, by: [{ reason: 'asked-recently', rule: 'after-a-call.restDays', count: 2 }] },
    undecided: { count: 0 },
    really: { asked: 0, withheld: 0, pending: 0, none: 6 },
  });
  const later = { from: timestamp(happened + 3 * day), to: timestamp(happened + 5 * day) };
  const part = await dryRun('programmes', { programmes: [afterCall], others: 'none', ...later });
  expect(part.body.result.programmes[0]).toMatchObject({ candidates: 2, asked: { count: 2, atOnce: 1 } });
});

it('goes by another policy where one is given', async () => {
  const cap = ruleOf({ id: 'one-a-year', channels: ['sms'], caps: [{ max: 1, windowHours: 8760, channels: ['sms'] }] });
  const always = ruleOf({
    id: 'always',
    channels: [
      'web',
      'app',
      'call_centre',
      'ivr',
      'store',
      'email',
      'sms',
      'whatsapp',
      'chat',
      'social',
      'post',
      'other',
    ],
    hours: 'any',
  });
  const policy = { packs: [], rules: [always, cap] };
  const { body } = await dryRun('programmes', { programmes: [afterCall], others: 'none', policy });
  expect(body.result).not.toHaveProperty('policy');
  expect(body.result.programmes[0]).toMatchObject({
    asked: { count: 1 },
    withheld: {
      by: [
        { rule: 'one-a-year', count: 4, only: 4 },
        { rule: 'after-a-call.restDays', count: 1, only: 0 },
      ],
    },
  });
});

it('repeats what was noted, from the invitations, whatever its age', async () => {
  const { body } = await dryRun('programmes', { programmes: ['after-the-flight'], history: 'invitations' });
  expect(body.result.history).toMatchObject({ source: 'invitations' });
  expect(body.result.programmes[0]).toMatchObject({ candidates: 5, asked: { count: 2 } });
});

it('tells who would have been contacted less by a cap: six calls in six days are two', async () => {
  const always = ruleOf({
    id: 'always',
    channels: [
      'web',
      'app',
      'call_centre',
      'ivr',
      'store',
      'email',
      'sms',
      'whatsapp',
      'chat',
      'social',
      'post',
      'other',
    ],
    hours: 'any',
  });
  const policy = { packs: [], rules: [always, ruleOf({ id: 'two-a-week', caps: [{ max: 2, windowHours: 168 }] })] };
  const before = await everything();
  const { status, location, body } = await dryRun('contact-policy', { policy, patienceHours: 0 });
  expect([status, location]).toEqual([200, `/v1/contact-policy/dry-runs/${body.id}`]);
  expect(body.result).toMatchObject({
    contacts: 6,
    invitations: 5,
    policy: { inForce: 1 },
    inForce: { made: 8, undecided: 1 },
    proposed: { made: 4, undecided: 1 },
    customers: { all: 3, more: 0, less: 1, same: 2 },
    caveats: expect.arrayContaining([expect.objectContaining({ caveat: 'class-unsaid', count: 6 })]),
  });
  expect(body.result.rules[0]).toMatchObject({
    rule: 'two-a-week',
    reason: 'contact-pressure',
    inForce: 0,
    proposed: 4,
  });
  expect(body.examples).toEqual([{ customer: eva, change: 'less', inForce: 6, proposed: 2, otherTimes: 0 }]);
  expect(await everything()).toEqual(before);
  const same = await dryRun('contact-policy', { policy: 1 });
  expect(same.body.result).toMatchObject({
    policy: { inForce: 1, proposed: 1 },
    customers: { more: 0, less: 0, otherTimes: 0 },
  });
});

it('says at once what cannot be done', async () => {
  expect(await ask('POST', '/programmes/dry-runs', { programmes: ['no-such'] })).toMatchObject({
    status: 400,
    body: { detail: 'No programme no-such is in force.' },
  });
  expect(
    await ask('POST', '/programmes/dry-runs', { programmes: [{ ...afterCall, askWithinHours: 72 }] }),
  ).toMatchObject({ status: 400 });
  expect(
    await ask('POST', '/programmes/dry-runs', { programmes: [afterCall], to: timestamp(0), from: timestamp(0) }),
  ).toMatchObject({
    status: 400,
    body: { errors: [{ message: 'is not after `from`' }] },
  });
  expect(await ask('POST', '/contact-policy/dry-runs', { policy: 7 })).toMatchObject({ status: 400 });
  const faulty = await ask('POST', '/contact-policy/dry-runs', { policy: { packs: [], rules: [] } });
  expect(faulty).toMatchObject({ status: 400, body: { errors: [{ path: expect.stringContaining('policy') }] } });
  // No programme is hidden behind this path.
  expect(
    await ask('PUT', '/programmes/dry-runs', { programme: { ...afterCall, id: 'dry-runs' }, why: 'a trial' }),
  ).toMatchObject({
    status: 400,
  });
  expect(await ask('GET', `/programmes/dry-runs/${randomUUID()}`)).toMatchObject({ status: 404 });
});

it('lists them, the latest first, each of its kind; one that nobody does any more is broken off, and one may be stopped', async () => {
  const [silent, waiting] = [randomUUID(), randomUUID()];
  const request = JSON.stringify({ programmes: ['after-the-flight'] });
  for (const [id, seen] of [
    [silent, '1 minute'],
    [waiting, '0'],
  ])
    await pool.query(
      `INSERT INTO dry_runs (id, kind, state, request, by, at, seen_at)
       VALUES ($1, 'programmes', 'running', $2, '{"key":"k","source":"s"}', now(), now() - $3::interval)`,
      [id, request, seen],
    );
  expect((await ask('GET', `/programmes/dry-runs/${silent}`)).body.state).toBe('broken-off');
  expect((await ask('GET', `/programmes/dry-runs/${waiting}`)).body.state).toBe('running');
  expect((await ask('DELETE', `/contact-policy/dry-runs/${waiting}`)).status).toBe(404);
  expect((await ask('DELETE', `/programmes/dry-runs/${waiting}`)).body.state).toBe('stopped');
  const { body } = await ask('GET', '/programmes/dry-runs');
  expect(
    body.dryRuns
      .slice(0, 2)
      .map(({ id }: { id: string }) => id)
      .sort(),
  ).toEqual([silent, waiting].sort());
  expect(body.dryRuns[0]).not.toHaveProperty('result');
  const policies = await ask('GET', '/contact-policy/dry-runs');
  expect(policies.body.dryRuns).toHaveLength(2);
});

/** Nobody reads whose a subject is until this is over. */
const whileHeldUp = async (work: () => Promise<void>): Promise<void> => {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('LOCK TABLE claims IN ACCESS EXCLUSIVE MODE');
    await work();
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
};

it('answers within a second or so that it goes on, does one after the other, and none that was stopped', async () => {
  const body = { programmes: [afterCall], others: 'none' };
  const ids: string[] = [];
  await whileHeldUp(async () => {
    const first = await ask('POST', '/programmes/dry-runs', body);
    expect(first).toMatchObject({ status: 202, body: { state: 'running' } });
    expect(first.location).toBe(`/v1/programmes/dry-runs/${first.body.id}`);
    const second = await ask('POST', '/programmes/dry-runs', body);
    const third = await ask('POST', '/programmes/dry-runs', body);
    expect([second, third]).toMatchObject([
      { status: 202, body: { state: 'waiting' } },
      { status: 202, body: { state: 'waiting' } },
    ]);
    ids.push(first.body.id, second.body.id, third.body.id);
    for (const id of ids.slice(0, 2))
      expect((await ask('DELETE', `/programmes/dry-runs/${id}`)).body.state).toBe('stopped');
  });
  await until(async () => (await ask('GET', `/programmes/dry-runs/${ids[2]}`)).body.state === 'done');
  for (const id of ids.slice(0, 2)) {
    const { body: stopped } = await ask('GET', `/programmes/dry-runs/${id}`);
    expect(stopped.state).toBe('stopped');
    expect(stopped).not.toHaveProperty('result');
  }
});

it('says of one whose process has ended that it is broken off', async () => {
  const other = await startProcess([surveyTrigger], environment);
  let id = '';
  let closed: Promise<void> | undefined;
  await whileHeldUp(async () => {
    const response = await fetch(`${other.url}/v1/programmes/dry-runs`, {
      method: 'POST',
      headers: { authorization: `Bearer ${rootKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ programmes: [afterCall] }),
    });
    id = JSON.parse(await response.text()).id;
    closed = other.close();
  });
  await closed;
  expect((await ask('GET', `/programmes/dry-runs/${id}`)).body).toMatchObject({ state: 'broken-off' });
});

it('is for who may change programmes, or the policy; who may read surveys reads it', async () => {
  const keyWith = async (...scopes: string[]): Promise<string> => {
    const made = newApiKey();
    const stored = { id: made.id, hash: made.hash, source: 'desk', scopes, createdAt: timestamp(0) };
    await log.append(topics.apiKeys.name, [{ key: made.id, value: JSON.stringify(stored) }]);
    return made.key;
  };
  const statusOf = async (key: string, method: string, path: string): Promise<number> => {
    const response = await fetch(`${hilo.url}/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(method === 'POST' && { 'content-type': 'application/json' }) },
      ...(method === 'POST' && { body: '{}' }),
    });
    return response.status;
  };
  const [reader, writer] = [await keyWith('surveys:read'), await keyWith('programmes:write')];
  await until(async () => (await statusOf(reader, 'GET', '/programmes/dry-runs')) === 200);
  await until(async () => (await statusOf(writer, 'GET', '/programmes/dry-runs')) === 200);
  expect(await statusOf(reader, 'POST', '/programmes/dry-runs')).toBe(403);
  expect(await statusOf(reader, 'POST', '/contact-policy/dry-runs')).toBe(403);
  expect(await statusOf(writer, 'POST', '/programmes/dry-runs')).toBe(400);
  expect(await statusOf(writer, 'POST', '/contact-policy/dry-runs')).toBe(403);
  expect(await statusOf(writer, 'GET', '/contact-policy/dry-runs')).toBe(403);
});

it('shows nobody any more who was erased', async () => {
  const { body } = await dryRun('programmes', { programmes: [afterCall], others: 'none' });
  expect(body.examples.map(({ customer }: { customer: string }) => customer)).toContain(eva);
  await transaction(pool, (tx) =>
    eraseWith(hashOfNames)(tx, {
      id: randomUUID(),
      at: timestamp(Date.now()),
      subjects: [eva],
      customers: [{ id: eva, version: 1 }],
    }),
  );
  const later = await ask('GET', `/programmes/dry-runs/${body.id}`);
  expect(later.body.examples).toEqual([]);
});
