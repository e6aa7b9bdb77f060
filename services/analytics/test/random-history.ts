import fc from 'fast-check';
import { decodeDelta, encodeClaims, encodeRows } from '../columns/codec.ts';
import { change, eachDay, emptyColumns } from '../columns/columns.ts';
import { type ColumnRow, tieOf } from '../columns/row.ts';
import { dayMs } from '../domain/day.ts';

export const firstDay = 20_000;
export const historyBegins = firstDay * dayMs;
const days = 8;
const subjects = 7;
export const customers = 5;

/** One interaction as it is told, and by which number of a subject. */
const told = fc.record({
  id: fc.nat(40),
  // Often at one instant, on purpose; three days are long for such a history.
  day: fc.nat(days - 1),
  at: fc.oneof(
    fc.nat(2).map((n) => n * 1000),
    fc.nat(dayMs - 1),
  ),
  subject: fc.integer({ min: 1, max: subjects }),
  step: fc.integer({ min: 1, max: 5 }),
  scores: fc.oneof(fc.constant([]), fc.array(fc.nat(10), { minLength: 1, maxLength: 2 })),
  word: fc.nat(2),
  journey: fc.nat(2),
});
type Told = typeof told extends fc.Arbitrary<infer One> ? One : never;

const operation = fc.oneof(
  { weight: 20, arbitrary: told.map((one) => ({ kind: 'told' as const, one })) },
  { weight: 2, arbitrary: fc.nat(40).map((id) => ({ kind: 'withdrawn' as const, id })) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('claimed' as const),
      subject: fc.integer({ min: 1, max: subjects }),
      customer: fc.integer({ min: -1, max: customers }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: subjects }).map((subject) => ({ kind: 'erased' as const, subject })),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'asked' as const }) },
);

/** Interactions told late, twice, anew, withdrawn and put back; merges, splits, erasures; and questions in between. */
export const someHistory = fc.array(operation, { minLength: 20, maxLength: 90 });
type Operation = typeof someHistory extends fc.Arbitrary<(infer One)[]> ? One : never;

/** An interaction, as plain code has it. */
export type Happened = Told & { time: number };

const rowOf = (one: Told, gone: boolean): ColumnRow => ({
  day: firstDay + one.day,
  at: one.at,
  tie: tieOf('shop', String(one.id)),
  subject: gone ? 0 : one.subject,
  step: one.step,
  scores: one.scores,
  direction: 0,
  actor: 0,
  outcome: 0,
  journey: one.journey,
  words: [one.word, 0, 0, 0],
  gone,
});

/** What the columns have of a history, and what plain code keeps of it. */
export const play = (history: readonly Operation[]) => {
  const columns = emptyColumns();
  const facts = new Map<number, Told>();
  const claim = new Map<number, number>();
  const claimed = (subject: number, customer: number): void => {
    claim.set(subject, customer);
    change(columns, decodeDelta(encodeClaims([{ subject, customer }])));
  };
  for (let subject = 1; subject <= subjects; subject++) claimed(subject, 1 + (subject % customers));
  const tell = (...rows: ColumnRow[]): void => change(columns, decodeDelta(encodeRows(rows)));
  const remove = (one: Told): void => {
    facts.delete(one.id);
    tell(rowOf(one, true));
  };
  for (const next of history) {
    if (next.kind === 'told') {
      const before = facts.get(next.one.id);
      if (before !== undefined && (before.day !== next.one.day || before.at !== next.one.at)) tell(rowOf(before, true));
      facts.set(next.one.id, next.one);
      tell(rowOf(next.one, false));
    } else if (next.kind === 'withdrawn') {
      const one = facts.get(next.id);
      if (one !== undefined) remove(one);
    } else if (next.kind === 'claimed') claimed(next.subject, next.customer);
    else if (next.kind === 'erased')
      for (const one of [...facts.values()].filter((fact) => fact.subject === next.subject)) remove(one);
    else eachDay(columns, historyBegins, historyBegins + days * dayMs, () => {});
  }
  return { columns, byCustomer: byCustomer(facts, claim) };
};

/** Of every customer what happened, in the order of time, and at one instant of their names. */
const byCustomer = (facts: ReadonlyMap<number, Told>, claim: ReadonlyMap<number, number>) => {
  const all = [...facts.values()]
    .map((one): Happened => ({ ...one, time: (firstDay + one.day) * dayMs + one.at }))
    .map((one) => ({ one, tie: tieOf('shop', String(one.id)) }))
    .sort((a, b) => a.one.time - b.one.time || a.tie[0] - b.tie[0] || a.tie[1] - b.tie[1])
    .map(({ one }) => one);
  const groups = Map.groupBy(all, ({ subject }) => claim.get(subject) ?? 0);
  return new Map([...groups].filter(([customer]) => customer > 0));
};

/** How often a property is tried: by hand, more. */
export const numRuns = (few: number): number => (process.env.HILO_TEST_FULL === '1' ? few * 20 : few);
