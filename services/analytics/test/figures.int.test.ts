import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { QueryAnswer } from '../domain/metrics.ts';
import { type Started, startAnalytics } from './started.ts';
import { eventOf, type Happened, recordOf, resolvedOf, tellAnalytics, uuidOf } from './telling.ts';

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
const Rows = z.object({
  rows: z.array(z.object({ id: z.string(), value: z.number().optional(), customer: z.string().optional() })),
  nextCursor: z.string().optional(),
});
/** What is behind a figure, in pages of two: the id of each, its value, and whose it is. */
const behind = async (question: object, group: object = {}, cursor?: string): Promise<unknown[]> => {
  const body = { question, group, limit: 2, ...(cursor !== undefined && { cursor }) };
  const { status, text } = await analytics.send('POST', '/v1/query/rows', { body });
  expect([status, text.slice(0, 500)]).toEqual([200, expect.any(String)]);
  const { rows, nextCursor } = Rows.parse(JSON.parse(text));
  const page = rows.map(({ id, value, customer }) => [id, value, customer]);
  return nextCursor === undefined ? page : [...page, ...(await behind(question, group, nextCursor))];
};
const happen = (...all: Happened[]) => tellAnalytics(analytics.pool, 'resolved', all.map(resolvedOf));
const nps = (value: number) => ({ answers: [{ question: 'q', scale: 'nps' as const, value }] });
const of = (touchpoint: string) => ({ filters: { touchpoint } });
const march = { from: '2026-03-01', to: '2026-03-31' };

it('tells who was asked, who was not and why, and what came of it, all of which adds up', async () => {
  const about = (n: number) => `asked-${n}`;
  await happen(
    ...[0, 1, 2, 3, 4, 5].map((n) => ({
      id: about(n),
      occurredAt: '2026-03-01T10:00:00.000Z',
      touchpoint: 'asked',
      subject: 31,
    })),
  );
  const event = (
    n: number,
    state: 'invited' | 'withheld' | 'accepted' | 'bounced' | 'answered',
    minutes: number,
    reason?: string,
  ) =>
    eventOf({
      state,
      invitation: 100 + n,
      about: about(n),
      touchpoint: 'asked',
      at: new Date(Date.UTC(2026, 2, 1, 10, minutes)).toISOString(),
      ...(reason !== undefined && { reason }),
    });
  await tellAnalytics(analytics.pool, 'surveys', [
    ...[0, 1, 2].flatMap((n) => [event(n, 'invited', 10), event(n, 'accepted', 20 + n)]),
    event(0, 'answered', 60),
    event(2, 'bounced', 30),
    event(3, 'withheld', 10, 'contact-pressure'),
    event(4, 'withheld', 10, 'contact-pressure'),
    event(5, 'withheld', 10, 'no-consent'),
  ]);
  const question = { ...march, filters: { touchpoint: 'asked' } };
  expect((await ask({ metric: 'response-rate', ...question })).rows).toMatchObject([
    { value: 50, n: 2, sent: 3, bounced: 1, answered: 1, withheld: 3 },
  ]);
  expect((await ask({ metric: 'withheld', ...question }, '?explain=true')).rows).toMatchObject([
    { value: 3, n: 6, invited: 3, share: { value: 50 }, reasons: { 'contact-pressure': 2, 'no-consent': 1 } },
  ]);
  expect((await ask({ metric: 'immediacy', ...question })).rows).toMatchObject([
    {
      value: 100,
      n: 3,
      toInvitation: { minutes: { p50: 21, p90: 22 } },
      toAnswer: { n: 1, value: 100, minutes: { p50: 60, p90: 60 } },
    },
  ]);
  const byReason = await ask({ metric: 'withheld', ...question, groupBy: ['reason'] });
  expect(byReason.rows.map(({ group, value }) => [group.reason, value])).toEqual([
    ['(none)', 0],
    ['contact-pressure', 2],
    ['no-consent', 1],
  ]);
  await tellAnalytics(analytics.pool, 'customers', [recordOf(31, 1, [31])]);
  const [one, two, three, four, five, six] = Array.from({ length: 6 }, (_, n) => uuidOf(100 + n));
  const whose = uuidOf(31);
  expect(await behind({ metric: 'response-rate', ...question })).toEqual(
    [
      [two, 0, whose],
      [one, 1, whose],
    ]
      .toSorted()
      .toReversed(),
  );
  expect(await behind({ metric: 'immediacy', ...question })).toEqual(
    [
      [one, 20, whose],
      [two, 21, whose],
      [three, 22, whose],
    ]
      .toSorted()
      .toReversed(),
  );
  expect(await behind({ metric: 'withheld', ...question, groupBy: ['reason'] }, { reason: 'no-consent' })).toEqual([
    [six, undefined, whose],
  ]);
  expect(await behind({ metric: 'withheld', ...question })).toEqual(
    [
      [four, undefined, whose],
      [five, undefined, whose],
      [six, undefined, whose],
    ]
      .toSorted()
      .toReversed(),
  );
  // A filter that fits none of them leaves out both those who were sent something and those who answered.
  expect(
    (await ask({ metric: 'response-rate', ...march, filters: { touchpoint: 'asked', channel: 'app' } })).rows,
  ).toMatchObject([{ value: null, n: 0, sent: 0, answered: 0 }]);
});

it('takes a menu, an agent six minutes later and a transfer for one contact, and what follows within a week for a repeated one', async () => {
  const call = (id: string, occurredAt: string, more: Partial<Happened> = {}): Happened => ({
    id,
    occurredAt,
    touchpoint: 'line',
    channel: 'call_centre',
    kind: 'called',
    direction: 'inbound',
    subject: 41,
    ...more,
  });
  await happen(
    call('line-1', '2026-03-02T10:00:00Z', { channel: 'ivr' }),
    call('line-2', '2026-03-02T10:06:00Z', { properties: { waitSeconds: 90 } }),
    call('line-3', '2026-03-02T10:20:00Z', { kind: 'transferred', properties: { waitSeconds: 30 } }),
    call('line-4', '2026-03-06T10:00:00Z', { channel: 'chat', properties: { transfers: 2 } }),
    call('line-5', '2026-03-30T10:00:00Z'),
    call('line-6', '2026-04-06T09:00:00Z'),
  );
  const [march30] = (await ask({ metric: 'effort', ...march, ...of('line') })).rows;
  expect(march30).toMatchObject({
    value: 66.67,
    n: 3,
    contacts: 3,
    open: 0,
    repeated: 2,
    firstContactResolution: { value: 33.33 },
    transfers: { contacts: 2, all: 3 },
    channelSwitches: 1,
    waitSeconds: { n: 1, p50: 120 },
  });
  const recently = new Date(Date.now() - 86_400_000).toISOString();
  await happen(call('line-7', recently, { touchpoint: 'open-line' }));
  expect((await ask({ metric: 'effort', ...of('open-line') }, '?explain=true')).rows).toMatchObject([
    { value: null, n: 0, contacts: 1, open: 1 },
  ]);
});

it('tells the pressure by customer and week, and of which system', async () => {
  const contact = (id: string, day: number, subject: number, more: Partial<Happened> = {}): Happened => ({
    id,
    occurredAt: new Date(Date.UTC(2026, 2, day, 12)).toISOString(),
    touchpoint: 'pressed',
    kind: 'contacted',
    direction: 'outbound',
    subject,
    ...more,
  });
  await happen(
    contact('p-1', 2, 51),
    contact('p-2', 4, 51, { outcome: 'refused' }),
    contact('p-3', 8, 51, { source: 'hilo/survey-trigger', properties: { contact: { source: 'crm' } } }),
    contact('p-4', 9, 51),
    contact('p-5', 3, 52),
  );
  const answer = await ask({ metric: 'pressure', ...march, ...of('pressed'), groupBy: ['source'] });
  expect(answer.total).toMatchObject({
    value: 1.67,
    n: 3,
    contacts: 5,
    customers: 2,
    most: 3,
    refusalsPer1000: 200,
    over: { value: 33.33 },
  });
  expect(answer.rows.map(({ group, contacts }) => [group.source, contacts])).toEqual([
    ['crm', 1],
    ['shop', 4],
  ]);
  await tellAnalytics(analytics.pool, 'customers', [recordOf(51, 1, [51]), recordOf(52, 1, [52])]);
  const question = { metric: 'pressure', ...march, ...of('pressed') };
  expect(await behind(question)).toEqual([
    ['p-4', 1, uuidOf(51)],
    ['p-3', 3, uuidOf(51)],
    ['p-5', 1, uuidOf(52)],
  ]);
  expect(await behind({ ...question, groupBy: ['source'] }, { source: 'crm' })).toEqual([['p-3', 1, uuidOf(51)]]);
  expect(await behind({ ...question, interval: 'week' }, { week: '2026-03-09' })).toEqual([['p-4', 1, uuidOf(51)]]);
});

it('puts beside each other what customers say and what employees and management believe', async () => {
  const voices = [
    ...Array.from({ length: 40 }, (_, n) => ({
      actor: n % 2 ? undefined : ('customer' as const),
      score: n < 10 ? 10 : 3,
    })),
    ...Array.from({ length: 40 }, (_, n) => ({ actor: 'employee' as const, score: n < 30 ? 9 : 6 })),
    { actor: 'manager' as const, score: 10 },
    { actor: 'auditor' as const, score: 0 },
  ];
  await happen(
    ...voices.map(({ actor, score }, n) => ({
      id: `voice-${n}`,
      occurredAt: '2026-03-05T12:00:00Z',
      touchpoint: 'voices',
      ...(actor && { actor }),
      ...nps(score),
    })),
  );
  const [gap] = (await ask({ metric: 'gap', ...march, ...of('voices') })).rows;
  expect(gap).toMatchObject({
    value: 100,
    significant: true,
    customers: { value: -50, n: 40 },
    employees: { value: 50, n: 40 },
    management: { value: 100, n: 1 },
    managementGap: { value: 150, significant: false },
  });
  const { rows } = await ask({ metric: 'nps', ...march, ...of('voices'), groupBy: ['voice'] });
  expect(rows.map(({ group, n }) => [group.voice, n])).toEqual([
    ['customer', 40],
    ['employee', 40],
    ['management', 1],
    ['other', 1],
  ]);
});

it('counts complaints beside all that happened', async () => {
  await happen(
    ...['complained', 'called', 'called', 'reviewed'].map((kind, n) => ({
      id: `c-${n}`,
      occurredAt: '2026-03-05T12:00:00Z',
      touchpoint: 'complaints',
      kind,
    })),
  );
  expect((await ask({ metric: 'complaints', ...march, ...of('complaints') })).rows).toMatchObject([
    { value: 1, n: 4, share: { value: 25 }, customers: 1 },
  ]);
});

it('asks by what the record of the customer says today, and by segment, and moves with a merge', async () => {
  const trait = (value: string) => ({ value, source: 'shop', interaction: 'x', at: '2026-03-01T00:00:00.000Z' });
  const record = (id: number, version: number, subjects: number[], tier: string) => ({
    ...recordOf(id, version, subjects),
    traits: { tier: trait(tier) },
  });
  const score = (id: string, subject: number, value: number): Happened => ({
    id,
    occurredAt: '2026-03-05T12:00:00Z',
    touchpoint: 'tiers',
    subject,
    ...nps(value),
  });
  await happen(score('t-1', 71, 10), score('t-2', 72, 0), score('t-3', 73, 9), score('t-4', 74, 3));
  await tellAnalytics(analytics.pool, 'customers', [
    record(71, 1, [71], 'gold'),
    record(72, 1, [72], 'blue'),
    record(73, 1, [73], 'gold'),
  ]);
  await analytics.pool.query(
    `INSERT INTO segment_versions (name, version, condition, by, why, at) VALUES ('gold', 1, $1, $2, 'a test', now())`,
    [
      JSON.stringify({ type: 'trait', path: 'tier', operator: 'equals', value: 'gold' }),
      JSON.stringify({ key: 'hilo', source: 'hilo/analytics' }),
    ],
  );
  const groups = async (name: string, metric = 'nps') =>
    (await ask({ metric, ...march, ...of('tiers'), groupBy: [name] })).rows.map(({ group, n }) => [group[name], n]);
  expect(await groups('traits.tier')).toEqual([
    ['(none)', 1],
    ['blue', 1],
    ['gold', 2],
  ]);
  expect(await groups('segment.gold')).toEqual([
    ['member', 2],
    ['other', 2],
  ]);
  expect(await groups('traits.tier', 'customers')).toEqual([
    ['(none)', 1],
    ['blue', 1],
    ['gold', 2],
  ]);
  const inGold = { filters: { touchpoint: 'tiers', segment: 'gold' } };
  expect((await ask({ metric: 'nps', ...march, ...inGold })).rows).toMatchObject([{ n: 2, value: 100 }]);
  expect(
    (await ask({ metric: 'nps', ...march, filters: { touchpoint: 'tiers', traits: { tier: ['blue', '(none)'] } } }))
      .rows,
  ).toMatchObject([{ n: 2 }]);
  // Who was unhappy is found to be the same as who was content.
  await tellAnalytics(analytics.pool, 'customers', [record(71, 2, [71, 72], 'gold')]);
  expect(await groups('traits.tier')).toEqual([
    ['(none)', 1],
    ['gold', 3],
  ]);
  expect((await ask({ metric: 'nps', ...march, ...inGold })).rows).toMatchObject([{ n: 3 }]);
  for (const metric of ['effort', 'pressure', 'withheld', 'immediacy', 'bias', 'complaints', 'gap'])
    expect(
      (await ask({ metric, ...march, ...inGold, groupBy: ['traits.tier', 'segment.gold'] }, '?explain=true')).metric,
    ).toBe(metric);
});
