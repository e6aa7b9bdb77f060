import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { QueryAnswer } from '../domain/metrics.ts';
import { type Started, startAnalytics } from './started.ts';
import { type Happened, recordOf, resolvedOf, tellAnalytics } from './telling.ts';

let analytics: Started;
beforeAll(async () => {
  analytics = await startAnalytics({ HILO_TIME_ZONE: 'Europe/Madrid' });
});
afterAll(() => analytics.stop());

const ask = async (question: object, query = ''): Promise<QueryAnswer> => {
  const { status, text } = await analytics.ask(question, query);
  expect([status, text.slice(0, 500)]).toEqual([200, expect.any(String)]);
  return QueryAnswer.parse(JSON.parse(text));
};
const happen = (...all: Happened[]) => tellAnalytics(analytics.pool, 'resolved', all.map(resolvedOf));
const nps = (value: number) => ({ answers: [{ question: 'q', scale: 'nps' as const, value }] });
const of = (touchpoint: string) => ({ filters: { touchpoint } });
const march = { from: '2026-03-01', to: '2026-03-31' };

it('names both instants, as of when it knows, and what n counts', async () => {
  const before = Date.now();
  const answer = await ask({ metric: 'nps', ...march, ...of('nothing') });
  expect(answer).toMatchObject({
    metric: 'nps',
    from: '2026-02-28T23:00:00.000Z',
    to: '2026-03-31T22:00:00.000Z',
    timeZone: 'Europe/Madrid',
    unit: 'answers',
    additive: false,
    rows: [{ group: {}, value: null, n: 0, low: null, high: null }],
  });
  expect(Date.parse(answer.asOf)).toBeGreaterThan(before - 5000);
  expect(Date.parse(answer.asOf)).toBeLessThanOrEqual(Date.now());
});

it('says of an empty answer what was asked for that nobody ever said', async () => {
  await happen({
    id: 'hint-1',
    occurredAt: '2026-03-03T12:00:00Z',
    touchpoint: 'hinted',
    journey: { id: 'j-h', name: 'h', stage: 'rebooking' },
  });
  const filters = { touchpoint: ['hinted', 'hintd'], stage: 'rebooking', kind: 'bougth', properties: { agent: 'x' } };
  const { hints } = await ask({ metric: 'nps', ...march, filters });
  expect(hints).toEqual([
    expect.stringMatching(/^filters\.touchpoint: .*"hintd".* groupBy touchpoint,/u),
    expect.stringMatching(/^filters\.kind: .*"bougth"/u),
  ]);
  expect(await ask({ metric: 'volume', from: '2025-01-01', to: '2025-01-02', ...of('hinted') })).not.toHaveProperty(
    'hints',
  );
  expect(await ask({ metric: 'volume', ...march, ...of('hinted') })).toMatchObject({ rows: [{ value: 1 }] });
  expect(
    (await ask({ metric: 'cases', ...march, filters: { queue: 'nobodys', reason: 'none-such' } })).hints,
  ).toHaveLength(2);
  const { text } = await analytics.get('/v1/kpis?touchpoint=hintd&from=2026-03-01&to=2026-03-31');
  expect(JSON.parse(text)).toMatchObject({ hints: [expect.stringContaining('"hintd"')], asOf: expect.any(String) });
});

it('takes a day for the whole of it, and an instant for an instant', async () => {
  await happen(
    ...[
      '2026-03-28T22:59:59.999Z',
      '2026-03-28T23:00:00.000Z',
      '2026-03-29T21:59:59.999Z',
      '2026-03-29T22:00:00.000Z',
    ].map((occurredAt, n) => ({ id: `edge-${n}`, occurredAt, touchpoint: 'edge' })),
  );
  const volume = async (from: string, to: string) =>
    (await ask({ metric: 'volume', from, to, ...of('edge') })).rows[0]?.value;
  expect(await volume('2026-03-29', '2026-03-29')).toBe(2);
  expect(await volume('2026-03-28T23:00:00Z', '2026-03-29T21:59:59.999Z')).toBe(1);
  expect(await volume('2026-03-29T00:00:00+01:00', '2026-03-30T00:00:00+02:00')).toBe(2);
});

it.each([
  ['Europe/Madrid', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z', 25],
  ['Europe/Madrid', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z', 23],
  ['Asia/Kathmandu', '2026-10-24T18:15:00Z', '2026-10-25T18:15:00Z', 24],
])('has each local hour of a day in %s once, with the bounds that it has', async (timeZone, from, to, hours) => {
  const touchpoint = `hours-${timeZone.replace('/', '-')}-${hours}`;
  const start = Date.parse(from);
  await happen(
    ...Array.from({ length: hours }, (_, n) => ({
      id: `${touchpoint}-${n}`,
      occurredAt: new Date(start + n * 3_600_000).toISOString(),
      touchpoint,
    })),
  );
  const { rows, total } = await ask({ metric: 'volume', from, to, timeZone, interval: 'hour', ...of(touchpoint) });
  expect(rows).toHaveLength(hours);
  expect(new Set(rows.map(({ group }) => group.hour)).size).toBe(hours);
  expect(rows.every(({ value }) => value === 1)).toBe(true);
  expect(total?.value).toBe(hours);
  for (const [n, row] of rows.entries())
    expect([row.from, row.to]).toEqual([n, n + 1].map((at) => new Date(start + at * 3_600_000).toISOString()));
  const days = await ask({ metric: 'volume', from, to, timeZone, interval: 'day', ...of(touchpoint) });
  expect(days.rows).toMatchObject([
    { value: hours, from: new Date(from).toISOString(), to: new Date(to).toISOString() },
  ]);
});

it.each([
  ['monday', ['2026-03-02', '2026-03-09']],
  ['sunday', ['2026-03-08']],
  ['saturday', ['2026-03-07']],
])('begins weeks on a %s, everywhere', async (weekStart, weeks) => {
  const days = ['2026-03-08T12:00:00Z', '2026-03-09T12:00:00Z'];
  await happen(...days.map((occurredAt, n) => ({ id: `week-${n}`, occurredAt, touchpoint: 'week' })));
  const question = { metric: 'volume', ...march, weekStart, interval: 'week', ...of('week') };
  const { rows } = await ask(question);
  expect(rows.map(({ group }) => group.week)).toEqual(weeks);
  expect(rows.every(({ from, to }) => Date.parse(to ?? '') - Date.parse(from ?? '') === 7 * 86_400_000)).toBe(true);
  const table = z
    .array(z.record(z.string(), z.string()))
    .parse(parse((await analytics.ask(question, '?format=csv')).text, { columns: true }));
  expect(table.map(({ week }) => week)).toEqual(weeks);
  expect(table[0]).toMatchObject({ time_zone: 'Europe/Madrid', from: rows[0]?.from, to: rows[0]?.to });
});

it('compares with the range before, and calls nothing a change that may be chance', async () => {
  const scores = (id: string, day: string, n: number, value: (at: number) => number) =>
    Array.from({ length: n }, (_, at) => ({
      id: `${id}-${at}`,
      occurredAt: `${day}T12:00:00Z`,
      touchpoint: 'trend',
      ...nps(value(at)),
    }));
  await happen(
    ...scores('before', '2026-02-10', 40, () => 10),
    ...scores('now', '2026-03-10', 40, (at) => (at < 30 ? 0 : 10)),
    ...scores('few', '2026-01-10', 5, () => 0),
  );
  const [now] = (await ask({ metric: 'nps', ...march, ...of('trend'), compare: 'previous-period' })).rows;
  expect(now).toMatchObject({
    value: -50,
    n: 40,
    change: { value: -150, significant: true, before: { value: 100, n: 40 } },
  });
  const february = { from: '2026-02-01', to: '2026-02-28' };
  const [few] = (await ask({ metric: 'nps', ...february, ...of('trend'), compare: 'previous-period' })).rows;
  expect(few).toMatchObject({ change: { before: { n: 5 }, significant: false } });
  const grouped = await ask({
    metric: 'volume',
    ...march,
    ...of('trend'),
    groupBy: ['channel'],
    compare: 'previous-period',
  });
  expect(grouped).toMatchObject({
    before: { from: '2026-01-31T23:00:00.000Z', to: '2026-02-28T23:00:00.000Z' },
    rows: [{ group: { channel: 'web' }, value: 40, change: { value: 0, percent: 0, significant: false } }],
  });
  const [first] = (
    await ask({ metric: 'volume', from: '2026-01-01', to: '2026-01-31', ...of('trend'), compare: 'previous-period' })
  ).rows;
  expect(first).toMatchObject({ value: 5, change: { before: { value: 0 }, percent: null } });
  const days = await ask({ metric: 'volume', ...march, ...of('trend'), interval: 'day', compare: 'previous-period' });
  expect([days.rows.length, days.rows[0]?.change, days.total?.change?.value]).toEqual([1, undefined, 0]);
});

it('counts its own scale alone, and once the last answer of each customer', async () => {
  const answers = [
    { question: 'a', scale: 'nps' as const, value: 10 },
    { question: 'b', scale: 'csat' as const, value: 1 },
    { question: 'c', scale: 'ces' as const, value: 7 },
  ];
  await happen(
    { id: 'own-1', occurredAt: '2026-03-01T12:00:00Z', touchpoint: 'own', subject: 11, answers },
    { id: 'own-2', occurredAt: '2026-03-02T12:00:00Z', touchpoint: 'own', subject: 12, ...nps(0) },
    { id: 'own-3', occurredAt: '2026-03-03T12:00:00Z', touchpoint: 'own', subject: 13, ...nps(9) },
  );
  const figure = async (metric: string, per?: string) =>
    (await ask({ metric, ...march, ...of('own'), ...(per && { per }) })).rows[0];
  expect(await figure('nps')).toMatchObject({ n: 3, promoters: 2, detractors: 1 });
  expect(await figure('csat')).toMatchObject({ n: 1, value: 0 });
  expect(await figure('ces')).toMatchObject({ n: 1, value: 100, mean: { value: 7, low: null } });
  // 11 and 12 turn out to be one, who was content first, and then was not.
  await tellAnalytics(analytics.pool, 'customers', [recordOf(11, 1, [11, 12]), recordOf(13, 1, [13])]);
  expect(await figure('nps', 'customer')).toMatchObject({ n: 2, promoters: 1, detractors: 1 });
  await tellAnalytics(analytics.pool, 'customers', [recordOf(11, 2, [11]), recordOf(12, 3, [12])]);
  expect(await figure('nps', 'customer')).toMatchObject({ n: 3, promoters: 2, detractors: 1 });
});

it('A 11: counts both sides of a share in one unit, and over the same filters', async () => {
  const happened = (id: string, kind: string, channel: 'web' | 'app' = 'web') => ({
    ...{ id, kind, channel, occurredAt: '2026-03-01T12:00:00Z', touchpoint: 'share', subject: 41 },
  });
  await happen(
    happened('share-1', 'complained'),
    happened('share-2', 'complained'),
    happened('share-3', 'viewed'),
    happened('share-4', 'viewed', 'app'),
  );
  const question = { metric: 'complaints', ...march, filters: { touchpoint: 'share', channel: 'web' } };
  // Two of three interactions, though it is one customer who did all of them.
  expect((await ask(question)).rows).toMatchObject([{ value: 2, n: 3, share: { value: 66.67 }, customers: 1 }]);
});

it('counts a customer who is in two groups once in the total', async () => {
  await happen(
    { id: 'both-1', occurredAt: '2026-03-01T12:00:00Z', touchpoint: 'both', subject: 21 },
    { id: 'both-2', occurredAt: '2026-03-02T12:00:00Z', touchpoint: 'both', subject: 21, channel: 'app' },
  );
  const answer = await ask({ metric: 'customers', ...march, ...of('both'), groupBy: ['channel'] });
  expect(answer).toMatchObject({ additive: false, total: { value: 1 }, rows: [{ value: 1 }, { value: 1 }] });
});

it('goes on with the next page after the last group of the one before', async () => {
  const touchpoint = 'pages';
  await happen(
    ...Array.from({ length: 7 }, (_, n) => ({
      id: `page-${n}`,
      occurredAt: '2026-03-01T12:00:00Z',
      touchpoint,
      kind: `k${n % 5}`,
      properties: { n: n % 2 },
    })),
  );
  const question = { metric: 'volume', ...march, ...of(touchpoint), groupBy: ['kind', 'properties.n'], limit: 2 };
  const seen: unknown[] = [];
  let cursor: string | undefined;
  do {
    const page = await ask({ ...question, ...(cursor !== undefined && { cursor }) });
    expect(page.total?.value).toBe(7);
    seen.push(...page.rows.map(({ group }) => `${group.kind} ${group['properties.n']}`));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  expect(seen).toEqual(['k0 0', 'k0 1', 'k1 0', 'k1 1', 'k2 0', 'k3 1', 'k4 0']);
});

it('says what was left out, with how many and why', async () => {
  const answered = (revision: number, more: Partial<Happened> = {}): Happened => ({
    id: `answered:00000000-0000-8000-8000-00000000009a:${revision}`,
    source: 'hilo/survey-trigger',
    occurredAt: '2026-03-05T12:00:00Z',
    touchpoint: 'left-out',
    ...nps(revision),
    ...more,
  });
  await happen(
    answered(1),
    answered(2),
    answered(1, { id: 'answered:00000000-0000-8000-8000-00000000009b:1', properties: { leftOut: 'self-selected' } }),
    { id: 'lo-1', occurredAt: '2026-03-05T12:00:00Z', touchpoint: 'left-out', ...nps(3), withdrawn: true },
  );
  const { rows, explain } = await ask({ metric: 'nps', ...march, ...of('left-out') }, '?explain=true');
  expect(rows).toMatchObject([{ n: 1 }]);
  expect(explain).toEqual({
    unit: 'answers',
    answeredBy: 'rollups',
    counted: 1,
    leftOut: [
      { reason: 'self-selected', n: 1 },
      { reason: 'superseded-by-a-later-answer', n: 1 },
      { reason: 'withdrawn', n: 1 },
    ],
    rule: expect.stringContaining('Rocks'),
  });
});

it('takes an old interaction into the bucket of its day within two seconds, and touches no other', async () => {
  const day = (n: number) => `2026-03-1${n}T12:00:00Z`;
  await happen(
    { id: 'late-0', occurredAt: day(0), touchpoint: 'late' },
    { id: 'late-1', occurredAt: day(1), touchpoint: 'late' },
  );
  const question = { metric: 'volume', ...march, ...of('late'), interval: 'day' };
  const before = await ask(question);
  await happen({ id: 'late-2', occurredAt: day(0), touchpoint: 'late' });
  const after = await ask(question);
  expect([before, after].map(({ rows, total }) => [...rows.map(({ value }) => value), total?.value])).toEqual([
    [1, 1, 2],
    [2, 1, 3],
  ]);
});

it('answers a list of questions, and its short form the same', async () => {
  const { text } = await analytics.ask([
    { metric: 'volume', ...march, ...of('trend') },
    { metric: 'nps', ...march, ...of('trend'), groupBy: ['channel'] },
  ]);
  const { results } = z.object({ results: z.array(QueryAnswer) }).parse(JSON.parse(text));
  const short = await analytics.get(
    '/v1/kpis?metric=nps&from=2026-03-01&to=2026-03-31&touchpoint=trend&groupBy=channel',
  );
  const { asOf: _asOf, ...told } = QueryAnswer.parse(JSON.parse(short.text));
  expect(results[1]).toMatchObject(told);
  expect(results[0]?.rows).toMatchObject([{ value: 40 }]);
});

it('is a table in which nothing is a formula, every number is one, and time is in ISO 8601', async () => {
  await happen(
    { id: 'csv-1', occurredAt: '2026-03-05T12:00:00Z', touchpoint: 'csv', properties: { fare: '=cmd' }, ...nps(0) },
    { id: 'csv-2', occurredAt: '2026-03-05T12:00:00Z', touchpoint: 'csv', properties: { fare: '=cmd' }, ...nps(0) },
  );
  const { text, headers } = await analytics.ask(
    {
      metric: 'nps',
      ...march,
      ...of('csv'),
      groupBy: ['properties.fare'],
      interval: 'day',
      compare: 'previous-period',
    },
    '',
    { accept: 'text/csv' },
  );
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(parse(text, { columns: true })).toMatchObject([
    {
      'properties.fare': "'=cmd",
      day: '2026-03-05',
      metric: 'nps',
      from: '2026-03-04T23:00:00.000Z',
      to: '2026-03-05T23:00:00.000Z',
      time_zone: 'Europe/Madrid',
      value: '-100',
      n: '2',
      detractors: '2',
    },
  ]);
});

it.each([
  [{ metric: 'nsp' }, 'metric'],
  [{ metric: 'nps', from: 'yesterday' }, 'from'],
  [{ metric: 'nps', from: '2026-03-02', to: '2026-03-01T00:00:00Z' }, 'to'],
  [{ metric: 'nps', timeZone: 'Etc/Nowhere' }, 'timeZone'],
  [{ metric: 'nps', filters: { chanel: 'web' } }, 'chanel'],
  [{ metric: 'nps', groupBy: ['reason'] }, 'groupBy'],
  [{ metric: 'nps', filters: { segment: 'gold' } }, 'segment.gold'],
  [{ metric: 'bias', compare: 'previous-period' }, 'compare'],
  [{ metric: 'volume', cursor: 'bm8' }, 'cursor'],
  [[{ metric: 'volume' }, { metric: 'volume', from: 'x' }], '1'],
])('refuses %j in words, and names it', async (question, path) => {
  const { status, text } = await analytics.ask(question);
  expect([status, text]).toEqual([400, expect.any(String)]);
  expect(JSON.stringify(JSON.parse(text).errors)).toContain(path);
});

it('gives up what takes too long, and says what to do', async () => {
  const hasty = await startAnalytics({ HILO_QUERY_TIMEOUT_SECONDS: '0.2' });
  const client = await hasty.pool.connect();
  try {
    await client.query('BEGIN; LOCK TABLE facts');
    const { status, text } = await hasty.ask({ metric: 'customers', interval: 'hour' });
    expect([status, JSON.parse(text)]).toMatchObject([
      422,
      { title: 'Takes too long', detail: expect.stringContaining('less time') },
    ]);
  } finally {
    await client.query('ROLLBACK');
    client.release();
    await hasty.stop();
  }
});
