import type { SegmentCondition } from '@hilo/segments';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { FunnelAnswer } from '../journeys/funnels.ts';
import { PathsAnswer } from '../journeys/paths.ts';
import { RepeatsAnswer } from '../journeys/repeats.ts';
import { RetentionAnswer } from '../journeys/retention.ts';
import { type Started, startAnalytics } from './started.ts';
import { recordOf, resolvedOf, tellAnalytics, traitOf, uuidOf } from './telling.ts';

let analytics: Started;
const body = { from: '2026-10-01', to: '2026-10-31' };
beforeAll(async () => {
  analytics = await startAnalytics();
  await vi.waitFor(async () => expect((await post('/paths', { ...body, anchor: {} })).status).toBe(200), {
    timeout: 60_000,
  });
  await define('gold', { type: 'trait', path: 'tier', operator: 'equals', value: 'gold' });
  await define('callers', { type: 'interactions', which: { kinds: ['called'] }, count: { atLeast: 2 } });
});
afterAll(() => analytics.stop());

const post = (path: string, asked: object) => analytics.send('POST', `/v1/journeys${path}`, { body: asked });
const ask = async <Answer>(schema: z.ZodType<Answer>, path: string, asked: object): Promise<Answer> => {
  const { status, text } = await post(path, asked);
  expect([status, text.slice(0, 500)]).toEqual([200, expect.any(String)]);
  return schema.parse(JSON.parse(text));
};
const define = async (name: string, condition: SegmentCondition) =>
  expect((await analytics.send('PUT', `/v1/segments/${name}`, { body: { condition, why: 'a test' } })).status).toBe(
    200,
  );

let seed = 11;
const some = (n: number): number => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return Math.floor((seed / 2 ** 32) * n);
};

/** What plain code knows: what each subject did, and of each customer the subjects, the trait, and whether it is a person. */
const happened: { subject: number; at: number; kind: string }[] = [];
type Person = { id: number; subjects: number[]; tier: string | undefined; ambiguous: boolean };
let people: Person[] = [];
let version = 1;

const tell = (...changed: Person[]) =>
  tellAnalytics(
    analytics.pool,
    'customers',
    changed.map(({ id, subjects, tier, ambiguous }) => ({
      ...recordOf(id, version++, subjects),
      ambiguous,
      traits: tier === undefined ? {} : { tier: traitOf(tier) },
    })),
  );

const tiers = ['gold', 'silver', undefined];
/** A merge, a split, another trait, or a record that turns out to be several people's. */
const change = async (): Promise<void> => {
  const [one, other] = [people[some(people.length)], people[some(people.length)]];
  if (one === undefined || other === undefined) return;
  const what = some(4);
  if (what === 0) one.tier = tiers[some(3)];
  else if (what === 1) one.ambiguous = !one.ambiguous;
  else if (one !== other) {
    const moved = what === 2 ? one.subjects.splice(0) : one.subjects.splice(0, 1);
    other.subjects.push(...moved);
  }
  await tell(one, other);
};

const happen = async (n: number): Promise<void> => {
  const all = Array.from({ length: n }, () => ({
    subject: 1 + some(24),
    at: Date.UTC(2026, 9, 2 + some(28), some(24), some(60)),
    kind: ['searched', 'bought', 'called'][some(3)] ?? '',
  }));
  const first = happened.push(...all) - n;
  await tellAnalytics(
    analytics.pool,
    'resolved',
    all.map(({ subject, at, kind }, index) =>
      resolvedOf({ id: `h-${first + index}`, subject, kind, occurredAt: new Date(at).toISOString() }),
    ),
  );
};

type Known = { tier: string; isGold: boolean; calls: boolean; events: typeof happened };
const known = (): Known[] =>
  people
    .filter(({ ambiguous }) => !ambiguous)
    .map(({ subjects, tier }) => {
      const events = happened.filter(({ subject }) => subjects.includes(subject)).sort((a, b) => a.at - b.at);
      const calls = events.filter(({ kind }) => kind === 'called').length >= 2;
      return { tier: tier ?? '(none)', isGold: tier === 'gold', calls, events };
    });

const begins = ({ events }: Known) => events.some(({ kind }) => kind === 'searched');
const converts = ({ events }: Known) => {
  const begun = events.find(({ kind }) => kind === 'searched');
  return begun !== undefined && events.some(({ kind, at }) => kind === 'bought' && at > begun.at);
};
const countOf = <One>(all: readonly One[], is: (one: One) => boolean) => all.filter(is).length;

const filters: [asked: object, is: (one: Known) => boolean][] = [
  [{}, () => true],
  [{ traits: { tier: 'gold' } }, ({ tier }) => tier === 'gold'],
  [{ traits: { tier: ['silver', '(none)'] } }, ({ tier }) => tier !== 'gold'],
  [{ segment: 'gold' }, ({ isGold }) => isGold],
  [{ segment: 'callers' }, ({ calls }) => calls],
  [{ segment: 'callers', traits: { tier: ['gold', 'nobody'] } }, ({ calls, isGold }) => calls && isGold],
];
const breakdowns: [asked: string, groupOf: (one: Known) => string][] = [
  ['traits.tier', ({ tier }) => tier],
  ['segment.callers', ({ calls }) => (calls ? 'member' : 'other')],
];
const funnel = { ...body, steps: [{ kind: 'searched' }, { kind: 'bought' }], window: 'P60D' };
const inOrder = (rows: unknown[]) => rows.map((row) => JSON.stringify(row)).sort();
const Listed = z.object({ customers: z.array(z.string()) });

it('counts whom a segment or a trait names, and by what they are, as plain code does, whatever was merged, split or told anew', async () => {
  people = Array.from({ length: 12 }, (_, n) => ({
    id: 1 + n,
    subjects: [1 + n, 13 + n],
    tier: tiers[n % 3],
    ambiguous: false,
  }));
  await tell(...people);
  for (let round = 0; round < 6; round++) {
    await happen(25);
    for (let n = 0; n < 5; n++) await change();
    const all = known();
    for (const [asked, is] of filters) {
      const question = { ...funnel, filters: asked };
      const meant = all.filter(is);
      const { rows, explain } = await ask(FunnelAnswer, '/funnels?explain=true', question);
      const [row] = rows;
      expect([row?.began ?? 0, row?.converted ?? 0]).toEqual([countOf(meant, begins), countOf(meant, converts)]);
      expect(explain?.counted).toBe(meant.reduce((sum, { events }) => sum + events.length, 0));
      for (const [breakdown, groupOf] of breakdowns) {
        const broken = await ask(FunnelAnswer, '/funnels', { ...question, breakdown });
        const groups = Map.groupBy(meant.filter(begins), groupOf);
        expect(inOrder(broken.rows.map(({ group, began, converted }) => [group[breakdown], began, converted]))).toEqual(
          inOrder([...groups].map(([group, those]) => [group, those.length, countOf(those, converts)])),
        );
      }
    }
  }
  const meant = known().filter(({ isGold }) => isGold);
  const gold = { filters: { segment: 'gold' } };
  const retention = { ...body, ...gold, start: {}, interval: 'month', breakdown: 'traits.tier' };
  const begun = await ask(RetentionAnswer, '/retention', retention);
  const withEvents = countOf(meant, ({ events }) => events.length > 0);
  expect(begun.rows.map(({ group, began }) => [group['traits.tier'], began])).toEqual([['gold', withEvents]]);
  const listed = await ask(Listed, '/retention/customers', { question: retention, cohort: 1, group: 'gold' });
  expect(listed.customers.length).toBe(withEvents);
  const calls = { ...body, ...gold, contact: { kind: 'called' }, episode: 'PT0S', breakdown: 'segment.gold' };
  const contacts = await ask(RepeatsAnswer, '/repeats', calls);
  const called = meant.flatMap(
    ({ events }) => new Set(events.flatMap(({ kind, at }) => (kind === 'called' ? at : []))),
  );
  expect(contacts.rows.map(({ group, contacts: n }) => [group['segment.gold'], n])).toEqual([
    ['member', called.reduce((sum, { size }) => sum + size, 0)],
  ]);
  const paths = await ask(PathsAnswer, '/paths', { ...body, ...gold, anchor: {} });
  expect(paths.n).toBe(withEvents);
});

it('lists whom a figure of a group counts', async () => {
  const question = { ...funnel, breakdown: 'traits.tier' };
  const silver = known().filter((one) => one.tier === 'silver' && begins(one));
  const asked = { question, step: 1, group: 'silver' };
  const { customers } = await ask(Listed, '/funnels/customers', asked);
  expect(customers.length).toBe(silver.length);
  expect(customers.every((id) => people.some((one) => uuidOf(one.id) === id && one.tier === 'silver'))).toBe(true);
});

it('refuses a segment that nobody knows, and says where', async () => {
  for (const [asked, at] of [
    [{ filters: { segment: 'unheard' } }, 'filters.segment'],
    [{ breakdown: 'segment.unheard' }, 'breakdown'],
  ] as const) {
    const { status, text } = await post('/funnels', { ...funnel, ...asked });
    expect([status, JSON.parse(text).errors]).toMatchObject([
      400,
      [{ path: at, message: expect.stringContaining('unheard') }],
    ]);
  }
});
