import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { dayAt, dayText, startOfDay } from '../domain/alerts/watched-day.ts';
import { type Started, startAnalytics } from './started.ts';
import { type Happened, recordOf, resolvedOf, tellAnalytics, uuidOf } from './telling.ts';

const timeZone = 'Europe/Madrid';
let analytics: Started;
beforeAll(async () => {
  analytics = await startAnalytics({ HILO_TIME_ZONE: timeZone });
});
afterAll(() => analytics.stop());

const runs = process.env.HILO_TEST_FULL === '1' ? 100 : 6;
const hourMs = 3_600_000;
const send = async (method: string, path: string, body?: object, tag?: string) => {
  const headers = tag === undefined ? {} : { 'if-match': tag };
  const { status, text, headers: told } = await analytics.send(method, path, { body, headers });
  return { status, etag: told.get('etag') ?? undefined, body: text === '' ? undefined : JSON.parse(text) };
};
const take = async (more: object = {}) => {
  const opened = await send('POST', '/v1/improvements', {
    ...{ title: 'Screens say why', touchpoint: 'gate', owner: 'ground', due: '2027-01-31', ...more },
  });
  expect([opened.status, opened.body.state]).toEqual([201, 'open']);
  return { id: String(opened.body.id), etag: opened.etag };
};

it('is taken on, changed and done by who has seen how it stands, and has all of that in its history', async () => {
  const { id, etag } = await take({ cause: 'information', why: 'It is asked every day.' });
  const path = `/v1/improvements/${id}`;
  expect(etag).toBe('"1"');
  const change = { change: { due: '2027-02-28', owner: 'Eva' }, why: 'The screens come later.' };
  expect((await send('PATCH', path, change)).status).toBe(428);
  expect((await send('PATCH', path, change, '"7"')).status).toBe(412);
  expect(await send('PATCH', path, change, etag)).toMatchObject({
    status: 200,
    etag: '"2"',
    body: { due: '2027-02-28', owner: 'Eva', metric: 'nps', title: 'Screens say why', overdue: false },
  });
  expect((await send('PATCH', path, { change: {} }, '"2"')).status).toBe(400);
  const tomorrow = dayText(dayAt(Date.now(), timeZone) + 1);
  const early = await send('POST', `${path}/done`, { on: tomorrow }, '"2"');
  expect([early.status, early.body.errors[0]]).toMatchObject([
    400,
    { path: 'on', message: expect.stringContaining('is to come') },
  ]);
  expect(await send('POST', `${path}/done`, { on: '2026-11-02' }, '"2"')).toMatchObject({
    status: 200,
    body: { state: 'done', doneOn: '2026-11-02' },
  });
  expect((await send('POST', `${path}/drop`, { why: 'no' }, '"3"')).status).toBe(409);
  expect((await send('PATCH', path, change, '"3"')).status).toBe(409);
  const { body } = await send('GET', path);
  expect(body.steps).toMatchObject([
    { revision: 1, step: 'opened', why: 'It is asked every day.', by: expect.any(Object) },
    { revision: 2, step: 'changed', why: 'The screens come later.' },
    { revision: 3, step: 'done' },
  ]);
  expect(body.effect).toMatchObject({
    verdict: 'too-few-answers',
    metric: 'nps',
    why: expect.stringContaining('fewer than 30'),
  });
  expect((await send('GET', `/v1/improvements/${uuidOf(7)}`)).status).toBe(404);
  expect(
    (await send('POST', '/v1/improvements', { title: 'x' })).body.errors.map(({ path: at }: { path: string }) => at),
  ).toEqual([...['touchpoint', 'owner', 'due']]);
});

it('is listed by what is due first, page by page; what is overdue by itself', async () => {
  const made = [];
  for (const due of ['2026-03-01', '2026-01-01', '2026-02-01', '2099-01-01'])
    made.push(await take({ due, owner: 'Ana' }));
  const page = async (query: string) => (await send('GET', `/v1/improvements?owner=Ana&${query}`)).body;
  const first = await page('limit=3');
  expect(first.improvements.map(({ due }: { due: string }) => due)).toEqual(['2026-01-01', '2026-02-01', '2026-03-01']);
  expect((await page(`limit=3&cursor=${first.nextCursor}`)).improvements).toMatchObject([{ due: '2099-01-01' }]);
  expect((await page('overdue=true')).improvements).toHaveLength(3);
  await send('POST', `/v1/improvements/${made[1]?.id}/drop`, { why: 'Nobody needs it.' }, '"1"');
  expect((await page('')).improvements).toHaveLength(3);
  expect((await page('state=any')).improvements).toHaveLength(4);
  expect((await page('state=dropped')).improvements).toMatchObject([{ state: 'dropped', overdue: false }]);
});

const someCase = fc.record({
  n: fc.nat(30),
  subject: fc.integer({ min: 1, max: 6 }),
  touchpoint: fc.constantFrom('gate', 'web', undefined),
  rootCause: fc.constantFrom('delay', 'staff', undefined),
  status: fc.constantFrom('resolved', 'resolved', 'resolved', 'open', 'joined'),
  hours: fc.integer({ min: 1, max: 200 }),
  reopened: fc.nat(1),
});
let [run, revision] = [0, 0];

const Candidates = z.object({
  candidates: z.array(
    z.object({
      touchpoint: z.string(),
      cause: z.string(),
      cases: z.int(),
      customers: z.int(),
      hoursLost: z.number(),
      reopened: z.int(),
      improvements: z.array(z.string()),
    }),
  ),
  nextCursor: z.string().optional(),
});

it('is proposed where a root cause recurs at a touchpoint, of the customers of today, as plain code counts it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(someCase, { minLength: 10, maxLength: 60 }),
      fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 6, maxLength: 6 }),
      async (all, owners) => {
        run += 1;
        const base = 1000 * run;
        const resolvedAt = Date.UTC(2020 + run, 5, 10);
        const last = new Map<number, (typeof all)[number]>();
        const events = all.map((one) => {
          revision += 1;
          last.set(one.n, one);
          const openedAt = new Date(resolvedAt - one.hours * hourMs).toISOString();
          return {
            ...{
              id: uuidOf(base + one.n),
              revision,
              state: 'commented',
              status: one.status,
              subject: uuidOf(base + one.subject),
            },
            ...{ customer: uuidOf(1), interaction: { source: 'shop', id: `c-${run}-${one.n}` }, reason: 'detractor' },
            ...{ reopened: one.reopened, at: openedAt, openedAt, rootCause: one.rootCause, touchpoint: one.touchpoint },
            ...(one.status === 'resolved' && { resolvedAt: new Date(resolvedAt).toISOString() }),
          };
        });
        await tellAnalytics(analytics.pool, 'cases', events.slice(20));
        await tellAnalytics(analytics.pool, 'cases', events);
        const records = [1, 2, 3].map((owner) =>
          recordOf(
            base + 500 + owner,
            run,
            owners.flatMap((own, at) => (own === owner ? base + at + 1 : [])),
          ),
        );
        await tellAnalytics(analytics.pool, 'customers', records);
        const counted = [...last.values()].filter(
          (one) => one.status === 'resolved' && one.touchpoint && one.rootCause,
        );
        const expected = [...Map.groupBy(counted, (one) => `${one.touchpoint} ${one.rootCause}`)]
          .map(([name, own]) => ({
            ...{ touchpoint: name.split(' ')[0], cause: name.split(' ')[1], cases: own.length },
            customers: new Set(own.map(({ subject }) => owners[subject - 1])).size,
            hoursLost: own.reduce((sum, { hours }) => sum + hours, 0),
            reopened: own.filter(({ reopened }) => reopened > 0).length,
          }))
          .filter(({ cases }) => cases >= 2)
          .sort((a, b) => b.cases - a.cases || (`${a.touchpoint} ${a.cause}` < `${b.touchpoint} ${b.cause}` ? -1 : 1));
        const found: unknown[] = [];
        let cursor = '';
        do {
          const range = `from=${2020 + run}-06-01&to=${2020 + run}-06-30`;
          const { body } = await send('GET', `/v1/improvements/candidates?least=2&limit=1&${range}${cursor}`);
          const { candidates, nextCursor } = Candidates.parse(body);
          found.push(...candidates.map(({ improvements: _, ...one }) => one));
          cursor = nextCursor === undefined ? '' : `&cursor=${nextCursor}`;
        } while (cursor !== '');
        expect(found).toEqual(expected);
      },
    ),
    { numRuns: runs, endOnFailure: true },
  );
});

it('names what is done against a candidate already', async () => {
  const at = '2019-03-10T12:00:00.000Z';
  await tellAnalytics(
    analytics.pool,
    'cases',
    [1, 2].map((n) => ({
      ...{
        id: uuidOf(9_000_000 + n),
        revision: 1,
        state: 'resolved',
        status: 'resolved',
        subject: uuidOf(9_000_000 + n),
      },
      ...{
        customer: uuidOf(1),
        interaction: { source: 'shop', id: `n-${n}` },
        reason: 'detractor',
        rootCause: 'queue',
      },
      ...{ at, openedAt: at, resolvedAt: at, touchpoint: 'desk' },
    })),
  );
  const kept = await take({ touchpoint: 'desk', cause: 'queue' });
  const dropped = await take({ touchpoint: 'desk', cause: 'queue' });
  await send('POST', `/v1/improvements/${dropped.id}/drop`, { why: 'One is enough.' }, '"1"');
  const { body } = await send('GET', '/v1/improvements/candidates?least=2&from=2019-03-01&to=2019-03-31');
  expect(Candidates.parse(body).candidates).toMatchObject([
    { touchpoint: 'desk', cause: 'queue', improvements: [kept.id] },
  ]);
});

const answered = fc.record({
  n: fc.nat(1500),
  day: fc.integer({ min: -70, max: 30 }),
  touchpoint: fc.constantFrom('lounge', 'lounge', 'web', 'app', 'shop'),
  actor: fc.constantFrom(undefined, undefined, undefined, 'employee' as const),
  value: fc.integer({ min: 0, max: 10 }),
  withdrawn: fc.nat(4).map((one) => one === 0),
});

it('is measured before and after, against touchpoints at which nothing was improved, as plain code does over the facts', async () => {
  const done = dayAt(Date.now(), timeZone) - 20;
  const [from, mid, to] = [done - 56, done, done + 20].map((day) => startOfDay(day, timeZone));
  const own = await take({ touchpoint: 'lounge' });
  await send('POST', `/v1/improvements/${own.id}/done`, { on: dayText(done) }, '"1"');
  // At the shop something is improved, too.
  const other = await take({ touchpoint: 'shop' });
  await send('POST', `/v1/improvements/${other.id}/done`, { on: dayText(done - 3) }, '"1"');
  const last = new Map<
    number,
    { day: number; touchpoint: string; actor: string | undefined; value: number; withdrawn: boolean }
  >();
  for (const drawn of fc.sample(fc.array(answered, { minLength: 1000, maxLength: 1500 }), { numRuns: 2, seed: 11 })) {
    const told = drawn.map((one): Happened => {
      const day = Math.min(one.day, 19);
      last.set(one.n, { ...one, day });
      revision += 1;
      return {
        ...{ id: `answer-${one.n}`, touchpoint: one.touchpoint, version: revision, subject: 7 },
        occurredAt: new Date(startOfDay(done + day, timeZone) + 12 * hourMs).toISOString(),
        answers: [{ question: 'q', scale: 'nps', value: one.value }],
        ...(one.actor && { actor: one.actor }),
        ...(one.withdrawn && { withdrawn: true }),
      };
    });
    await tellAnalytics(
      analytics.pool,
      'resolved',
      [...new Map(told.map((one) => [one.id, one])).values()].map(resolvedOf),
    );
  }
  const { effect } = (await send('GET', `/v1/improvements/${own.id}`)).body;
  const facts = [...last.values()].filter(({ withdrawn, actor }) => !withdrawn && actor === undefined);
  const scoreOf = (touchpoint: string, isAfter: boolean) => {
    const values = facts
      .filter((one) => one.touchpoint === touchpoint && (isAfter ? one.day >= 0 : one.day < 0 && one.day >= -56))
      .map(({ value }) => value);
    const [promoters, detractors] = [values.filter((one) => one >= 9).length, values.filter((one) => one <= 6).length];
    return { n: values.length, score: (100 * (promoters - detractors)) / values.length };
  };
  const changeOf = (touchpoint: string) => scoreOf(touchpoint, true).score - scoreOf(touchpoint, false).score;
  const weights = ['web', 'app'].map((one) => scoreOf(one, true).n + scoreOf(one, false).n);
  const [web = 0, app = 0] = weights;
  const elsewhere = (web * changeOf('web') + app * changeOf('app')) / (web + app);
  expect(effect).toMatchObject({
    before: { from: new Date(from ?? 0).toISOString(), to: new Date(mid ?? 0).toISOString() },
    after: { from: new Date(mid ?? 0).toISOString(), to: new Date(to ?? 0).toISOString() },
    ...{ leftOut: 1, alsoHere: [], metric: 'nps' },
    here: { before: { n: scoreOf('lounge', false).n }, after: { n: scoreOf('lounge', true).n } },
    elsewhere: { touchpoints: 2 },
  });
  expect(effect.here.change).toBeCloseTo(changeOf('lounge'), 1);
  expect(effect.elsewhere.change).toBeCloseTo(elsewhere, 1);
  expect(effect.difference.value).toBeCloseTo(changeOf('lounge') - elsewhere, 1);
  expect(effect.difference.low).toBeLessThan(effect.difference.value);
  expect(effect.why).toContain('2 other touchpoints');
});
