import { openDatabase, type RunningProcess, startProcess, transaction } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { surveyTrigger } from '../service.ts';
import { openPolicies } from '../store/contact-policies.ts';
import { ruleOf } from './asking.ts';

const rootKey = 'the-key-of-the-operator';
let hilo: RunningProcess;
let pool: Pool;
let drop: () => Promise<void>;

beforeAll(async () => {
  const database = await createTestDatabase();
  hilo = await startProcess([surveyTrigger], {
    DATABASE_URL: database.url,
    HILO_API_KEY: rootKey,
    HILO_ID_SECRET: 'a secret of the tests',
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'error',
  });
  pool = openDatabase({ connectionString: database.url, schema: 'survey', logger: { warn: () => {} } });
  drop = async () => {
    await pool.end();
    await hilo.close();
    await database.drop();
  };
});
afterAll(() => drop());
beforeEach(async () => {
  await pool.query('DELETE FROM contact_policies WHERE version > 1');
});

const ask = async (
  method: string,
  path: string,
  { body, ...headers }: { body?: unknown; [header: string]: unknown } = {},
) => {
  const response = await fetch(`${hilo.url}/v1/contact-policy${path}`, {
    method,
    headers: {
      authorization: `Bearer ${rootKey}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answered: ReturnType<typeof JSON.parse> = await response.json();
  return { status: response.status, etag: response.headers.get('etag'), body: answered };
};
const lunch = ruleOf({ id: 'lunch', quiet: [{ days: ['mon'], from: '13:00', to: '15:00' }] });
const policy = { packs: ['general', 'ES'], rules: [lunch] };

it('begins with the policy that is shipped: all packs', async () => {
  expect(await ask('GET', '')).toMatchObject({
    status: 200,
    etag: '"1"',
    body: {
      version: 1,
      by: { source: 'hilo/survey-trigger' },
      policy: { packs: expect.arrayContaining(['general', 'ES', 'BR']), staleAfterSeconds: 60 },
    },
  });
});

it('publishes the next version to who has seen the last, and says who, when and why', async () => {
  expect(await ask('PUT', '', { body: { policy, why: 'lunch' } })).toMatchObject({
    status: 428,
    body: { title: 'Precondition required' },
  });
  expect(await ask('PUT', '', { body: { policy, why: 'lunch' }, 'if-match': '"7"' })).toMatchObject({ status: 412 });
  const published = await ask('PUT', '', { body: { policy, why: 'lunch' }, 'if-match': '"1"' });
  expect(published).toMatchObject({
    status: 200,
    etag: '"2"',
    body: { version: 2, why: 'lunch', by: { source: 'local' } },
  });
  expect(Math.abs(Date.now() - Date.parse(published.body.at))).toBeLessThan(60_000);
  expect(await ask('GET', '')).toMatchObject({ etag: '"2"', body: published.body });
});

it('lets one of two win who change the same version at once', async () => {
  const both = await Promise.all(
    [1, 2].map((n) => ask('PUT', '', { body: { policy, why: `${n}` }, 'if-match': '"1"' })),
  );
  expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
});

it('is seen by every instance from its commit on, and read by each once', async () => {
  const [one, other] = [openPolicies(), openPolicies()];
  const inForce = async (policies: typeof one) => (await transaction(pool, (tx) => policies.inForce(tx)))?.version;
  expect(await inForce(one)).toBe(1);
  await ask('PUT', '', { body: { policy, why: 'lunch' }, 'if-match': '"1"' });
  expect([await inForce(one), await inForce(other)]).toEqual([2, 2]);
  const known = await transaction(pool, (tx) => one.inForce(tx));
  expect(await transaction(pool, (tx) => one.inForce(tx))).toBe(known);
});

/** Of this database alone: others are tested beside it. */
const waitingHereSql = `SELECT FROM pg_locks WHERE NOT granted AND mode = 'ExclusiveLock'
   AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

it('waits for what is being decided by the version before, so that from the answer on nobody decides by that', async () => {
  const policies = openPolicies();
  const order: string[] = [];
  await transaction(pool, async (tx) => {
    expect((await policies.inForce(tx))?.version).toBe(1);
    const publishing = ask('PUT', '', { body: { policy, why: 'lunch' }, 'if-match': '"1"' });
    const answered = publishing.then(({ status }) => order.push(`answered ${status}`));
    await expect.poll(async () => (await pool.query(waitingHereSql)).rowCount).toBe(1);
    order.push('decided');
    return { answered };
  }).then(({ answered }) => answered);
  expect(order).toEqual(['decided', 'answered 200']);
});

it('lists every version, the latest first, and brings one back as the next', async () => {
  await ask('PUT', '', { body: { policy, why: 'lunch' }, 'if-match': '"1"' });
  const restored = await ask('POST', '/versions/1/restore', { body: { why: 'no lunch' }, 'if-match': '"2"' });
  expect(restored).toMatchObject({ status: 200, etag: '"3"', body: { version: 3, restored: 1, why: 'no lunch' } });
  const first = await ask('GET', '/versions?limit=2');
  expect(first.body.versions.map(({ version }: { version: number }) => version)).toEqual([3, 2]);
  const rest = await ask('GET', `/versions?limit=2&cursor=${first.body.nextCursor}`);
  expect(rest.body).toMatchObject({ versions: [{ version: 1, policy: restored.body.policy }] });
  expect(rest.body.nextCursor).toBeUndefined();
  expect(await ask('POST', '/versions/9/restore', { body: { why: 'x' }, 'if-match': '"3"' })).toMatchObject({
    status: 404,
  });
  expect(await ask('POST', '/versions/1/restore', { body: { why: 'x' }, 'if-match': '"2"' })).toMatchObject({
    status: 412,
  });
});

const nights = { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '21:00', to: '09:00' };
const weekend = { days: ['sat', 'sun'], from: '00:00', to: '24:00' };
const withRule = (fields: object) => ({ packs: ['general'], rules: [ruleOf({ id: 'r', needs: 'none', ...fields })] });
it.each([
  [
    'case 19: a hole in the quiet hours',
    withRule({ quiet: [weekend, nights] }),
    '/policy/rules/0/quiet',
    /mon 00:00 to 09:00/,
  ],
  [
    'case 11: a cap without a window',
    withRule({ caps: [{ max: 3 }] }),
    '/policy/rules/0/caps/0/windowHours',
    /is missing/,
  ],
  ['a rule without a source', withRule({ source: undefined }), '/policy/rules/0/source', /is missing/],
  ['a rule without the date when it was read', withRule({ readOn: undefined }), '/policy/rules/0/readOn', /is missing/],
  ['a rule that does not say how sure it is', withRule({ confidence: undefined }), '/policy/rules/0/confidence', /./],
  ['a channel without hours', { packs: ['ES'] }, '/policy/rules', /survey by sms/],
  [
    'hours that do not end',
    withRule({ quiet: [{ ...nights, to: '21:00' }] }),
    '/policy/rules/0/quiet/0/to',
    /00:00 to 24:00/,
  ],
  [
    'a day of the week that nobody knows',
    withRule({ quiet: [{ ...nights, days: ['caturday'] }] }),
    '/policy/rules/0/quiet/0/days/0',
    /./,
  ],
  [
    'a holiday that is no day',
    { packs: ['general'], holidays: [{ place: 'ES', date: '2026-02-30', name: 'x' }] },
    '/policy/holidays/0/date',
    /./,
  ],
  [
    'a rule that ends before it begins',
    withRule({ inForceFrom: '2026-02-01', inForceUntil: '2026-01-01' }),
    '/policy/rules/0/inForceUntil',
    /./,
  ],
])('refuses %s, says where, and changes nothing', async (_what, wrong, path, message) => {
  const answer = await ask('PUT', '', { body: { policy: wrong, why: 'x' }, 'if-match': '"1"' });
  expect(answer.status).toBe(400);
  expect(answer.body.errors).toContainEqual(
    expect.objectContaining({ pointer: path, message: expect.stringMatching(message) }),
  );
  expect(await ask('GET', '')).toMatchObject({ etag: '"1"' });
});

it('shows the packs with their sources, and the holidays of a place, those of the operator among them', async () => {
  const { body } = await ask('GET', '/packs');
  expect(body.packs).toContainEqual(expect.objectContaining({ id: 'FR', counsel: 'have it confirmed by counsel' }));
  const holidays = [{ place: 'ES-MD', date: '2026-11-09', name: 'La Almudena' }];
  await ask('PUT', '', { body: { policy: { packs: ['general'], holidays }, why: 'x' }, 'if-match': '"1"' });
  const madrid = await ask('GET', '/holidays?place=ES-MD&year=2026');
  expect(madrid.body.holidays).toContainEqual({ date: '2026-11-09', name: 'La Almudena', source: 'the operator' });
  expect(madrid.body.holidays).toContainEqual(
    expect.objectContaining({ date: '2026-11-02', source: expect.stringContaining('date-holidays') }),
  );
  expect(await ask('GET', '/holidays?place=Atlantis')).toMatchObject({ status: 404 });
});
