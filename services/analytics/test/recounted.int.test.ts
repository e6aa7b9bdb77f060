import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { boundsOf } from '../domain/buckets.ts';
import { QueryAnswer } from '../domain/metrics.ts';
import { netPromoterScore } from '../domain/scores.ts';
import { type Started, startAnalytics } from './started.ts';
import { type Happened, recordOf, resolvedOf, tellAnalytics, uuidOf } from './telling.ts';

let analytics: Started;
beforeAll(async () => {
  analytics = await startAnalytics({ HILO_TIME_ZONE: 'Europe/Madrid' });
});
afterAll(() => analytics.stop());

const runs = process.env.HILO_TEST_FULL === '1' ? 200 : 8;

/** Days around both changes of the clock, and instants at the edges of days. */
const instants = [
  '2026-03-27T12:00:00.000Z',
  '2026-03-28T22:59:59.999Z',
  '2026-03-28T23:00:00.000Z',
  '2026-03-29T00:59:59.999Z',
  '2026-03-29T21:59:59.999Z',
  '2026-03-29T22:00:00.000Z',
  '2026-03-30T08:00:00.000Z',
  '2026-03-31T22:00:00.000Z',
];
const happened = fc.record({
  n: fc.nat(25),
  at: fc.constantFrom(...instants),
  subject: fc.integer({ min: 1, max: 6 }),
  channel: fc.constantFrom('web' as const, 'app' as const, 'call_centre' as const),
  kind: fc.constantFrom('viewed', 'complained'),
  actor: fc.constantFrom(undefined, 'customer' as const, 'employee' as const, 'manager' as const),
  airline: fc.constantFrom(undefined, 'HL', 'XX'),
  nps: fc.option(fc.integer({ min: 0, max: 10 }), { nil: undefined }),
  withdrawn: fc.boolean(),
});
type Draw = typeof happened extends fc.Arbitrary<infer One> ? One : never;
/** Everything that happens to one interaction is a later version of it: moved to another subject, withdrawn, put back. */
const history = fc.record({
  told: fc.array(happened, { minLength: 5, maxLength: 60 }),
  owners: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 6, maxLength: 6 }),
});
const question = fc.record({
  metric: fc.constantFrom('volume', 'customers', 'nps', 'complaints'),
  per: fc.constantFrom('response', 'customer'),
  range: fc.constantFrom(
    { from: '2026-03-28', to: '2026-03-29' },
    { from: '2026-03-01', to: '2026-03-31' },
    { from: '2026-03-28T22:59:59.999Z', to: '2026-03-31T22:00:00.000Z' },
    { from: '2026-03-29T00:00:00.000Z', to: '2026-03-29T21:59:59.999Z' },
  ),
  timeZone: fc.constantFrom('Europe/Madrid', 'UTC', 'Asia/Kathmandu'),
  groupBy: fc.subarray(['channel', 'kind', 'voice', 'properties.airline', 'day'], { maxLength: 4 }),
  channel: fc.option(fc.subarray(['web', 'app', 'ivr'], { minLength: 1 }), { nil: undefined }),
  voice: fc.option(fc.constantFrom('customer', 'employee', 'management'), { nil: undefined }),
});
type Asked = typeof question extends fc.Arbitrary<infer One> ? One : never;

let run = 0;
let version = 0;

/** Tells it all, in versions, and gives what is true in the end: plain code over what was said last. */
const tellHistory = async ({ told, owners }: { told: Draw[]; owners: number[] }) => {
  run += 1;
  const base = 1000 * run;
  const last = new Map<number, Draw & { version: number }>();
  const messages = told.map((one): Happened => {
    // A fact's instant never changes.
    const at = last.get(one.n)?.at ?? one.at;
    version += 1;
    last.set(one.n, { ...one, at, version });
    return {
      id: `run-${run}-${one.n}`,
      occurredAt: at,
      touchpoint: `run-${run}`,
      subject: base + one.subject,
      version,
      channel: one.channel,
      kind: one.kind,
      ...(one.actor && { actor: one.actor }),
      ...(one.airline && { properties: { airline: one.airline } }),
      ...(one.nps !== undefined && { answers: [{ question: 'q', scale: 'nps', value: one.nps }] }),
      ...(one.withdrawn && { withdrawn: true }),
    };
  });
  const half = Math.floor(messages.length / 2);
  await tellAnalytics(analytics.pool, 'resolved', messages.slice(0, half).map(resolvedOf));
  const records = [1, 2, 3].map((owner) =>
    recordOf(
      base + 500 + owner,
      run,
      owners.flatMap((own, subject) => (own === owner ? base + subject + 1 : [])),
    ),
  );
  await tellAnalytics(analytics.pool, 'customers', records);
  // Late, and the earlier half once more.
  await tellAnalytics(analytics.pool, 'resolved', [...messages.slice(half), ...messages.slice(0, 5)].map(resolvedOf));
  return [...last.values()]
    .filter(({ withdrawn }) => !withdrawn)
    .map((one) => ({ ...one, customer: base + 500 + (owners[one.subject - 1] ?? 0), id: `run-${run}-${one.n}` }));
};
type Fact = Awaited<ReturnType<typeof tellHistory>>[number];

const voiceOf = ({ actor }: Fact): string =>
  actor === 'employee' ? 'employee' : actor === 'manager' ? 'management' : 'customer';
const groupOf = (fact: Fact, { groupBy, timeZone }: Asked): Record<string, string> => {
  const day = Temporal.Instant.from(fact.at).toZonedDateTimeISO(timeZone).toPlainDate().toString();
  const all: Record<string, string> = {
    channel: fact.channel,
    kind: fact.kind,
    voice: voiceOf(fact),
    'properties.airline': fact.airline ?? '(none)',
    day,
  };
  return Object.fromEntries(groupBy.map((name) => [name, all[name] ?? '']));
};

const isCounted = (
  fact: Fact,
  { from, to }: { from: string; to: string },
  { metric, channel, voice }: Asked,
): boolean =>
  fact.at >= from &&
  fact.at < to &&
  (channel === undefined || channel.includes(fact.channel)) &&
  (voice === undefined || voiceOf(fact) === voice) &&
  (metric !== 'nps' || fact.nps !== undefined);

const latestOfEach = (facts: readonly Fact[]): Fact[] => {
  const latest = new Map<number, Fact>();
  for (const fact of facts.toSorted((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1)))
    latest.set(fact.customer, fact);
  return [...latest.values()];
};

const figure = (facts: readonly Fact[], { metric }: Asked) => {
  const { length } = facts;
  if (metric === 'volume') return { value: length, n: length };
  if (metric === 'customers') {
    const customers = new Set(facts.map(({ customer }) => customer)).size;
    return { value: customers, n: customers };
  }
  if (metric === 'complaints') return { value: facts.filter(({ kind }) => kind === 'complained').length, n: length };
  const count = (isSo: (value: number) => boolean) => facts.filter(({ nps = 0 }) => isSo(nps)).length;
  const [promoters, detractors] = [count((value) => value >= 9), count((value) => value <= 6)];
  const score = netPromoterScore({ promoters, detractors, passives: length - promoters - detractors });
  return { value: score?.score ?? null, n: length };
};

const Listed = z.object({ rows: z.array(z.object({ id: z.string() })), nextCursor: z.string().optional() });

const list = async (body: object): Promise<string[]> => {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const { text } = await analytics.ask({ ...body, limit: 7, ...(cursor !== undefined && { cursor }) }, '/rows');
    const page = Listed.parse(JSON.parse(text));
    ids.push(...page.rows.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return ids;
};

const check = async (facts: readonly Fact[], asked: Asked): Promise<void> => {
  const { range, channel, voice, per, metric, ...rest } = asked;
  const body = {
    ...rest,
    ...range,
    metric,
    ...(metric === 'nps' && { per }),
    filters: { touchpoint: `run-${run}`, ...(channel && { channel }), ...(voice && { voice }) },
  };
  const { text } = await analytics.ask(body);
  const answer = QueryAnswer.parse(JSON.parse(text));
  const inRange = facts.filter((fact) => isCounted(fact, answer, asked));
  const counted = metric === 'nps' && per === 'customer' ? latestOfEach(inRange) : inRange;
  const groups = new Map<string, Fact[]>();
  for (const fact of counted) {
    const key = JSON.stringify(groupOf(fact, asked));
    groups.set(key, [...(groups.get(key) ?? []), fact]);
  }
  const total = asked.groupBy.length > 0 ? answer.total : answer.rows[0];
  expect(total).toMatchObject(figure(counted, asked));
  if (asked.groupBy.length === 0) return;
  expect(answer.rows.map(({ group, value, n }) => [JSON.stringify(group), value, n]).sort()).toEqual(
    [...groups].map(([key, rows]) => [key, figure(rows, asked).value, rows.length && figure(rows, asked).n]).sort(),
  );
  const sumOf = (pick: (row: QueryAnswer['rows'][number]) => number) =>
    answer.rows.reduce((sum, row) => sum + pick(row), 0);
  if (answer.additive) expect(sumOf(({ value }) => value ?? 0)).toBe(total?.value);
  if (metric !== 'customers') expect(sumOf(({ n }) => n)).toBe(total?.n);
  for (const row of answer.rows) {
    const { day } = row.group;
    if (day !== undefined) expect([row.from, row.to]).toEqual(Object.values(boundsOf('day', day, asked.timeZone)));
  }
  const [first] = answer.rows;
  if (first === undefined || metric === 'customers') return;
  const behind = await list({ question: body, group: first.group });
  expect(new Set(behind).size).toBe(behind.length);
  expect(behind.length).toBe(metric === 'complaints' ? first.value : first.n);
};

it('gives every figure as plain code counts it, of any history, by days that are counted already or not; and as many rows behind it', async () => {
  await fc.assert(
    fc.asyncProperty(history, fc.array(question, { minLength: 6, maxLength: 6 }), async (told, questions) => {
      const facts = await tellHistory(told);
      for (const asked of questions) await check(facts, asked);
    }),
    { numRuns: runs, endOnFailure: true },
  );
});

it('knows whose an answer is today', async () => {
  run += 1;
  const base = 1000 * run;
  await tellAnalytics(analytics.pool, 'resolved', [
    resolvedOf({ id: `run-${run}-1`, occurredAt: instants[0] ?? '', touchpoint: `run-${run}`, subject: base + 1 }),
  ]);
  await tellAnalytics(analytics.pool, 'customers', [recordOf(base + 500, 1, [base + 1])]);
  const { text } = await analytics.ask(
    { question: { metric: 'volume', from: '2026-03-01', to: '2026-03-31', filters: { touchpoint: `run-${run}` } } },
    '/rows',
  );
  expect(JSON.parse(text).rows).toMatchObject([{ id: `run-${run}-1`, source: 'shop', customer: uuidOf(base + 500) }]);
});
