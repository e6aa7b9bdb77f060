import { randomUUID } from 'node:crypto';
import type { VerbatimEvent } from '@hilo/contracts';
import { lockForErasure, obeyRebuildStep, transaction } from '@hilo/runtime';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readDays } from '../alerts/read-days.ts';
import { Watch } from '../domain/alerts/watch.ts';
import { dayNumber } from '../domain/alerts/watched-day.ts';
import { QueryAnswer } from '../domain/metrics.ts';
import { erase, removeUntold } from '../erase.ts';
import { handlers } from '../pipeline.ts';
import { type Started, startAnalytics } from './started.ts';
import { type Happened, recordOf, resolvedOf, tellAnalytics, traitOf, uuidOf } from './telling.ts';

let analytics: Started;
beforeAll(async () => {
  analytics = await startAnalytics({ HILO_TIME_ZONE: 'Europe/Madrid' });
});
afterAll(() => analytics.stop());

const runs = process.env.HILO_TEST_FULL === '1' ? 200 : 10;
const range = { from: '2026-02-01', to: '2026-03-31' };

const told = fc.record({
  n: fc.nat(12),
  // On both sides of a month, of a day there, and of what is asked about.
  at: fc.constantFrom(
    '2026-01-10T00:00:00.000Z',
    '2026-02-28T22:59:59.999Z',
    '2026-02-28T23:00:00.000Z',
    '2026-03-01T00:00:00.000Z',
  ),
  subject: fc.integer({ min: 1, max: 5 }),
  kind: fc.constantFrom('viewed', 'complained'),
  withdrawn: fc.boolean(),
});
type Told = typeof told extends fc.Arbitrary<infer One> ? One : never;

const judged = fc.record({
  n: fc.nat(12),
  part: fc.nat(2),
  revision: fc.integer({ min: 1, max: 3 }),
  polarity: fc.constantFrom(undefined, 'negative' as const, 'neutral' as const, 'positive' as const),
  score: fc.integer({ min: -100, max: 100 }).map((n) => n / 100),
  topics: fc.subarray(['delay', 'staff', 'price']),
  isEarly: fc.boolean(),
});
type Judged = typeof judged extends fc.Arbitrary<infer One> ? One : never;

const history = fc.record({
  told: fc.array(told, { minLength: 20, maxLength: 50 }),
  // The same verbatim at the same revision says the same.
  judged: fc.uniqueArray(judged, {
    minLength: 30,
    maxLength: 60,
    selector: ({ n, part, revision }) => `${n} ${part} ${revision}`,
  }),
  owners: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 5, maxLength: 5 }),
  erased: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
});

const question = fc.record({
  metric: fc.constantFrom('sentiment', 'verbatims', 'complaints'),
  groupBy: fc.subarray(['topic', 'sentiment', 'day', 'kind', 'traits.tier'], { maxLength: 3 }),
  topic: fc.option(fc.subarray(['delay', 'staff', '(none)'], { minLength: 1 }), { nil: undefined }),
  sentiment: fc.option(fc.subarray(['negative', 'positive', '(none)'], { minLength: 1 }), { nil: undefined }),
});
type Asked = typeof question extends fc.Arbitrary<infer One> ? One : never;

let [run, version] = [0, 0];
type Fact = Told & { id: string; version: number; tier: string };
type World = { facts: Fact[]; verbatims: Map<string, Judged>; again: Happened[] };

const verbatimId = (n: number, part: number): string => uuidOf(run * 1000 + n * 10 + part);
const eventOf = ({ n, part, revision, polarity, score, topics }: Judged, subject: number): VerbatimEvent => ({
  id: verbatimId(n, part),
  revision,
  subject: uuidOf(1000 * run + subject),
  customer: uuidOf(1),
  interaction: { source: 'shop', id: `run-${run}-${n}` },
  part,
  ...(polarity && { language: 'en', polarity, confidence: 0.9, score }),
  topics,
  judgedBy: { method: polarity ? 'encoder' : 'none', version: '1' },
  // What a message says of the time is of when it was judged: the interaction says it better.
  occurredAt: '2026-03-01T00:00:00.000Z',
  judgedAt: '2026-03-02T00:00:00.000Z',
});

/** Tells it all, judged before or after it is heard of, and gives what is true in the end: plain code over what was said last. */
const tellHistory = async (drawn: typeof history extends fc.Arbitrary<infer One> ? One : never): Promise<World> => {
  run += 1;
  const base = 1000 * run;
  const last = new Map<number, Told & { version: number }>();
  const messages = drawn.told.map((one) => {
    version += 1;
    last.set(one.n, { ...one, version });
    return messageOf({ ...one, version });
  });
  const subjectOf = (n: number): number => last.get(n)?.subject ?? 1;
  const events = (isEarly: boolean) =>
    drawn.judged.filter((one) => one.isEarly === isEarly).map((one) => eventOf(one, subjectOf(one.n)));
  await tellAnalytics(analytics.pool, 'verbatims', events(true));
  await tellAnalytics(analytics.pool, 'resolved', messages.map(resolvedOf));
  await tellAnalytics(analytics.pool, 'verbatims', [...events(false), ...events(true)]);
  await tellAnalytics(
    analytics.pool,
    'customers',
    [1, 2, 3].map((owner) => ({
      ...recordOf(
        base + 500 + owner,
        run,
        drawn.owners.flatMap((own, at) => (own === owner ? base + at + 1 : [])),
      ),
      traits: { tier: traitOf(`tier-${owner}`) },
    })),
  );
  const isGone = ({ subject }: Told): boolean => subject === drawn.erased;
  if (drawn.erased !== undefined) await eraseSubject(base + drawn.erased);
  // A late judgement of who is erased by now is forgotten, too.
  await tellAnalytics(analytics.pool, 'verbatims', events(true));
  const verbatims = new Map<string, Judged>();
  for (const one of drawn.judged.toSorted((a, b) => a.revision - b.revision))
    verbatims.set(verbatimId(one.n, one.part), one);
  const facts = [...last.values()].filter((one) => !isGone(one));
  return {
    facts: facts
      .filter(({ withdrawn }) => !withdrawn)
      .map((one) => ({ ...one, id: `run-${run}-${one.n}`, tier: `tier-${drawn.owners[one.subject - 1]}` })),
    verbatims,
    again: facts.map(messageOf),
  };
};

const messageOf = (one: Told & { version: number }): Happened => ({
  id: `run-${run}-${one.n}`,
  occurredAt: one.at,
  touchpoint: `run-${run}`,
  subject: 1000 * run + one.subject,
  version: one.version,
  kind: one.kind,
  ...(one.withdrawn && { withdrawn: true }),
});

const eraseSubject = (subject: number) =>
  transaction(analytics.pool, async (tx) => {
    await lockForErasure(tx);
    const at = '2026-12-01T00:00:00.000Z';
    await erase(tx, { id: randomUUID(), at, subjects: [uuidOf(subject)], customers: [] });
  });

/** All is told again, and what was not told is removed. */
const rebuild = async ({ again }: World): Promise<void> => {
  const rebuild = randomUUID();
  const step = (message: { step: 'begin' } | { step: 'end'; run: string }) =>
    transaction(analytics.pool, (tx) =>
      obeyRebuildStep(
        tx,
        { rebuild, service: 'analytics', at: '2026-12-01T00:00:00.000Z', ...message },
        { removeUntold, heartbeat: async () => {} },
      ),
    );
  await step({ step: 'begin' });
  await transaction(analytics.pool, async (tx) => {
    const records = again.map((one, offset) => ({
      ...{ offset, key: '', headers: {}, appendedAt: 0 },
      value: JSON.stringify(resolvedOf(one)),
    }));
    await handlers['hilo.resolved.v1']?.(tx, { records, isRebuild: true });
  });
  await step({ step: 'end', run: rebuild });
};

type Row = { fact: Fact; id: string; verbatim: Judged | undefined; topic: string };
/** A row for each topic of each text; of interactions, one for each that has no text as well. */
const rowsOf = ({ facts, verbatims }: World, { metric }: Asked): Row[] =>
  facts.flatMap((fact): Row[] => {
    const own = [...verbatims].filter(([, { n }]) => n === fact.n);
    if (own.length === 0)
      return metric === 'complaints' ? [{ fact, id: fact.id, verbatim: undefined, topic: '(none)' }] : [];
    return own.flatMap(([id, verbatim]) =>
      (verbatim.topics.length === 0 ? ['(none)'] : verbatim.topics).map((topic) => ({
        ...{ fact, verbatim, topic },
        id: metric === 'complaints' ? fact.id : id,
      })),
    );
  });

const valuesOf = ({ fact, verbatim, topic }: Row): Record<string, string> => ({
  topic,
  sentiment: verbatim?.polarity ?? '(none)',
  day: Temporal.Instant.from(fact.at).toZonedDateTimeISO('Europe/Madrid').toPlainDate().toString(),
  kind: fact.kind,
  'traits.tier': fact.tier,
});

const figure = (rows: readonly Row[], { metric }: Asked) => {
  const once = [...new Map(rows.map((row) => [row.id, row])).values()];
  if (metric === 'verbatims') return { value: once.length, n: once.length };
  if (metric === 'complaints')
    return { value: once.filter(({ fact }) => fact.kind === 'complained').length, n: once.length };
  const scores = once.flatMap(({ verbatim }) => (verbatim?.polarity === undefined ? [] : verbatim.score));
  const count = (polarity: string | undefined) => once.filter(({ verbatim }) => verbatim?.polarity === polarity).length;
  return {
    value: scores.length === 0 ? null : expect.closeTo(scores.reduce((sum, one) => sum + one, 0) / scores.length, 1.9),
    n: scores.length,
    negative: expect.objectContaining({ n: count('negative') }),
    neutral: expect.objectContaining({ n: count('neutral') }),
    positive: expect.objectContaining({ n: count('positive') }),
    unmeasured: count(undefined),
  };
};

const check = async (world: World, asked: Asked): Promise<void> => {
  const { topic, sentiment, ...rest } = asked;
  const filters = { touchpoint: `run-${run}`, ...(topic && { topic }), ...(sentiment && { sentiment }) };
  const body = { ...rest, ...range, filters };
  const { status, text } = await analytics.ask(body);
  expect([status, text.slice(0, 300)]).toEqual([200, expect.any(String)]);
  const answer = QueryAnswer.parse(JSON.parse(text));
  const rows = rowsOf(world, asked).filter((row) => {
    const values = valuesOf(row);
    const isIn = row.fact.at >= answer.from && row.fact.at < answer.to;
    return (
      isIn &&
      (topic ?? [values.topic]).includes(values.topic ?? '') &&
      (sentiment ?? [values.sentiment]).includes(values.sentiment ?? '')
    );
  });
  const total = asked.groupBy.length > 0 ? answer.total : answer.rows[0];
  expect(total).toMatchObject(figure(rows, asked));
  if (asked.groupBy.length === 0) return;
  const names = asked.groupBy.filter((name) => name !== 'day').concat(asked.groupBy.includes('day') ? ['day'] : []);
  const groups = Map.groupBy(rows, (row) => names.map((name) => valuesOf(row)[name]).join(' | '));
  const found = new Map(answer.rows.map((row) => [names.map((name) => row.group[name]).join(' | '), row]));
  expect([...found.keys()].sort()).toEqual([...groups.keys()].sort());
  for (const [key, own] of groups) expect(found.get(key)).toMatchObject(figure(own, asked));
  if (answer.additive) expect(answer.rows.reduce((sum, { value }) => sum + (value ?? 0), 0)).toBe(total?.value);
  const [first] = answer.rows;
  if (asked.metric !== 'complaints' || first === undefined) return;
  const behind = await analytics.ask({ question: body, group: first.group, limit: 200 }, '/rows');
  expect(JSON.parse(behind.text).rows).toHaveLength(first.value ?? -1);
};

it('says how those feel who wrote, and about what, as plain code counts it of any history, and of the same after a rebuild', async () => {
  await fc.assert(
    fc.asyncProperty(history, fc.array(question, { minLength: 5, maxLength: 5 }), async (drawn, questions) => {
      const world = await tellHistory(drawn);
      for (const asked of questions) await check(world, asked);
      await rebuild(world);
      for (const asked of questions) await check(world, asked);
    }),
    { numRuns: runs, endOnFailure: true },
  );
});

const ask = async (question: object, query = ''): Promise<QueryAnswer> => {
  const { status, text } = await analytics.ask({ ...range, ...question }, query);
  expect([status, text.slice(0, 300)]).toEqual([200, expect.any(String)]);
  return QueryAnswer.parse(JSON.parse(text));
};

it('counts of answers that were changed the last alone, and none of who chose to answer a sign; and says what it left out', async () => {
  run += 1;
  const response = '00000000-0000-8000-8000-0000000000aa';
  const answered = (revision: number, more: Partial<Happened> = {}): Happened => ({
    ...{ id: `answered:${response}:${revision}`, source: 'hilo/survey-trigger', touchpoint: 'said' },
    ...{ occurredAt: '2026-03-05T12:00:00.000Z', ...more },
  });
  const chosen = { id: 'answered:00000000-0000-8000-8000-0000000000ab:1', properties: { leftOut: 'self-selected' } };
  const all = [answered(1), answered(2), answered(1, chosen)];
  await tellAnalytics(analytics.pool, 'resolved', all.map(resolvedOf));
  const say = (part: number, id: string, polarity: 'negative' | undefined, score: number) => ({
    ...eventOf({ ...{ n: 0, part, revision: 1, polarity, score, topics: ['delay'] }, isEarly: false }, 1),
    interaction: { source: 'hilo/survey-trigger', id },
  });
  await tellAnalytics(analytics.pool, 'verbatims', [
    say(1, answered(1).id, 'negative', -1),
    say(2, answered(2).id, 'negative', -0.5),
    say(3, answered(2).id, undefined, 0),
    say(4, chosen.id, 'negative', -1),
  ]);
  const { rows, explain } = await ask({ metric: 'sentiment', filters: { touchpoint: 'said' } }, '?explain=true');
  expect(rows).toMatchObject([{ value: -0.5, n: 1, negative: { n: 1, share: 100 }, unmeasured: 1, low: null }]);
  expect(explain).toMatchObject({ answeredBy: 'facts', counted: 1 });
  expect(explain?.leftOut).toEqual([
    { reason: 'self-selected', n: 1 },
    { reason: 'superseded-by-a-later-answer', n: 1 },
    { reason: 'language-not-measured', n: 1 },
  ]);
  const refused = await analytics.ask({ metric: 'nps', groupBy: ['topic'] });
  expect([refused.status, JSON.parse(refused.text).errors]).toMatchObject([
    400,
    [{ path: 'groupBy.0', message: expect.stringContaining('sentiment, verbatims, complaints') }],
  ]);
});

it('compares how they feel with the time before, by the difference of two means', async () => {
  run += 1;
  const happened = Array.from({ length: 80 }, (_, n) => ({
    ...{ id: `run-${run}-${n}`, touchpoint: 'trend', subject: 1 },
    occurredAt: n < 40 ? '2026-02-10T12:00:00.000Z' : '2026-03-10T12:00:00.000Z',
  }));
  await tellAnalytics(analytics.pool, 'resolved', happened.map(resolvedOf));
  const event = (n: number): VerbatimEvent =>
    eventOf(
      {
        ...{ n, part: 0, revision: 1, polarity: 'neutral', topics: [] },
        score: (n < 40 ? 0.4 : -0.4) + (n % 2) / 10,
        isEarly: false,
      },
      1,
    );
  await tellAnalytics(
    analytics.pool,
    'verbatims',
    happened.map((_, n) => event(n)),
  );
  const march = { from: '2026-03-01', to: '2026-03-31', compare: 'previous-period', filters: { touchpoint: 'trend' } };
  const { rows } = await ask({ metric: 'sentiment', ...march });
  // Two means of 40 values that are 0.05 from theirs: Welch, with 78 degrees of freedom.
  expect(rows).toMatchObject([
    { value: -0.35, n: 40, change: { value: -0.8, low: -0.82, high: -0.78, significant: true } },
  ]);
});

it('is removed with the month that is over, and counted nowhere before its interaction is heard of', async () => {
  run += 1;
  await tellAnalytics(analytics.pool, 'verbatims', [
    eventOf({ ...{ n: 1, part: 0, revision: 1, polarity: 'positive', score: 1, topics: [] }, isEarly: true }, 1),
  ]);
  const value = async () => (await ask({ metric: 'verbatims', filters: { touchpoint: `run-${run}` } })).rows[0]?.value;
  expect(await value()).toBe(0);
  await tellAnalytics(analytics.pool, 'resolved', [
    resolvedOf({ id: `run-${run}-1`, occurredAt: '2026-03-01T00:00:00.000Z', touchpoint: `run-${run}` }),
  ]);
  expect(await value()).toBe(1);
});

it('is watched by the share of negative texts of each day', async () => {
  run += 1;
  const days = ['2026-03-02', '2026-03-02', '2026-03-02', '2026-03-04'];
  const happened = days.map((day, n) => ({
    ...{ id: `run-${run}-${n}`, occurredAt: `${day}T12:00:00.000Z`, touchpoint: `run-${run}` },
  }));
  await tellAnalytics(analytics.pool, 'resolved', happened.map(resolvedOf));
  const event = (n: number, polarity: Judged['polarity']): VerbatimEvent =>
    eventOf({ ...{ n, part: 0, revision: 1, polarity, score: 0, topics: ['delay'] }, isEarly: false }, 1);
  await tellAnalytics(analytics.pool, 'verbatims', [
    ...[event(0, 'negative'), event(1, 'neutral'), event(2, undefined), event(3, 'negative')],
  ]);
  const watch = Watch.parse({ metric: 'sentiment', groupBy: ['topic'], filters: { touchpoint: `run-${run}` } });
  const [from, to] = [dayNumber('2026-03-01'), dayNumber('2026-03-08')];
  const found = await transaction(analytics.pool, (tx) => readDays(tx, watch, { from, to, timeZone: 'Europe/Madrid' }));
  expect(found).toMatchObject([
    {
      group: { topic: 'delay' },
      days: [
        { day: from + 1, n: 2, sum: 1, squares: 1 },
        { day: from + 3, n: 1, sum: 1, squares: 1 },
      ],
    },
  ]);
});
