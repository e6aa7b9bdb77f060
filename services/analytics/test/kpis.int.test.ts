import { OpenAnswer } from '@hilo/contracts';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { keep } from './interactions.ts';
import { type Started, startAnalytics } from './started.ts';

let analytics: Started;
beforeAll(async () => {
  analytics = await startAnalytics({ HILO_TIME_ZONE: 'Europe/Madrid' });
});
afterAll(() => analytics.stop());

/** One interaction at each of these instants, with one answer. */
const happen = async (touchpoint: string, scale: string, ...all: [at: string, value: number][]): Promise<void> => {
  await keep(
    analytics.pool,
    ...all.map(([occurredAt, value], n) => ({
      id: `${touchpoint}-${n}`,
      occurredAt,
      touchpoint,
      answers: [OpenAnswer.parse({ question: 'q', scale, value })],
    })),
  );
};
const Kpis = z.object({
  groups: z.array(
    z.object({
      group: z.record(z.string(), z.string()),
      interactions: z.int(),
      nps: z.object({ score: z.number() }).optional(),
      ces: z.object({ score: z.number(), mean: z.number(), n: z.int() }).optional(),
    }),
  ),
  timeZone: z.string(),
  from: z.string().optional(),
  to: z.string().optional(),
});
const kpis = async (query: string) => {
  const { status, text } = await analytics.get(`/v1/kpis?${query}`);
  expect([status, text.slice(0, 300)]).toEqual([200, expect.any(String)]);
  return Kpis.parse(JSON.parse(text));
};
const counts = async (query: string, by: string): Promise<Record<string, number>> =>
  Object.fromEntries((await kpis(query)).groups.map(({ group, interactions }) => [group[by] ?? '', interactions]));

it('begins days, weeks and months at midnight there, over both changes of the clock', async () => {
  await happen(
    'dst',
    'nps',
    ...[
      '2026-03-28T22:59:59.999Z', // the last of 28 March
      '2026-03-28T23:00:00Z', // 29 March, of 23 hours
      '2026-03-29T21:59:59.999Z',
      '2026-03-29T22:00:00Z', // 30 March, a Monday
      '2026-03-31T21:59:59.999Z',
      '2026-03-31T22:00:00Z', // 1 April
      '2026-10-24T22:00:00Z', // 25 October, of 25 hours
      '2026-10-25T22:59:59.999Z',
      '2026-10-25T23:00:00Z', // 26 October, a Monday
    ].map((at): [string, number] => [at, 10]),
  );
  expect(await counts('touchpoint=dst&groupBy=day', 'day')).toEqual({
    '2026-03-28': 1,
    '2026-03-29': 2,
    '2026-03-30': 1,
    '2026-03-31': 1,
    '2026-04-01': 1,
    '2026-10-25': 2,
    '2026-10-26': 1,
  });
  expect(await counts('touchpoint=dst&groupBy=week', 'week')).toEqual({
    '2026-03-23': 3,
    '2026-03-30': 3,
    '2026-10-19': 2,
    '2026-10-26': 1,
  });
  expect(await counts('touchpoint=dst&groupBy=month', 'month')).toEqual({ '2026-03': 5, '2026-04': 1, '2026-10': 3 });
});

it('takes a day for the whole of it, as the first and as the last, and an instant for an instant', async () => {
  const march = await kpis('touchpoint=dst&from=2026-03-29&to=2026-03-29');
  expect(march).toMatchObject({
    groups: [{ interactions: 2 }],
    timeZone: 'Europe/Madrid',
    from: '2026-03-28T23:00:00.000Z',
    to: '2026-03-29T22:00:00.000Z',
  });
  expect(await counts('touchpoint=dst&from=2026-03-28T23:00:00Z&to=2026-03-29T21:59:59.999Z', '')).toEqual({ '': 1 });
  expect((await kpis('touchpoint=dst&from=2026-03-29&to=2026-03-29&timeZone=UTC')).groups).toMatchObject([
    { interactions: 2 },
  ]);
});

it('takes an offset as ISO 8601 means it: what is + is east', async () => {
  await happen('offset', 'nps', ['2026-03-01T18:29:59Z', 9], ['2026-03-01T18:30:00Z', 9]);
  for (const zone of ['%2B05:30', '+05:30', 'Asia/Kolkata', '%2B0530'])
    expect(await counts(`touchpoint=offset&groupBy=day&timeZone=${zone}`, 'day')).toEqual({
      '2026-03-01': 1,
      '2026-03-02': 1,
    });
  expect(await counts('touchpoint=offset&groupBy=day&timeZone=-05:30', 'day')).toEqual({ '2026-03-01': 2 });
});

it('takes an abbreviation that is a name for its place, which has a summer', async () => {
  await happen('summer', 'nps', ['2026-07-01T22:30:00Z', 9]);
  expect(await counts('touchpoint=summer&groupBy=day&timeZone=CET', 'day')).toEqual({ '2026-07-02': 1 });
});

it('counts the last microsecond of a day on that day', async () => {
  await happen('micro', 'nps', ['2026-03-01T22:59:59.999999Z', 9]);
  expect(await counts('touchpoint=micro&groupBy=day&to=2026-03-01', 'day')).toEqual({ '2026-03-01': 1 });
});

it.each([
  ['timeZone=Europa/Madrid', 'timeZone'],
  ['timeZone=PST', 'timeZone'],
  ['timeZone=Etc/Nowhere', 'timeZone'],
  ['from=yesterday', 'from'],
  ['from=2026-03-02&to=2026-03-01T00:00:00Z', 'to'],
  ['groupBy=fortnight', 'groupBy'],
  ['format=xlsx', 'format'],
])('refuses %s in words, and names it', async (query, path) => {
  const { status, text } = await analytics.get(`/v1/kpis?${query}`);
  expect(status).toBe(400);
  expect(JSON.parse(text).errors).toMatchObject([{ path: expect.stringContaining(path) }]);
});

it('tells effort by who found it easy, and by the mean', async () => {
  await happen('effort', 'ces', ['2026-01-01T10:00:00Z', 7], ['2026-01-01T11:00:00Z', 5], ['2026-01-01T12:00:00Z', 2]);
  expect((await kpis('touchpoint=effort')).groups).toMatchObject([{ ces: { score: 66.67, n: 3, mean: 4.67 } }]);
});

it('gives a table to who asks for one, in which nothing is a formula and every number is one', async () => {
  await happen('=cmd|x', 'nps', ['2026-01-05T10:00:00Z', 0], ['2026-01-05T10:00:00Z', 0]);
  await happen(' +1', 'csat', ['2026-01-05T10:00:00Z', 5]);
  const asked = await analytics.get('/v1/kpis?groupBy=week,touchpoint&from=2026-01-05&to=2026-01-05&format=csv');
  expect(asked.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  const table = z.array(z.record(z.string(), z.string())).parse(parse(asked.text, { columns: true }));
  expect(table).toMatchObject([
    {
      week: '2026-01-05',
      touchpoint: "' +1",
      time_zone: 'Europe/Madrid',
      interactions: '1',
      nps: '',
      csat: '100',
      csat_n: '1',
    },
    {
      week: '2026-01-05',
      touchpoint: "'=cmd|x",
      interactions: '2',
      nps: '-100',
      nps_n: '2',
      detractors: '2',
      csat: '',
    },
  ]);
  for (const [accept, type] of [
    ['text/csv', 'text/csv; charset=utf-8'],
    ['text/csv, */*;q=0.1', 'text/csv; charset=utf-8'],
    ['application/json, text/csv;q=0.5', 'application/json; charset=utf-8'],
    ['*/*', 'application/json; charset=utf-8'],
  ] as const) {
    expect((await analytics.get('/v1/kpis', { accept })).headers.get('content-type')).toBe(type);
  }
  expect((await analytics.get('/v1/kpis?format=json', { accept: 'text/csv' })).headers.get('content-type')).toContain(
    'json',
  );
});

it.each(['Europa/Madrid', '+25:00', 'PST', 'Etc/Nowhere'])(
  'does not start with the time zone %s, and says why',
  async (zone) => {
    await expect(startAnalytics({ HILO_TIME_ZONE: zone })).rejects.toThrow(
      `HILO_TIME_ZONE: "${zone}" is no time zone; name one such as Europe/Madrid, or an offset such as +01:00`,
    );
  },
);

it('starts with an offset', async () => {
  const started = await startAnalytics({ HILO_TIME_ZONE: '+05:30' });
  const { text } = await started.get('/v1/kpis?from=2026-03-01');
  expect(JSON.parse(text)).toMatchObject({ groups: [], timeZone: '+05:30', from: '2026-02-28T18:30:00.000Z' });
  await started.stop();
});
