import type { SegmentCondition } from '@hilo/segments';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { readAllFigures } from '../asking/all-figures.ts';
import { answerQuestion } from '../asking/answer-question.ts';
import { QueryAnswer, Question } from '../domain/metrics.ts';
import { askedOf } from '../routes/query.ts';
import { type Started, startAnalytics } from './started.ts';
import { recordOf, resolvedOf, tellAnalytics, traitOf } from './telling.ts';

const properties = ['product', 'cabin'];
let analytics: Started;
beforeAll(async () => {
  analytics = await startAnalytics({ HILO_TIME_ZONE: 'Europe/Madrid', HILO_PROPERTIES: properties.join(',') });
  await happen();
  await define('gold', { type: 'trait', path: 'tier', operator: 'equals', value: 'gold' });
  await define('often', { type: 'interactions', which: { channels: ['web'] }, count: { atLeast: 12 } });
  const asked = { metric: 'volume', ...march, groupBy: ['outcome'] };
  await vi.waitFor(async () => expect((await byService(asked)).explain?.answeredBy).toBe('columns'), {
    timeout: 60_000,
  });
});
afterAll(() => analytics.stop());

const define = async (name: string, condition: SegmentCondition) =>
  expect((await analytics.send('PUT', `/v1/segments/${name}`, { body: { condition, why: 'a test' } })).status).toBe(
    200,
  );

let seed = 5;
const some = (n: number): number => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return Math.floor((seed / 2 ** 32) * n);
};
const oneOf = <One>(...all: One[]): One | undefined => all[some(all.length)];
const answers = () => [
  ...(some(3) === 0 ? [{ question: 'a', scale: 'nps' as const, value: some(11) }] : []),
  ...(some(4) === 0 ? [{ question: 'b', scale: 'ces' as const, value: 1 + some(7) }] : []),
  ...(some(3) === 0 ? [{ question: 'c', scale: 'csat' as const, value: 1 + some(5) }] : []),
];

/** Two months with the changes of clocks in them: told late, anew and withdrawn; people merged, split, shared, and of nobody yet. */
const happen = async (): Promise<void> => {
  let version = 1;
  for (let round = 0; round < 4; round++) {
    const told = Array.from({ length: 110 }, () => {
      const [outcome, actor, direction] = [
        oneOf('done', undefined),
        oneOf('employee', 'manager', 'system', undefined),
        oneOf('inbound', 'outbound', undefined),
      ];
      const product = oneOf<unknown>('seat', 'bag', '', 7.5, true, ['bag'], 'x'.repeat(300), '(none)', undefined);
      return resolvedOf({
        id: `c-${some(300)}`,
        subject: 1 + some(20),
        version: version++,
        withdrawn: some(8) === 0,
        occurredAt: new Date(Date.UTC(2026, 2, 20 + some(20), some(24), some(4) * 15, 0, some(2))).toISOString(),
        channel: oneOf('web', 'app', 'ivr') ?? 'web',
        touchpoint: oneOf('search', 'help') ?? 'search',
        kind: oneOf('viewed', 'bought') ?? 'viewed',
        ...(outcome && { outcome }),
        ...(actor && { actor }),
        ...(direction && { direction }),
        answers: answers(),
        properties: { product, cabin: oneOf('y', 'j', '😀', 'ﬀ'), seat: oneOf('1A', '2B') },
      } as Parameters<typeof resolvedOf>[0]);
    });
    await tellAnalytics(analytics.pool, 'resolved', [
      ...new Map(told.map((one) => [one.interaction.id, one])).values(),
    ]);
    const records = Array.from({ length: 14 }, (_, n) => {
      const traits = { tier: traitOf(oneOf('gold', 'silver') ?? ''), city: traitOf(oneOf('Madrid', 'Málaga') ?? '') };
      const record = recordOf(1 + n, version++, [1 + n, ...(some(3) === 0 ? [1 + some(18)] : [])]);
      return { ...record, ambiguous: some(6) === 0, traits: some(3) === 0 ? {} : traits };
    });
    await tellAnalytics(analytics.pool, 'customers', records);
  }
};

const march = { from: '2026-03-20', to: '2026-04-10' };
const dimensions = [
  ...['channel', 'touchpoint', 'kind', 'direction', 'actor', 'voice', 'outcome', 'hour', 'day', 'week', 'month'],
  ...['properties.product', 'properties.cabin', 'traits.tier', 'traits.city', 'segment.gold', 'segment.often'],
];
const of = (...values: string[]) =>
  fc.option(fc.subarray([...values, '(none)', 'unheard'], { minLength: 2 }), { nil: undefined, freq: 8 });
const someFilters = fc.record({
  channel: of('web', 'app'),
  kind: of('viewed'),
  direction: of('inbound'),
  voice: fc.constantFrom(
    undefined,
    undefined,
    undefined,
    ['customer'],
    ['other', 'employee'],
    ['management', 'customer'],
  ),
  outcome: of('done'),
  properties: of('seat', '7.5', 'true').map((product) => product && { product }),
  traits: of('gold').map((tier) => tier && { tier }),
  segment: fc.constantFrom(undefined, undefined, undefined, 'gold', 'often'),
});
const someQuestion = fc.record({
  metric: fc.constantFrom('volume', 'nps', 'csat', 'ces', 'gap'),
  timeZone: fc.constantFrom(undefined, 'UTC', 'Asia/Kathmandu', 'America/St_Johns', 'Australia/Lord_Howe', '-03:30'),
  weekStart: fc.constantFrom('monday', 'sunday', 'saturday'),
  groupBy: fc.uniqueArray(fc.constantFrom(...dimensions), { maxLength: 3 }),
  interval: fc.constantFrom(undefined, undefined, 'hour', 'day', 'week'),
  from: fc.constantFrom('2026-03-20', '2026-03-24T11:20:00Z'),
  to: fc.constantFrom('2026-04-10', '2026-04-05T15:10:00Z', '2026-03-29'),
  filters: someFilters,
  limit: fc.constantFrom(3, 500),
  compare: fc.constantFrom(undefined, 'previous-period' as const),
});

const byService = async (question: object): Promise<QueryAnswer> => {
  const { status, text } = await analytics.ask(question, '?explain=true');
  expect([status, text.slice(0, 500)]).toEqual([200, expect.any(String)]);
  return QueryAnswer.parse(JSON.parse(text));
};
const byFacts = async (question: object) => {
  const context = {
    pool: analytics.pool,
    properties,
    timeZone: 'Europe/Madrid',
    asOf: () => Date.now(),
    timeoutMs: 10_000,
  };
  const asked = await askedOf(Question.parse(question), context, true);
  const { answer, next } = await answerQuestion(context, asked);
  return { answer: QueryAnswer.parse(JSON.parse(JSON.stringify(answer))), after: next };
};
const comparable = ({ asOf: _asOf, explain, nextCursor: _cursor, ...answer }: QueryAnswer) => ({
  ...answer,
  explain: { ...explain, answeredBy: '' },
});

it('answers from the columns what SQL answers from the facts, whatever is asked of them', async () => {
  let [columns, groups] = [0, 0];
  const answersTheSame = fc.asyncProperty(someQuestion, async ({ compare, ...rest }) => {
    const question = JSON.parse(JSON.stringify(rest.metric === 'gap' ? rest : { ...rest, compare }));
    const [found, { answer, after }] = [await byService(question), await byFacts(question)];
    expect(comparable(found)).toEqual(comparable(answer));
    expect(found.nextCursor === undefined).toBe(after === undefined);
    if (found.explain?.answeredBy === 'columns') columns++;
    groups += found.rows.length;
    if (found.nextCursor === undefined) return;
    const next = { ...question, cursor: found.nextCursor };
    expect(comparable(await byService(next))).toEqual(comparable((await byFacts(next)).answer));
  });
  const numRuns = process.env.HILO_TEST_FULL === '1' ? 2000 : 80;
  await fc.assert(answersTheSame, { numRuns });
  expect(columns).toBeGreaterThan(numRuns / 8);
  expect(groups).toBeGreaterThan(numRuns / 8);
}, 600_000);

it('has volumes and every score of each group as SQL has them', async () => {
  const context = { pool: analytics.pool, timeoutMs: 10_000 };
  for (const [query, timeZone, names] of [
    ['groupBy=outcome,voice', 'Europe/Madrid', ['outcome', 'voice']],
    ['groupBy=touchpoint,day&from=2026-03-20&to=2026-04-10', 'Europe/Madrid', ['touchpoint', 'day']],
    ['groupBy=day&timeZone=Asia/Kathmandu&from=2026-03-20&to=2026-04-10', 'Asia/Kathmandu', ['day']],
  ] as const) {
    const { text } = await analytics.get(`/v1/kpis?${query}`);
    const { groups, from = '-infinity', to = 'infinity' } = JSON.parse(text);
    const dimensions = names.map((name) => ({ name, by: name }));
    const asked = { range: { from, to }, before: undefined, dimensions, filters: {}, timeZone };
    expect(groups.length).toBeGreaterThan(3);
    expect({ groups }).toEqual(await readAllFigures(context, { ...asked, weekStart: 'monday' }));
  }
});

it('says who answered: rollups where they know all that is asked in few groups, the facts where nobody else does', async () => {
  const answeredBy = async (asked: object) =>
    (await byService({ metric: 'volume', ...march, ...asked })).explain?.answeredBy;
  expect(await answeredBy({ groupBy: ['channel'] })).toBe('rollups');
  expect(await answeredBy({ interval: 'week' })).toBe('rollups');
  expect(await answeredBy({ groupBy: ['channel'], interval: 'week', timeZone: 'Asia/Kathmandu' })).toBe('columns');
  expect(await answeredBy({ groupBy: ['properties.seat'] })).toBe('facts');
  expect(await answeredBy({ metric: 'nps', per: 'customer' })).toBe('facts');
  // An answer to a survey has the properties of what it is about.
  expect(await answeredBy({ metric: 'nps', filters: { properties: { cabin: 'y' } } })).toBe('facts');
});

it('leaves days by something else to the rollups where the columns do not have what these have', async () => {
  const asked = { metric: 'nps', ...march, groupBy: ['touchpoint'], interval: 'day', limit: 1000 };
  const byColumns = await byService(asked);
  expect(byColumns.explain?.answeredBy).toBe('columns');
  const alsoWhile = async (change: string, back: string) => {
    await analytics.pool.query(change);
    const answer = await byService(asked);
    await analytics.pool.query(back);
    const { rebuilding: _rebuilding, ...rest } = answer;
    expect([answer.explain?.answeredBy, comparable(rest)]).toEqual(['rollups', comparable(byColumns)]);
  };
  // A rebuild is under way, and the columns may be of neither the old nor the new.
  await alsoWhile(
    'INSERT INTO rebuilds (generation, run, active) VALUES (1, gen_random_uuid(), true)',
    'DELETE FROM rebuilds',
  );
  // Its first days are of a month that is over for good.
  await alsoWhile("UPDATE projection SET kept_from = '2026-04-01'", 'UPDATE projection SET kept_from = NULL');
});
