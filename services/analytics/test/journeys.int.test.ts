import { randomUUID } from 'node:crypto';
import { locks, obeyRebuildStep, transaction } from '@hilo/runtime';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { removeUntold } from '../erase.ts';
import { FunnelAnswer } from '../journeys/funnels.ts';
import { MomentsAnswer } from '../journeys/moments.ts';
import { PathsAnswer } from '../journeys/paths.ts';
import { RepeatsAnswer } from '../journeys/repeats.ts';
import { RetentionAnswer } from '../journeys/retention.ts';
import { lockCompacting } from '../store/chunks.ts';
import { markStale } from '../store/projection.ts';
import { type Started, startAnalytics } from './started.ts';
import { recordOf, resolvedOf, tellAnalytics, uuidOf } from './telling.ts';

let analytics: Started;
beforeAll(async () => {
  analytics = await startAnalytics({ HILO_TIME_ZONE: 'Europe/Madrid', HILO_PROPERTIES: 'booking_ref,product' });
  await vi.waitFor(async () => expect((await post('/funnels', searchAndBuy)).status).toBe(200), { timeout: 60_000 });
});
afterAll(() => analytics.stop());

const post = async (path: string, body: object, headers: Record<string, string> = {}) => {
  const response = await fetch(`${analytics.hilo.url}/v1/journeys${path}`, {
    method: 'POST',
    headers: { authorization: 'Bearer the-key-of-the-operator', 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
};
const asked = async <Answer>(schema: z.ZodType<Answer>, path: string, body: object): Promise<Answer> => {
  const { status, text } = await post(path, body);
  expect([status, text.slice(0, 500)]).toEqual([200, expect.any(String)]);
  return schema.parse(JSON.parse(text));
};
const Listed = z.object({ customers: z.array(z.string()), nextCursor: z.string().optional() });
/** All pages of a list, of 25 each. */
const listed = async (path: string, body: object): Promise<string[]> => {
  const all: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await asked(Listed, `${path}/customers`, {
      ...body,
      limit: 25,
      ...(cursor !== undefined && { cursor }),
    });
    all.push(...page.customers);
    if (page.nextCursor === undefined) return all;
    cursor = page.nextCursor;
  }
};

const range = { from: '2026-10-01', to: '2026-10-31' };
const searchAndBuy = {
  ...range,
  filters: { channel: 'web' },
  steps: [{ touchpoint: 'search' }, { touchpoint: 'checkout', kind: 'bought' }],
};

let ids = 0;
type Step = [
  at: string,
  touchpoint: string,
  kind?: string,
  more?: Parameters<typeof resolvedOf>[0] extends infer One ? Partial<One> : never,
];
/** What a subject did, each at an instant. */
const happen = (subject: number, ...steps: Step[]) =>
  tellAnalytics(
    analytics.pool,
    'resolved',
    steps.map(([occurredAt, touchpoint, kind = 'viewed', more = {}]) =>
      resolvedOf({ id: `j-${ids++}`, subject, occurredAt, touchpoint, kind, ...more }),
    ),
  );
let version = 1;
const claim = (customer: number, ...subjects: number[]) =>
  tellAnalytics(analytics.pool, 'customers', [recordOf(customer, version++, subjects)]);

it('counts a customer who comes by two identifiers once, at once when they merge and no more when they are split', async () => {
  await claim(1, 1);
  await claim(2, 2);
  await happen(1, ['2026-10-05T10:00:00Z', 'search']);
  await happen(2, ['2026-10-05T11:00:00Z', 'checkout', 'bought']);
  const apart = await asked(FunnelAnswer, '/funnels', searchAndBuy);
  expect(apart).toMatchObject({
    metric: 'funnel',
    from: '2026-09-30T22:00:00.000Z',
    to: '2026-10-31T23:00:00.000Z',
    timeZone: 'Europe/Madrid',
    unit: 'customers',
  });
  expect(apart.rows).toMatchObject([{ group: {}, value: 0, n: 1, began: 1, converted: 0, dropped: 1 }]);
  await claim(1, 1, 2);
  expect((await asked(FunnelAnswer, '/funnels', searchAndBuy)).rows).toMatchObject([
    { value: 100, began: 1, converted: 1, timeToConvert: { median: 3600 } },
  ]);
  expect(await listed('/funnels', { question: searchAndBuy, step: 2, state: 'converted' })).toEqual([uuidOf(1)]);
  await claim(1, 1);
  await claim(2, 2);
  const again = await asked(FunnelAnswer, '/funnels', searchAndBuy);
  expect({ ...again, asOf: '' }).toEqual({ ...apart, asOf: '' });
});

/** Sixty customers, each with some steps in October, of whom some have begun lately. */
const manyHappened = async (): Promise<void> => {
  let seed = 7;
  const some = (n: number): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * n);
  };
  const touchpoints = ['search', 'checkout', 'help', 'ivr'];
  const all = Array.from({ length: 600 }, (_, n) =>
    resolvedOf({
      id: `many-${n}`,
      subject: 100 + some(60),
      occurredAt: new Date(Date.UTC(2026, 9, 1 + some(30), some(24), some(60))).toISOString(),
      channel: 'app',
      touchpoint: touchpoints[some(4)] ?? 'help',
      kind: some(2) === 0 ? 'viewed' : 'bought',
      direction: 'inbound',
      properties: { product: ['seat', 'bag', 'meal', 'wifi'][some(4)] ?? 'seat', booking_ref: `B${some(3)}` },
    }),
  );
  await tellAnalytics(analytics.pool, 'resolved', all);
  await tellAnalytics(
    analytics.pool,
    'customers',
    Array.from({ length: 60 }, (_, n) => recordOf(100 + n, version++, [100 + n])),
  );
};
beforeAll(manyHappened);

const inTheApp = { ...range, filters: { channel: 'app' } };
const bought = { ...inTheApp, steps: [{ touchpoint: 'search' }, { touchpoint: 'checkout' }, { kind: 'bought' }] };

it('lists as many customers behind each figure of a funnel as it says', async () => {
  for (const more of [
    {},
    { breakdown: 'properties.product', groups: 2 },
    { order: 'strict', entry: 'first', hold: 'properties.booking_ref', window: 'P3D' },
    { order: 'any', breakdown: 'channel', attribution: 'last' },
    { exclusions: [{ after: 1, step: { touchpoint: 'help' } }], stepWindows: ['P2D', 'PT12H'] },
  ]) {
    const question = { ...bought, ...more };
    const { rows } = await asked(FunnelAnswer, '/funnels', question);
    expect(rows.reduce((sum, { began }) => sum + began, 0)).toBeGreaterThan(5);
    for (const { group, began, converted, open, excluded, dropped, steps } of rows) {
      expect(began).toBe(converted + open + excluded + dropped);
      const [of] = Object.values(group);
      for (const { step, ...figures } of steps)
        for (const state of ['reached', 'open', 'excluded', 'dropped'] as const)
          expect(
            (await listed('/funnels', { question, step, state, ...(of !== undefined && { group: of }) })).length,
          ).toBe(figures[state]);
    }
  }
});

it('gives each starter one group, which add up to all at every step, what is not among the first as (other)', async () => {
  const [all] = (await asked(FunnelAnswer, '/funnels', bought)).rows;
  for (const breakdown of ['properties.product', 'touchpoint', 'outcome']) {
    const { rows, additive } = await asked(FunnelAnswer, '/funnels', { ...bought, breakdown, groups: 2 });
    expect(additive).toBe(true);
    const summed = (all?.steps ?? []).map((_, at) =>
      rows.reduce((sum, { steps }) => sum + (steps[at]?.reached ?? 0), 0),
    );
    expect(summed).toEqual(all?.steps.map(({ reached }) => reached));
    if (breakdown === 'properties.product') expect(rows.map(({ group }) => group[breakdown])).toContain('(other)');
    if (breakdown === 'outcome') expect(rows.map(({ group }) => group.outcome)).toEqual(['(none)']);
  }
});

it('shows by when they begin what is not over as open, in no rate', async () => {
  const from = new Date(Date.now() - 40 * 86_400_000).toISOString();
  await claim(50, 50);
  await claim(51, 51);
  await happen(50, [new Date(Date.now() - 3 * 86_400_000).toISOString(), 'late-search']);
  await happen(51, [new Date(Date.now() - 35 * 86_400_000).toISOString(), 'late-search']);
  const question = {
    from,
    steps: [{ touchpoint: 'late-search' }, { touchpoint: 'checkout' }],
    window: 'P31D',
    interval: 'week',
  };
  const { rows, trend = [] } = await asked(FunnelAnswer, '/funnels', question);
  expect(rows).toMatchObject([{ value: 0, n: 1, began: 2, open: 1, dropped: 1 }]);
  expect(trend.map(({ open, dropped }) => [open, dropped]).filter(([open, dropped]) => open || dropped)).toEqual([
    [0, 1],
    [1, 0],
  ]);
  expect(trend.slice(1, -1).every((one) => new Date(one.from ?? '').getUTCDay() === 0)).toBe(true);
});

it('sums each place of paths to all of them, and lists as many customers', async () => {
  for (const direction of ['from', 'to']) {
    const question = { ...inTheApp, anchor: { touchpoint: 'search' }, direction, length: 4, gap: 'P4D', top: 3 };
    const { n, rows, others, places, links } = await asked(PathsAnswer, '/paths', question);
    expect(n).toBeGreaterThan(10);
    expect(rows.reduce((sum, { count }) => sum + count, others)).toBe(n);
    for (const { place, nodes } of places) {
      expect(nodes.reduce((sum, one) => sum + one.n, 0)).toBe(n);
      for (const { step, n: own } of nodes)
        expect((await listed('/paths', { question, place, step })).length).toBe(own);
    }
    for (const { place, from, to, n: own } of links.slice(0, 5))
      expect((await listed('/paths', { question, place, step: from, next: to })).length).toBe(own);
    for (const { path, count } of rows) expect((await listed('/paths', { question, path })).length).toBe(count);
    expect((await listed('/paths', { question, others: true })).length).toBe(others);
  }
  expect((await post('/paths/customers', { question: { ...inTheApp, anchor: {}, unit: 'passages' } })).status).toBe(
    400,
  );
});

it('lists as many customers behind each cell of a retention as it says; its groups differ, and add up', async () => {
  const question = { ...inTheApp, start: { touchpoint: 'search' }, back: { kind: 'bought' }, interval: 'week' };
  const { rows, mean } = await asked(RetentionAnswer, '/retention', question);
  for (const [row, { began, periods }] of rows.entries()) {
    expect((await listed('/retention', { question, cohort: row + 1 })).length).toBe(began);
    for (const { after, back } of periods) {
      expect((await listed('/retention', { question, cohort: row + 1, after })).length).toBe(back);
      expect((await listed('/retention', { question, cohort: row + 1, after, back: false })).length).toBe(began - back);
    }
  }
  expect(mean[0]?.n).toBe(rows.reduce((sum, { began }) => sum + began, 0));
  const broken = await asked(RetentionAnswer, '/retention', {
    ...question,
    breakdown: 'properties.product',
    groups: 2,
  });
  const cohorts = Map.groupBy(broken.rows, ({ from }) => from);
  for (const { from, began } of rows) expect(cohorts.get(from)?.reduce((sum, one) => sum + one.began, 0)).toBe(began);
  expect(new Set(broken.rows.map(({ periods }) => JSON.stringify(periods))).size).toBeGreaterThan(rows.length);
});

it.each([
  ['monday', '2026-05-04'],
  ['sunday', '2026-05-10'],
  ['saturday', '2026-05-09'],
])(
  'begins the weeks of who comes back on a %s, also in a table (case 18); the same day is period 0 (case 49)',
  async (weekStart, begins) => {
    await claim(65, 65);
    await happen(65, ['2026-05-10T10:00:00Z', 'basket', 'filled'], ['2026-05-10T10:05:00Z', 'till', 'bought']);
    const question = {
      ...{ from: '2026-05-04', to: '2026-05-17', start: { touchpoint: 'basket' }, back: { kind: 'bought' } },
      ...{ interval: 'week', weekStart },
    };
    const { rows } = await asked(RetentionAnswer, '/retention', question);
    const began = rows.filter((row) => row.began > 0);
    expect(began.map(({ from, periods }) => [localDay(from), periods[0]?.after, periods[0]?.back])).toEqual([
      [begins, 0, 1],
    ]);
    const { text } = await post('/retention?format=csv', question);
    const table = z.array(z.record(z.string(), z.string())).parse(parse(text, { columns: true }));
    expect(table.map((row) => localDay(row.from ?? ''))).toContain(begins);
  },
);
const localDay = (instant: string): string =>
  Temporal.Instant.from(instant).toZonedDateTimeISO('Europe/Madrid').toPlainDate().toString();

it('counts a call that is put through once, and lists who called again', async () => {
  await claim(60, 60);
  await happen(
    60,
    ['2026-09-01T10:00:00Z', 'menu', 'called', { channel: 'ivr', direction: 'inbound' }],
    ['2026-09-01T10:06:00Z', 'sales', 'called', { channel: 'call_centre', direction: 'inbound' }],
    ['2026-09-01T10:20:00Z', 'support', 'called', { channel: 'call_centre', direction: 'inbound' }],
    ['2026-09-07T10:20:00Z', 'support', 'called', { channel: 'call_centre', direction: 'inbound' }],
  );
  const question = {
    from: '2026-09-01',
    to: '2026-09-03',
    contact: { channel: ['ivr', 'call_centre'] },
    breakdown: 'channel',
  };
  const { rows, customers } = await asked(RepeatsAnswer, '/repeats', question);
  expect(rows).toMatchObject([{ group: { channel: 'ivr' }, contacts: 1, repeated: 1, open: 0, value: 100, n: 1 }]);
  expect(customers).toEqual({ contacts: 1, repeated: 1, open: 0 });
  expect(await listed('/repeats', { question, had: 'repeated' })).toEqual([uuidOf(60)]);
});

it('says which steps go along with worse answers, within the journey alone, and lists whose', async () => {
  const nps = (value: number) => ({ answers: [{ question: 'recommend', scale: 'nps' as const, value }] });
  const journey = (n: number) => ({ journey: { id: `trip-${n}`, name: 'trip' } });
  const all: Step[][] = Array.from({ length: 80 }, (_, n) => [
    ['2026-07-10T10:00:00Z', 'gate', 'viewed', journey(n)],
    ...(n % 2 === 0 ? [['2026-07-10T11:00:00Z', 'gate', 'waited', journey(n)] as Step] : []),
    // Not of the journey, though of the same day.
    ['2026-07-10T12:00:00Z', 'lounge', 'viewed', {}],
    ['2026-07-11T10:00:00Z', 'survey', 'answered', { ...journey(n), ...nps(n % 2 === 0 && n % 10 !== 0 ? 2 : 10) }],
  ]);
  for (const [n, steps] of all.entries()) await happen(200 + n, ...steps);
  for (let n = 0; n < 80; n++) await claim(200 + n, 200 + n);
  const question = { from: '2026-07-01', to: '2026-07-31', of: 'nps' };
  const { n, rows } = await asked(MomentsAnswer, '/moments', question);
  expect(n).toBe(80);
  expect(rows).toMatchObject([
    {
      step: { touchpoint: 'gate', kind: 'waited' },
      n: 40,
      with: -60,
      without: 100,
      value: -160,
      impact: -80,
      significant: true,
    },
  ]);
  expect(rows[0]?.oddsOfLow).toBeGreaterThan(3);
  const step = { channel: 'web', touchpoint: 'gate', kind: 'waited' };
  expect((await listed('/moments', { question, step })).length).toBe(rows[0]?.customers.with);
  expect((await listed('/moments', { question, step, with: false })).length).toBe(rows[0]?.customers.without);
});

it('leaves out what several people share, and what an erased person did before', async () => {
  await tellAnalytics(analytics.pool, 'customers', [{ ...recordOf(70, version++, [70]), ambiguous: true }]);
  await happen(70, ['2026-08-05T10:00:00Z', 'shared'], ['2026-08-05T11:00:00Z', 'shared-next']);
  const question = {
    from: '2026-08-01',
    to: '2026-08-31',
    steps: [{ touchpoint: 'shared' }, { touchpoint: 'shared-next' }],
  };
  const { rows, explain } = await asked(FunnelAnswer, '/funnels?explain=true', question);
  expect(rows).toEqual([]);
  expect([explain?.counted, explain?.leftOut.map(({ n }) => n)]).toEqual([0, [0, 2]]);
  await tellAnalytics(analytics.pool, 'customers', [recordOf(70, version++, [70])]);
  expect((await asked(FunnelAnswer, '/funnels', question)).rows).toMatchObject([{ began: 1, converted: 1 }]);
});

it('gives a table with ISO dates and the zone, in which no text is a formula', async () => {
  const { text, headers } = await post('/funnels?format=csv', { ...bought, breakdown: 'properties.product' });
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
  const lines = z.array(z.record(z.string(), z.string())).parse(parse(text, { columns: true }));
  expect(lines[0]).toMatchObject({ time_zone: 'Europe/Madrid', from: '2026-09-30T22:00:00.000Z', step: '1' });
  const answer = await asked(FunnelAnswer, '/funnels', { ...bought, breakdown: 'properties.product' });
  expect(lines.map(({ reached }) => Number(reached))).toEqual(
    answer.rows.flatMap(({ steps }) => steps.map(({ reached }) => reached)),
  );
  for (const [path, body] of [
    ['/paths', { ...inTheApp, anchor: {} }],
    ['/retention', { ...inTheApp, start: {} }],
    ['/repeats', { ...inTheApp }],
  ] as const) {
    const table = await post(path, body, { accept: 'text/csv' });
    expect([path, table.status]).toEqual([path, 200]);
    const [line] = z.array(z.record(z.string(), z.string())).parse(parse(table.text, { columns: true }));
    expect(line).toMatchObject({ time_zone: 'Europe/Madrid' });
  }
});

it('refuses what cannot be answered, and says where', async () => {
  for (const [path, body, at] of [
    ['/funnels', { ...bought, hold: 'properties.unheard' }, 'hold'],
    ['/funnels', { ...bought, steps: [{ properties: { unheard: 'x' } }, {}] }, 'properties'],
    ['/funnels', { ...bought, stepWindows: ['P1D'] }, 'stepWindows'],
    ['/funnels', { ...bought, order: 'any', exclusions: [{ after: 1, step: {} }] }, 'exclusions'],
    ['/funnels', { ...bought, window: 'P1M' }, 'window'],
    ['/funnels', { ...bought, timeZone: 'Mars/Olympus' }, 'timeZone'],
    ['/funnels', { ...bought, from: '2020-01-01', interval: 'day' }, 'interval'],
    ['/retention', { ...inTheApp, start: {}, from: '2020-01-01' }, 'interval'],
  ] as const) {
    const { status, text } = await post(path, body);
    expect([at, status, text]).toEqual([at, 400, expect.stringContaining(at)]);
  }
});

it('offers steps that match at least one interaction', async () => {
  const { text } = await analytics.get('/v1/journeys/steps');
  const { steps } = z
    .object({ steps: z.array(z.object({ channel: z.string(), touchpoint: z.string(), kind: z.string(), n: z.int() })) })
    .parse(JSON.parse(text));
  expect(steps.length).toBeGreaterThan(5);
  for (const { n, ...step } of steps) {
    expect(n).toBeGreaterThan(0);
    const question = { from: '2026-01-01', to: '2027-01-01', anchor: step, length: 2 };
    expect((await asked(PathsAnswer, '/paths', question)).n).toBeGreaterThan(0);
  }
});

it('says so where an answer may be of neither the old nor the new whole, while facts are told again', async () => {
  const { pool } = analytics;
  const step = (message: { step: 'begin' } | { step: 'stop'; run: string }) =>
    transaction(pool, (tx) =>
      obeyRebuildStep(
        tx,
        { rebuild: randomUUID(), service: 'analytics', at: '2026-10-01T00:00:00.000Z', ...message },
        { removeUntold, heartbeat: async () => {} },
      ),
    );
  const Said = z.object({ rebuilding: z.literal(true).optional() });
  const saidOf = ({ text }: { text: string }) => Said.parse(JSON.parse(text)).rebuilding === true;
  const volume = { metric: 'volume', ...range };
  const wholes = [() => analytics.ask(volume), () => analytics.get('/v1/kpis?from=2026-10-01&to=2026-10-31')];
  const ofFacts = [
    () => analytics.ask(volume, '?explain=true'),
    () => analytics.ask({ ...volume, from: '2026-10-01T10:30:00Z' }),
    () => analytics.ask({ ...volume, filters: { source: 'shop' } }),
    () => analytics.ask({ metric: 'customers', ...range }),
    () => analytics.get('/v1/kpis?from=2026-10-01&to=2026-10-31&source=shop'),
    () => analytics.send('POST', '/v1/query/rows', { body: { question: volume } }),
    () => post('/funnels', searchAndBuy),
    () => post('/paths', { ...range, anchor: { touchpoint: 'search' } }),
    () => post('/retention', { ...range, start: {} }),
    () => post('/repeats', range),
    () => post('/moments', range),
  ];
  const said = async (asks: readonly (() => Promise<{ text: string }>)[]) => {
    const all: boolean[] = [];
    for (const ask of asks) all.push(saidOf(await ask()));
    return [...new Set(all)];
  };
  const run = (await step({ step: 'begin' }))?.run ?? '';
  expect([await said(wholes), await said(ofFacts)]).toEqual([[false], [true]]);
  expect((await post('/funnels?format=csv', searchAndBuy)).text).toContain('as_of,rebuilding,');
  expect((await analytics.ask({ metric: 'customers', ...range }, '?format=csv')).text).toContain('as_of,rebuilding,');
  await step({ step: 'stop', run });
  expect([await said(wholes), await said(ofFacts)]).toEqual([[false], [false]]);
  // After the end the columns are of before until they are made anew, which nobody does meanwhile.
  await transaction(pool, async (tx) => {
    await lockCompacting(tx, locks.compacting);
    await transaction(pool, markStale);
    expect([saidOf(await post('/funnels', searchAndBuy)), await said(wholes)]).toEqual([true, [false]]);
  });
});
