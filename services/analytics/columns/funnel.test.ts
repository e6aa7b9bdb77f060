import { expect, it } from 'vitest';
import { dayMs } from '../domain/day.ts';
import { decodeDelta, encodeClaims, encodeRows } from './codec.ts';
import { change, emptyColumns } from './columns.ts';
import { funnelOf } from './funnel.ts';
import { funnelFigures } from './funnel-figures.ts';
import type { FunnelQuestion } from './funnel-question.ts';
import { tieOf } from './row.ts';

const day = 20_000;
type Event = { step: number; minute: number; subject?: number; booking?: number };

const columnsOf = (events: readonly Event[]) => {
  const columns = emptyColumns();
  change(columns, decodeDelta(encodeClaims([1, 2, 3].map((subject) => ({ subject, customer: 1 })))));
  for (const [id, { step, minute, subject = 1, booking = 0 }] of events.entries())
    change(
      columns,
      decodeDelta(
        encodeRows([
          {
            day,
            at: minute * 60_000,
            tie: tieOf('shop', String(id)),
            subject,
            step,
            scores: [],
            direction: 0,
            actor: 0,
            outcome: 0,
            journey: 0,
            words: [booking, 0, 0, 0],
            gone: false,
          },
        ]),
      ),
    );
  return columns;
};

const question = (steps: string, more: Partial<FunnelQuestion> = {}): FunnelQuestion => ({
  from: day * dayMs,
  to: (day + 1) * dayMs,
  now: (day + 30) * dayMs,
  steps: [...steps].map((letter) => ({ steps: [letter.charCodeAt(0)] })),
  order: 'ordered',
  entry: 'best',
  window: dayMs,
  attribution: 0,
  ...more,
});
const reached = (events: readonly Event[], asked: FunnelQuestion) => funnelOf(columnsOf(events), asked).reached[1];
const oneAMinute = (letters: string): Event[] =>
  [...letters].map((letter, minute) => ({ step: letter.charCodeAt(0), minute }));
const [A, B, C] = ['A', 'B', 'C'].map((letter) => letter.charCodeAt(0));

// As docs/journeys.md prints it.
it.each([
  ['ABC', 3, 3, 3],
  ['ADBC', 3, 1, 3],
  ['AABBCC', 3, 2, 3],
  ['AAAABBCC', 3, 2, 3],
  ['AABBDCC', 3, 2, 3],
  ['BBCCAA', 1, 1, 3],
])('of %s takes %i steps in order, %i strictly, %i in any order', (letters, ordered, strict, any) => {
  const events = oneAMinute(letters);
  expect(reached(events, question('ABC'))).toBe(ordered);
  expect(reached(events, question('ABC', { order: 'strict' }))).toBe(strict);
  expect(reached(events, question('ABC', { order: 'any' }))).toBe(any);
});

it('takes what happens in one millisecond in the order of the steps, whatever comes first', () => {
  for (const steps of ['AB', 'BA'])
    for (const letters of ['AB', 'BA'])
      expect(
        reached(
          [...letters].map((letter) => ({ step: letter.charCodeAt(0), minute: 5 })),
          question(steps),
        ),
      ).toBe(2);
  const thrice = [...'ABB'].map((letter) => ({ step: letter.charCodeAt(0), minute: 5 }));
  expect(reached([...thrice, { step: B ?? 0, minute: 9 }], question('ABB'))).toBe(3);
});

it('never lets one interaction be two steps', () => {
  const steps = [{ steps: [A ?? 0] }, { steps: [A ?? 0, B ?? 0] }];
  expect(reached(oneAMinute('A'), question('AB', { steps }))).toBe(1);
  expect(reached(oneAMinute('AA'), question('AB', { steps }))).toBe(2);
  expect(reached(oneAMinute('A'), question('AB', { steps, order: 'any' }))).toBe(1);
});

it('has who dropped at the step after which they left (case 42)', () => {
  const asked = question('ABC');
  const dropped = (letters: string) =>
    funnelFigures(funnelOf(columnsOf(oneAMinute(letters)), asked), asked, 1)[0]?.steps.map((step) => step.dropped);
  expect([dropped('A'), dropped('AB'), dropped('ABC')]).toEqual([
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 0],
  ]);
});

it('begins with the first that there is, or with the one that leads on', () => {
  const events = [
    { step: A ?? 0, minute: 0 },
    { step: A ?? 0, minute: 30 },
    { step: B ?? 0, minute: 45 },
    { step: C ?? 0, minute: 75 },
  ];
  const window = 60 * 60_000;
  expect(reached(events, question('ABC', { window, entry: 'first' }))).toBe(2);
  expect(reached(events, question('ABC', { window, entry: 'best' }))).toBe(3);
});

it('holds a property: one booking is looked at, and another one is bought', () => {
  const events = [
    { step: A ?? 0, minute: 0, booking: 1 },
    { step: B ?? 0, minute: 1, booking: 2 },
  ];
  expect(reached(events, question('AB'))).toBe(2);
  expect(reached(events, question('AB', { hold: 'word1' }))).toBe(1);
});

it('keeps to the window of the whole and to that of each step', () => {
  const events = [...oneAMinute('AB'), { step: C ?? 0, minute: 20 }];
  expect(reached(events, question('ABC', { gaps: [60_000, 19 * 60_000] }))).toBe(3);
  expect(reached(events, question('ABC', { gaps: [60_000, 18 * 60_000] }))).toBe(2);
  expect(reached(events, question('ABC', { gaps: [60_000, dayMs], window: 19 * 60_000 }))).toBe(2);
  expect(funnelOf(columnsOf(events), question('ABC')).took[1]).toBe(20 * 60_000);
});

it('converts who takes five steps within two minutes over three identifiers', () => {
  const events = [...'ABCDE'].map((letter, n) => ({
    step: letter.charCodeAt(0),
    minute: n * 0.4,
    subject: 1 + (n % 3),
  }));
  expect(reached(events, question('ABCDE', { window: 120_000 }))).toBe(5);
});

it('C 36: takes the group of a step wherever it came, where steps have no order', () => {
  const [search, basket, bought] = ['A', 'B', 'C'].map((letter) => letter.charCodeAt(0));
  const columns = columnsOf([
    { step: bought ?? 0, minute: 1, booking: 7 },
    { step: search ?? 0, minute: 2, booking: 8 },
    { step: basket ?? 0, minute: 3, booking: 9 },
  ]);
  const groupBy = (attribution: number) =>
    funnelOf(columns, question('ABC', { order: 'any', attribution, breakdown: { by: 'label', label: 'word1' } }))
      .group[1];
  expect([0, 1, 2].map(groupBy)).toEqual([7, 9, 7]);
});
