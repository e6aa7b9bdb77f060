import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { QueryAnswer } from '../domain/metrics.ts';
import { type Started, startAnalytics } from './started.ts';
import { type Happened, recordOf, resolvedOf, tellAnalytics, uuidOf } from './telling.ts';

let analytics: Started;
beforeAll(async () => {
  analytics = await startAnalytics({ HILO_TIME_ZONE: 'Europe/Madrid' });
});
afterAll(() => analytics.stop());

const ask = async (question: object, query = '', headers = {}): Promise<QueryAnswer> => {
  const { status, text } = await analytics.ask(question, query, headers);
  expect([status, text.slice(0, 500)]).toEqual([200, expect.any(String)]);
  return QueryAnswer.parse(JSON.parse(text));
};
const Rows = z.object({ rows: z.array(z.object({ id: z.string(), customer: z.string().optional() })) });
const behind = async (question: object, group: object = {}): Promise<string[]> => {
  const { status, text } = await analytics.send('POST', '/v1/query/rows', { body: { question, group } });
  expect([status, text.slice(0, 500)]).toEqual([200, expect.any(String)]);
  return Rows.parse(JSON.parse(text)).rows.map(({ id }) => id);
};
const happen = (...all: Happened[]) => tellAnalytics(analytics.pool, 'resolved', all.map(resolvedOf));
const nps = (value: number) => ({ answers: [{ question: 'q', scale: 'nps' as const, value }] });
const of = (touchpoint: string) => ({ filters: { touchpoint } });
const march = { from: '2026-03-01', to: '2026-03-31' };

it('has the same buckets whatever language the reader has (case 19)', async () => {
  const days = ['2026-03-01T10:00:00Z', '2026-03-08T10:00:00Z', '2026-03-29T01:30:00Z'];
  await happen(...days.map((occurredAt, n) => ({ id: `l-${n}`, occurredAt, touchpoint: 'language' })));
  const question = { metric: 'volume', ...march, ...of('language'), interval: 'week' };
  const buckets = async (language: string) =>
    (await ask(question, '', { 'accept-language': language })).rows.map(({ group, from, to }) => [
      group.week,
      from,
      to,
    ]);
  const tables = async (language: string) =>
    parse((await analytics.ask(question, '?format=csv', { 'accept-language': language })).text, {
      columns: ['week'],
      relax_column_count: true,
      from: 2,
    });
  expect(await buckets('es-ES')).toEqual(await buckets('en-US'));
  expect((await buckets('ar-EG')).map(([week]) => week)).toEqual(['2026-02-23', '2026-03-02', '2026-03-23']);
  expect(await tables('es-ES')).toEqual(await tables('en-US'));
});

it.each(['Pacific/Auckland', 'America/Los_Angeles', 'Europe/Madrid', 'Asia/Kathmandu'])(
  'has nothing of today in yesterday, nor of yesterday in today, in %s (case 22)',
  async (timeZone) => {
    const today = Temporal.Now.zonedDateTimeISO(timeZone).startOfDay();
    const at = (one: Temporal.ZonedDateTime) => one.toInstant().toString({ smallestUnit: 'millisecond' });
    const touchpoint = `yesterday-${timeZone.replace('/', '-')}`;
    await happen(
      { id: `${touchpoint}-1`, occurredAt: at(today.subtract({ milliseconds: 1 })), touchpoint },
      { id: `${touchpoint}-2`, occurredAt: at(today), touchpoint },
      { id: `${touchpoint}-3`, occurredAt: at(today.subtract({ days: 1 })), touchpoint },
      { id: `${touchpoint}-4`, occurredAt: at(today.subtract({ days: 1 }).subtract({ milliseconds: 1 })), touchpoint },
    );
    const [day, dayBefore] = [today, today.subtract({ days: 1 })].map((one) => one.toPlainDate().toString());
    const question = { metric: 'volume', timeZone, ...of(touchpoint) };
    const ids = async (range: object) => (await behind({ ...question, ...range })).sort();
    expect(await ids({ from: dayBefore, to: dayBefore })).toEqual([`${touchpoint}-1`, `${touchpoint}-3`]);
    expect(await ids({ from: day })).toEqual([`${touchpoint}-2`]);
    const { rows } = await ask({ ...question, from: dayBefore, interval: 'day' });
    expect(rows.map(({ group, value, running }) => [group.day, value, running])).toEqual([
      [dayBefore, 2, false],
      [day, 1, true],
    ]);
  },
);

it('credits an answer to the touchpoint and the agent that it is about, whoever had the case later (case 58)', async () => {
  const [first, second] = [uuidOf(801), uuidOf(802)];
  const contact = (id: string, touchpoint: string, agent: string, occurredAt: string): Happened => ({
    ...{ id, touchpoint, occurredAt, subject: 80, channel: 'call_centre', kind: 'called' },
    properties: { agent, case: 'c-1' },
  });
  const answer = (response: string, about: string, value: number, touchpoint: string): Happened => ({
    ...{ id: `answered:${response}:1`, source: 'hilo/survey-trigger', kind: 'answered', subject: 80, touchpoint },
    occurredAt: '2026-03-12T10:00:00.000Z',
    properties: { response, revision: 1, programme: 'after', about: { source: 'shop', id: about } },
    ...nps(value),
  });
  await happen(
    answer(first, 'call-1', 10, 'desk'),
    contact('call-1', 'desk', 'eva', '2026-03-10T10:00:00.000Z'),
    // The case goes to another agent, at another place, and then she answers about each.
    contact('call-2', 'back-office', 'luis', '2026-03-11T10:00:00.000Z'),
    answer(second, 'call-2', 0, 'back-office'),
    // Who answers at once says so in the same interaction.
    { ...contact('call-3', 'desk', 'eva', '2026-03-11T12:00:00.000Z'), ...nps(9) },
  );
  const question = { metric: 'nps', ...march, filters: { touchpoint: ['desk', 'back-office'] } };
  const by = async (name: string) =>
    (await ask({ ...question, groupBy: [name] })).rows.map(({ group, value, n }) => [group[name], value, n]);
  expect(await by('properties.agent')).toEqual([
    ['eva', 100, 2],
    ['luis', -100, 1],
  ]);
  expect(await by('touchpoint')).toEqual([
    ['back-office', -100, 1],
    ['desk', 100, 2],
  ]);
  const ofEva = { metric: 'nps', ...march, filters: { properties: { agent: 'eva' } } };
  expect((await ask(ofEva)).rows).toMatchObject([{ value: 100, n: 2 }]);
  expect(await behind(ofEva)).toEqual([`answered:${first}:1`, 'call-3']);
  expect((await ask({ ...ofEva, per: 'customer' })).rows).toMatchObject([{ value: 100, n: 1 }]);
  expect(await behind({ ...question, groupBy: ['properties.agent'] }, { 'properties.agent': 'luis' })).toEqual([
    `answered:${second}:1`,
  ]);
});

it('shows no score of those who were chosen by it (case 59)', async () => {
  expect((await analytics.ask({ metric: 'nps', filters: { score: '10' } })).status).toBe(400);
  const condition = {
    type: 'any',
    of: [{ type: 'not', of: { type: 'last-answer', which: { scale: 'nps' }, value: { atLeast: 9 } } }],
  };
  const put = await analytics.send('PUT', '/v1/segments/unhappy', { body: { condition, why: 'a test' } });
  expect([put.status, put.text]).toEqual([200, expect.any(String)]);
  const inSegment = { ...march, filters: { segment: 'unhappy' } };
  for (const question of [
    { metric: 'nps', ...inSegment },
    { metric: 'nps', ...march, groupBy: ['segment.unhappy'] },
    { metric: 'gap', ...inSegment },
    { metric: 'bias', of: 'nps', ...inSegment },
  ]) {
    const { status, text } = await analytics.ask(question);
    expect([status, text]).toEqual([400, expect.stringContaining('is chosen by answers on nps')]);
  }
  const { status, text } = await analytics.send('POST', '/v1/journeys/moments', {
    body: { of: 'nps', filters: { segment: 'unhappy' } },
  });
  expect([status, text]).toEqual([400, expect.stringContaining('is chosen by answers on nps')]);
  for (const metric of ['csat', 'ces', 'volume', 'effort'])
    expect((await ask({ metric, ...inSegment })).metric).toBe(metric);
});

it('has one population in the figure, its groups, its table, its list and beside any other question (case 60)', async () => {
  const scores = [10, 9, 7, 3, 0, 10];
  await happen(
    ...scores.map((value, n) => ({
      ...{ id: `p-${n}`, occurredAt: '2026-03-05T12:00:00Z', touchpoint: 'people', subject: 90 + n },
      ...{ channel: n % 2 === 0 ? ('web' as const) : ('app' as const), properties: { fare: n < 4 ? 'basic' : 'flex' } },
      ...nps(value),
    })),
  );
  const filters = { touchpoint: 'people', properties: { fare: ['basic'] } };
  const question = { metric: 'nps', ...march, filters };
  const [tile] = (await ask(question)).rows;
  expect(tile).toMatchObject({ value: 25, n: 4 });
  const grouped = await ask({ ...question, groupBy: ['channel'] });
  expect(grouped.total).toMatchObject({ value: 25, n: 4 });
  expect(grouped.rows.map(({ n }) => n)).toEqual([2, 2]);
  const table = z
    .array(z.object({ n: z.coerce.number() }))
    .parse(parse((await analytics.ask({ ...question, groupBy: ['channel'] }, '?format=csv')).text, { columns: true }));
  expect(table.map(({ n }) => n)).toEqual([2, 2]);
  expect(await behind(question)).toHaveLength(4);
  const { text } = await analytics.ask([
    { metric: 'customers', ...march, filters },
    question,
    { metric: 'csat', ...march },
  ]);
  expect(JSON.parse(text).results.map(({ rows: [row] }: QueryAnswer) => row?.n)).toEqual([4, 4, 0]);
});

it('gives each period of a comparison its own list, and its own columns in a table (cases 67, 70)', async () => {
  const at = (id: string, occurredAt: string, value: number) => ({
    id,
    occurredAt,
    touchpoint: 'periods',
    ...nps(value),
  });
  await happen(
    at('now-1', '2026-03-10T12:00:00Z', 10),
    at('now-2', '2026-03-31T21:59:59.999Z', 0),
    at('then-1', '2026-02-28T22:59:59.999Z', 10),
    at('then-2', '2026-02-01T12:00:00Z', 9),
    at('then-3', '2026-01-31T23:00:00.000Z', 8),
  );
  const question = { metric: 'nps', ...march, ...of('periods'), compare: 'previous-period' };
  const { before, rows } = await ask(question);
  expect(rows).toMatchObject([{ n: 2, change: { before: { n: 3 } } }]);
  expect(await behind(question)).toEqual(['now-2', 'now-1']);
  expect(await behind({ ...question, ...before })).toEqual(['then-1', 'then-2', 'then-3']);
  const { text } = await analytics.ask(question, '?format=csv');
  expect(parse(text, { columns: true })).toMatchObject([
    { value: '0', n: '2', change_before_n: '3', change_before_value: '66.67', change_significant: expect.any(String) },
  ]);
});

it('says how much it leaves out since several people share an identifier, and counts as many as it lists', async () => {
  const shared = { ...recordOf(95, 1, [95]), ambiguous: true };
  await tellAnalytics(analytics.pool, 'customers', [
    shared,
    { ...recordOf(96, 1, [96]), ambiguous: true },
    recordOf(97, 1, [97]),
  ]);
  const touchpoint = 'shared-phone';
  const said = (id: string, subject: number, more: Partial<Happened> = {}): Happened => ({
    ...{ id: `sh-${id}`, subject, touchpoint, occurredAt: '2026-03-03T10:00:00Z', channel: 'call_centre' },
    ...{ kind: 'complained', direction: 'inbound' },
    ...more,
  });
  await happen(
    said('1', 95, nps(0)),
    said('2', 95, { occurredAt: '2026-03-04T10:00:00Z' }),
    said('3', 96),
    said('4', 97, nps(10)),
    said('5', 95, { direction: 'outbound', kind: 'called' }),
  );
  const leftOut = async (question: object) =>
    (await ask({ ...march, ...of(touchpoint), ...question }, '?explain=true')).explain?.leftOut;
  const reason = 'shared-identifier';
  expect(await leftOut({ metric: 'customers' })).toEqual([{ reason, n: 4, identifiers: 2 }]);
  expect(await leftOut({ metric: 'effort' })).toEqual([{ reason, n: 3, identifiers: 2 }]);
  expect(await leftOut({ metric: 'pressure' })).toEqual([{ reason, n: 1, identifiers: 1 }]);
  expect(await leftOut({ metric: 'nps', per: 'customer' })).toEqual([{ reason, n: 1, identifiers: 1 }]);
  expect(await leftOut({ metric: 'nps' })).toEqual([]);
  // What several people complained of was complained of; who they are is another question.
  const complaints = { metric: 'complaints', ...march, ...of(touchpoint) };
  expect((await ask(complaints)).rows).toMatchObject([{ value: 4, n: 5, customers: 1 }]);
  expect(await behind(complaints)).toHaveLength(4);
  expect((await ask({ metric: 'volume', ...march, ...of(touchpoint) })).rows).toMatchObject([{ value: 5 }]);
});
