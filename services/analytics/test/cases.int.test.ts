import { transaction } from '@hilo/runtime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { QueryAnswer } from '../domain/metrics.ts';
import { erase } from '../erase.ts';
import { type Started, startAnalytics } from './started.ts';
import { recordOf, resolvedOf, tellAnalytics, uuidOf } from './telling.ts';

let analytics: Started;
beforeAll(async () => {
  analytics = await startAnalytics({ HILO_TIME_ZONE: 'Europe/Madrid' });
});
afterAll(() => analytics.stop());

const Ids = z.object({ rows: z.array(z.object({ id: z.string() })) });
const hour = 3_600_000;
const opened = Date.UTC(2026, 2, 10, 9);
const text = (at: number) => new Date(at).toISOString();
const words = {
  severity: ['low', 'normal', 'high'],
  queue: ['care', 'social'],
  rule: ['detractor', 'complaint'],
} as const;
const statuses = ['open', 'open', 'waiting', 'resolved', 'resolved', 'joined', 'withdrawn'];

/** Sixty cases of all kinds, with whatever may be different in them. */
const some = Array.from({ length: 60 }, (_, n) => {
  const status = statuses[(n * 5) % statuses.length] ?? 'open';
  const openedAt = opened + n * 7 * hour;
  const isContacted = n % 3 !== 0;
  return {
    ...{
      id: uuidOf(1000 + n),
      revision: 3,
      state: 'commented',
      status,
      subject: uuidOf(1 + (n % 9)),
      customer: uuidOf(1),
    },
    ...{ interaction: { source: 'shop', id: `case-${n}` }, reason: words.rule[n % 2], about: 'checkout' },
    ...{ severity: words.severity[n % 3], queue: words.queue[n % 2], touchpoint: `gate-${n % 4}`, channel: 'web' },
    ...{ level: n % 5 === 0 ? 1 : 0, reopened: status === 'resolved' ? n % 3 : 0, at: text(openedAt) },
    ...{ occurredAt: text(openedAt - hour), openedAt: text(openedAt) },
    ...(status === 'open' && { dueAt: text(n % 2 === 0 ? openedAt + hour : Date.now() + 100 * hour) }),
    ...(isContacted && { contactedAt: text(openedAt + (n + 1) * 600_000) }),
    ...(status === 'resolved' && {
      resolvedAt: text(openedAt + (n + 2) * hour),
      // Of some the clocks stood when they were resolved: they are due at no time.
      ...(n % 4 !== 3 && { resolutionDueAt: text(openedAt + (n % 3 === 0 ? 100 : n + 2) * hour - (n % 2)) }),
      rootCause: n % 4 === 0 ? 'delay' : 'staff',
    }),
    ...(status === 'resolved' && {
      before: { scale: 'nps', value: n % 7 },
      after: { scale: n % 4 === 0 ? 'csat' : 'nps', value: (n * 3) % 11 },
    }),
  };
});

const ask = async (question: object, query = ''): Promise<QueryAnswer> => {
  const { status, text: answer } = await analytics.ask({ from: '2026-03-01', to: '2026-04-30', ...question }, query);
  expect([status, answer.slice(0, 500)]).toEqual([200, expect.any(String)]);
  return QueryAnswer.parse(JSON.parse(answer));
};
const sql = async (text: string) => (await analytics.pool.query<Record<string, string>>(text)).rows;
const real = "FROM cases WHERE status NOT IN ('joined', 'withdrawn')";

it('says of cases what plain SQL says of them, told in whichever order, and again', async () => {
  const earlier = some.map((one) => ({ ...one, revision: 1, state: 'opened', status: 'open', queue: 'nobody' }));
  await tellAnalytics(analytics.pool, 'cases', [...some.slice(30), ...earlier, ...some.slice(0, 30), ...some]);
  const [all] = await sql(`SELECT count(*) AS n, count(*) FILTER (WHERE status IN ('open', 'waiting')) AS hand,
      count(*) FILTER (WHERE status = 'open' AND due_at < now()) AS overdue, count(*) FILTER (WHERE status = 'open') AS open,
      percentile_disc(0.5) WITHIN GROUP (ORDER BY contacted_at - opened_at) AS contact, count(contacted_at) AS contacted,
      extract(epoch FROM percentile_disc(0.5) WITHIN GROUP (ORDER BY contacted_at - opened_at)) / 3600 AS hours,
      extract(epoch FROM avg(resolved_at - opened_at)) / 3600 AS resolving,
      100.0 * count(*) FILTER (WHERE reopened > 0) / count(*) FILTER (WHERE status = 'resolved') AS reopened,
      avg(recovery) AS recovery, count(recovery) AS recovered ${real}`);
  const value = async (metric: string) => (await ask({ metric })).rows[0];
  expect(await value('cases')).toMatchObject({ value: Number(all?.n), n: Number(all?.n) });
  expect(await value('cases-open')).toMatchObject({ value: Number(all?.hand) });
  expect(await value('cases-overdue')).toMatchObject({ value: Number(all?.overdue), n: Number(all?.open) });
  expect((await value('first-contact'))?.value).toBeCloseTo(Number(all?.hours), 1);
  expect((await value('first-contact'))?.n).toBe(Number(all?.contacted));
  expect(Number((await value('resolution-time'))?.mean)).toBeCloseTo(Number(all?.resolving), 1);
  const resolved = some.filter(({ status }) => status === 'resolved');
  const inTime = resolved.filter(
    ({ resolvedAt = '', resolutionDueAt }) =>
      resolutionDueAt === undefined || Date.parse(resolvedAt) <= Date.parse(resolutionDueAt),
  );
  expect((await value('resolution-time'))?.inTime).toMatchObject({
    value: expect.closeTo((100 * inTime.length) / resolved.length, 1),
    n: resolved.length,
  });
  expect(inTime.length).toBeGreaterThan(0);
  expect(inTime.length).toBeLessThan(resolved.length);
  expect((await value('reopened'))?.value).toBeCloseTo(Number(all?.reopened), 1);
  expect((await value('recovery'))?.value).toBeCloseTo(Number(all?.recovery), 1);
  expect((await value('recovery'))?.n).toBe(Number(all?.recovered));
  expect(Number(all?.recovered)).toBeGreaterThan(5);
});

it('lists the cases behind each figure, as plain SQL has them', async () => {
  const listed = async (metric: string) => {
    const question = { metric, from: '2026-03-01', to: '2026-04-30' };
    const { status, text: told } = await analytics.send('POST', '/v1/query/rows', { body: { question, limit: 200 } });
    expect([status, told.slice(0, 500)]).toEqual([200, expect.any(String)]);
    return Ids.parse(JSON.parse(told)).rows.map(({ id }) => id);
  };
  const inSql = async (condition: string) =>
    (await sql(`SELECT id ${real} AND ${condition} ORDER BY opened_at DESC, id::text COLLATE "C" DESC`)).map(
      ({ id }) => id,
    );
  expect(await listed('cases')).toEqual(await inSql('true'));
  expect(await listed('cases-open')).toEqual(await inSql("status IN ('open', 'waiting')"));
  expect(await listed('cases-overdue')).toEqual(await inSql("status = 'open' AND due_at < now()"));
  expect(await listed('cases-overdue')).toHaveLength((await ask({ metric: 'cases-overdue' })).rows[0]?.value ?? -1);
});

it('groups and filters them by what only cases have, and by what opened them, and says what it left out', async () => {
  for (const name of ['severity', 'queue', 'reason', 'touchpoint', 'cause']) {
    const column = name === 'reason' ? 'rule' : name;
    const rows = await sql(
      `SELECT coalesce(${column}, '(none)') AS name, count(*) AS n ${real} GROUP BY ${column} ORDER BY coalesce(${column}, '(none)') COLLATE "C"`,
    );
    const answer = await ask({ metric: 'cases', groupBy: [name] });
    expect(answer.rows.map(({ group, value }) => [group[name], value])).toEqual(
      rows.map((row) => [row.name, Number(row.n)]),
    );
  }
  const [high] = await sql(`SELECT count(*) AS n ${real} AND severity = 'high' AND queue = 'care'`);
  const answer = await ask({ metric: 'cases', filters: { severity: 'high', queue: ['care'] } }, '?explain=true');
  expect(answer.rows[0]?.value).toBe(Number(high?.n));
  expect((await ask({ metric: 'cases' }, '?explain=true')).explain?.leftOut).toEqual([
    { reason: 'joined', n: some.filter(({ status }) => status === 'joined').length },
    { reason: 'withdrawn', n: some.filter(({ status }) => status === 'withdrawn').length },
  ]);
  const refused = await analytics.ask({ metric: 'nps', groupBy: ['queue'] });
  expect([refused.status, JSON.parse(refused.text).errors[0].message]).toEqual([
    400,
    expect.stringContaining('is only of cases'),
  ]);
});

it('asks who opened them by the customer of today, and forgets those of who is erased', async () => {
  await tellAnalytics(analytics.pool, 'resolved', [
    resolvedOf({ id: 'case-2', occurredAt: '2026-03-10T16:00:00.000Z', subject: 3, actor: 'customer' }),
  ]);
  await tellAnalytics(analytics.pool, 'customers', [recordOf(3, 1, [3])]);
  const voices = await ask({ metric: 'cases', groupBy: ['actor'] });
  expect(voices.rows.find(({ group }) => group.actor === 'customer')?.value).toBe(1);
  const erasure = { id: uuidOf(1), at: '2026-12-01T00:00:00.000Z', subjects: [uuidOf(3)], customers: [], names: [] };
  const removed = await transaction(analytics.pool, (tx) => erase(tx, erasure));
  expect(removed.cases).toBe(some.filter(({ subject }) => subject === uuidOf(3)).length);
  // What is told again of somebody who is erased stays forgotten.
  await tellAnalytics(analytics.pool, 'cases', some);
  expect(await sql(`SELECT id FROM cases WHERE subject = '${uuidOf(3)}'`)).toEqual([]);
});
