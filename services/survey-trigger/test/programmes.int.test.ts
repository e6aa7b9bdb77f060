import { openDatabase, type RunningProcess, startProcess, transaction } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { loadProgrammes } from '../config.ts';
import { notInForce, publishFirstProgrammes } from '../programmes/publish-first.ts';
import { exampleProgramme } from '../routes/programme-example.ts';
import { surveyTrigger } from '../service.ts';
import { openProgrammes } from '../store/programmes.ts';

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
  await pool.query("DELETE FROM programme_changes WHERE id <> 'after-the-flight' OR revision > 1");
  await pool.query("DELETE FROM programme_versions WHERE id <> 'after-the-flight' OR version > 1");
});

type Sent = { body?: unknown; [header: string]: unknown };

const ask = async (method: string, path: string, { body, ...headers }: Sent = {}) => {
  const response = await fetch(`${hilo.url}/v1/programmes${path}`, {
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
const why = 'a test';
const put = (id: string, programme: object, headers: object = {}) =>
  ask('PUT', `/${id}`, { body: { programme, why }, ...headers });
const changeCount = async () => (await pool.query('SELECT FROM programme_changes')).rowCount;

it('begins with the programmes that are shipped, in the versions that they have', async () => {
  const [shipped] = loadProgrammes();
  expect(await ask('GET', '')).toMatchObject({
    status: 200,
    body: {
      programmes: [
        {
          id: 'after-the-flight',
          version: 1,
          state: 'active',
          etag: '"1"',
          by: { source: 'hilo/survey-trigger' },
          programme: { questions: shipped?.questions },
        },
      ],
    },
  });
  await publishFirstProgrammes(pool, shipped ? [{ ...shipped, id: 'another' }] : [], Date.now());
  expect((await ask('GET', '')).body.programmes).toHaveLength(1);
  expect(await notInForce(pool, shipped ? [shipped, { ...shipped, id: 'another' }] : [])).toEqual(['another']);
});

it('publishes the first version of an id to whoever has seen that there is none, and the next to who has seen the last', async () => {
  expect(await put('lounge', exampleProgramme, { 'if-match': '"1"' })).toMatchObject({ status: 412 });
  expect(await put('lounge', exampleProgramme, { 'if-none-match': '*' })).toMatchObject({
    status: 200,
    etag: '"1"',
    body: { id: 'lounge', version: 1, why, by: { source: 'local' }, state: 'active' },
  });
  const changed = { ...exampleProgramme, restDays: 60 };
  expect(await put('lounge', changed, { 'if-none-match': '*' })).toMatchObject({ status: 412 });
  expect(await put('lounge', changed)).toMatchObject({ status: 428 });
  expect(await put('lounge', changed, { 'if-match': '"9"' })).toMatchObject({ status: 412 });
  expect(await put('lounge', changed, { 'if-match': '"1"' })).toMatchObject({ status: 200, etag: '"2"' });
  const one = await ask('GET', '/lounge');
  expect(one).toMatchObject({ etag: '"2"', body: { version: 2, programme: { restDays: 60, version: 2 } } });
  // As it is shown, it can be changed and posted.
  expect(await put('lounge', { ...one.body.programme, restDays: 90 }, { 'if-match': '"2"' })).toMatchObject({
    body: { version: 3, programme: { restDays: 90 } },
  });
});

it('lets one of two win who change the same version at once', async () => {
  await put('lounge', exampleProgramme);
  const both = await Promise.all(
    [31, 32].map((restDays) => put('lounge', { ...exampleProgramme, restDays }, { 'if-match': '"1"' })),
  );
  expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
  const firsts = await Promise.all([41, 42].map((restDays) => put('gate', { ...exampleProgramme, restDays })));
  expect(firsts.map(({ status }) => status).sort()).toEqual([200, 428]);
});

it('case 37 (noptin#665): what is posted again at each deployment is no new version, whatever the poster has seen', async () => {
  await put('lounge', exampleProgramme);
  const before = await changeCount();
  const again = await Promise.all([
    put('lounge', exampleProgramme),
    put('lounge', exampleProgramme, { 'if-none-match': '*' }),
    put('lounge', Object.fromEntries(Object.entries(exampleProgramme).reverse()), { 'if-match': '"7"' }),
    put('lounge', { ...exampleProgramme, id: 'lounge', version: 12 }),
  ]);
  expect(again.map(({ status, etag }) => [status, etag])).toEqual(again.map(() => [200, '"1"']));
  expect(await changeCount()).toBe(before);
});

it('lists every version, the latest first, brings one back as the next, and changes none', async () => {
  await put('lounge', exampleProgramme);
  await put('lounge', { ...exampleProgramme, restDays: 60 }, { 'if-match': '"1"' });
  const body = { why: 'back' };
  expect(await ask('POST', '/lounge/versions/1/restore', { body })).toMatchObject({ status: 428 });
  expect(await ask('POST', '/lounge/versions/1/restore', { body, 'if-match': '"2"' })).toMatchObject({
    status: 200,
    etag: '"3"',
    body: { version: 3, restored: 1, why: 'back', programme: { restDays: 30 } },
  });
  const first = await ask('GET', '/lounge/versions?limit=2');
  expect(first.body.versions).toMatchObject([{ version: 3 }, { version: 2, programme: { restDays: 60, version: 2 } }]);
  const rest = await ask('GET', `/lounge/versions?limit=2&cursor=${first.body.nextCursor}`);
  expect(rest.body.versions).toMatchObject([{ version: 1, programme: { restDays: 30 } }]);
  expect(await ask('POST', '/lounge/versions/9/restore', { body, 'if-match': '"3"' })).toMatchObject({ status: 404 });
  expect(await ask('GET', '/nowhere/versions')).toMatchObject({ status: 404 });
  expect(await ask('GET', '/nowhere')).toMatchObject({ status: 404 });
});

it('is paused, resumed and ended with who, when and why; what is so already stays as it is', async () => {
  await put('lounge', exampleProgramme);
  const post = (path: string, said = why) => ask('POST', `/lounge/${path}`, { body: { why: said } });
  expect(await post('pause', 'strike')).toMatchObject({
    status: 200,
    body: { state: 'paused', standing: { why: 'strike' } },
  });
  expect(await post('pause', 'again')).toMatchObject({ status: 200, body: { standing: { why: 'strike' } } });
  expect(await put('lounge', { ...exampleProgramme, restDays: 60 }, { 'if-match': '"1"' })).toMatchObject({
    body: { version: 2, state: 'paused', why, standing: { why: 'strike' } },
  });
  expect(await post('resume', 'over')).toMatchObject({ body: { version: 2, state: 'active' } });
  expect(await post('end', 'enough')).toMatchObject({ body: { state: 'ended' } });
  expect(await post('end')).toMatchObject({ status: 200, body: { standing: { why: 'enough' } } });
  expect(await post('resume')).toMatchObject({ status: 409 });
  expect(await put('lounge', { ...exampleProgramme, restDays: 61 }, { 'if-match': '"2"' })).toMatchObject({
    status: 409,
  });
  expect((await ask('GET', '/lounge')).body.history).toMatchObject(
    ['ended', 'active', 'paused', 'active'].map((state) => ({ state, by: { source: 'local' } })),
  );
  expect(await ask('POST', '/nowhere/pause', { body: { why } })).toMatchObject({ status: 404 });
  expect(await ask('POST', '/lounge/pause', { body: {} })).toMatchObject({ status: 400 });
});

it.each<[string, object, string, RegExp]>([
  ['another id than that of the path', { id: 'gate' }, '/programme/id', /is not lounge/],
  ['a deadline after 48 hours', { askWithinHours: 49 }, '/programme/askWithinHours', /48/],
  [
    'a deadline before it may ask',
    { askAfterMinutes: 60, askWithinHours: 1 },
    '/programme/askAfterMinutes',
    /ends before/,
  ],
  [
    'case 80: a question that waits for one that is gone',
    {
      questions: [{ ...exampleProgramme.questions[0], showIf: { question: 'gone', operator: 'exists', value: true } }],
    },
    '/programme/questions/0/showIf/question',
    /gone is no question/,
  ],
  [
    'no text in the default language',
    {
      defaultLanguage: 'es',
      languages: ['en', 'es'],
      questions: [{ question: 'q', scale: 'text', text: { en: 'Why?' } }],
    },
    '/programme/questions/0/text',
    /no text in es/,
  ],
  [
    'a condition that nothing can meet',
    {
      when: {
        properties: [
          { path: 'a', operator: 'equals', value: 1 },
          { path: 'a', operator: 'greater', value: 1 },
        ],
      },
    },
    '/programme/when/properties/1',
    /never holds/,
  ],
  [
    'a path that leads nowhere',
    { when: { properties: [{ path: 'a..b', operator: 'exists', value: true }] } },
    '/programme/when/properties/0/path',
    /empty/,
  ],
  ['an outcome that there is not', { when: { outcomes: ['melted'] } }, '/programme/when/outcomes/0', /reached/],
])('refuses %s, and says where', async (_name, fields, path, message) => {
  const refused = await put('lounge', { ...exampleProgramme, ...fields });
  expect(refused).toMatchObject({
    status: 400,
    body: { errors: [{ pointer: path, message: expect.stringMatching(message) }] },
  });
  expect(await ask('GET', '/lounge')).toMatchObject({ status: 404 });
});

it('tells what is hardly meant so: texts that are missing, and whom it cannot reach in time', async () => {
  const calls = {
    ...exampleProgramme,
    contacts: [{ channel: 'call_centre', kind: 'phone' }],
    askWithinHours: 48,
    languages: ['en', 'es', 'ca'],
    askAfterMinutes: 0,
  };
  const { body } = await put('lounge', calls);
  const byReason = Map.groupBy(body.warnings, ({ reason }: { reason: string }) => reason);
  expect(byReason.get('text-missing')).toMatchObject(
    [
      'questions[0].text.ca',
      'questions[1].text.ca',
      'questions[1].choices[0].text.ca',
      'questions[1].choices[1].text.ca',
    ].map((path) => ({ path })),
  );
  expect(byReason.get('unreachable-hours')).toContainEqual({
    path: 'contacts[0]',
    reason: 'unreachable-hours',
    message: expect.stringMatching(
      /by call_centre after what happens fri 20:00 to sat 09:00, in ES \(.*ES\.calls\.hours/,
    ),
  });
  expect((await ask('GET', '/lounge')).body).toMatchObject({ warnings: body.warnings, unreachable: body.unreachable });
});

it('is refused where the contact policy leaves no hour before the deadline, on any channel and in any country', async () => {
  const never = {
    ...exampleProgramme,
    contacts: [
      { channel: 'post', kind: 'address' },
      { channel: 'call_centre', kind: 'phone' },
    ],
  };
  const { rows } = await pool.query('SELECT policy FROM contact_policies WHERE version = 1');
  const rule = {
    id: 'one-hour',
    jurisdiction: 'general',
    channels: ['post', 'call_centre'],
    classes: ['survey', 'commercial'],
    hours: [{ days: ['sun'], from: '03:00', to: '03:30' }],
    source: 'a test',
    readOn: '2026-01-01',
    confidence: 'high',
  };
  await pool.query('UPDATE contact_policies SET policy = $1 WHERE version = 1', [
    { ...rows[0].policy, packs: [], rules: [rule] },
  ]);
  const soon = { askAfterMinutes: 0, askWithinHours: 48 };
  expect(await put('lounge', { ...never, ...soon })).toMatchObject({ status: 200 });
  const other = { ...rule, id: 'another', hours: [{ days: ['wed'], from: '03:00', to: '03:30' }] };
  await pool.query('UPDATE contact_policies SET policy = $1 WHERE version = 1', [
    { ...rows[0].policy, packs: [], rules: [rule, other] },
  ]);
  expect(await put('gate', { ...never, ...soon })).toMatchObject({
    status: 400,
    body: { errors: [{ pointer: '/programme/contacts', message: expect.stringMatching(/leaves nobody to be asked/) }] },
  });
  await pool.query('UPDATE contact_policies SET policy = $1 WHERE version = 1', [rows[0].policy]);
});

/** Of this database alone: others are tested beside it. */
const waitingHereSql = `SELECT FROM pg_locks WHERE NOT granted AND mode = 'ExclusiveLock'
   AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

it('is heeded by every instance from the answer on: a pause waits for what is being decided, and after it nobody decides otherwise', async () => {
  await put('lounge', exampleProgramme);
  const [one, other] = [openProgrammes(), openProgrammes()];
  const stateBy = async (programmes: typeof one) =>
    (await transaction(pool, (tx) => programmes.inForce(tx))).find(({ id }) => id === 'lounge')?.state;
  expect([await stateBy(one), await stateBy(other)]).toEqual(['active', 'active']);
  const order: string[] = [];
  const pausing = await transaction(pool, async (tx) => {
    expect((await one.inForce(tx)).find(({ id }) => id === 'lounge')?.state).toBe('active');
    const answered = ask('POST', '/lounge/pause', { body: { why } }).then(({ status }) =>
      order.push(`answered ${status}`),
    );
    await expect.poll(async () => (await pool.query(waitingHereSql)).rowCount).toBe(1);
    order.push('decided');
    return { answered };
  });
  await pausing.answered;
  expect(order).toEqual(['decided', 'answered 200']);
  expect([await stateBy(one), await stateBy(other)]).toEqual(['paused', 'paused']);
  const known = await transaction(pool, (tx) => one.inForce(tx));
  expect(await transaction(pool, (tx) => one.inForce(tx))).toBe(known);
});
