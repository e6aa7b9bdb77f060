import { expect, it } from 'vitest';
import { dayMs } from '../day.ts';
import { gatherCases } from './gather-cases.ts';
import type { CustomerHistory, PastInteraction } from './history.ts';
import { responseWeights } from './response-weights.ts';
import { detractor, leaves, leavingHorizon, lookMomentsOf } from './risk-cases.ts';

const visit = (day: number, more: Partial<PastInteraction> = {}): PastInteraction => ({
  at: day * dayMs,
  channel: 'web',
  touchpoint: 'shop',
  kind: 'viewed',
  scores: [],
  ...more,
});
const nps = (value: number): Partial<PastInteraction> => ({ scores: [{ scale: 'nps', value }] });
const weekly = (...days: number[]): CustomerHistory => days.map((day) => visit(day));

it.each([
  ['a detractor is whose next answer is 6 or less', [visit(0), visit(50, nps(6)), visit(60, nps(10))], true],
  ['no detractor is who says 7 first', [visit(0), visit(50, nps(7)), visit(60, nps(0))], false],
  ['of an answer after 90 days nothing is known', [visit(0), visit(101, nps(0))], undefined],
  ['the last day still counts', [visit(0), visit(100, nps(0))], true],
  ['an answer of before says nothing of the next', [visit(0), visit(10, nps(0))], undefined],
])('%s', (_, history, expected) => {
  expect(detractor.outcomeOf(history, 10 * dayMs)).toBe(expected);
});

it.each([
  ['stays who comes within two usual gaps', weekly(0, 7, 14, 27), 14, true, false],
  ['leaves who does not', weekly(0, 7, 14, 29), 14, true, true],
  ['leaves who is only written to', [...weekly(0, 7, 14), visit(20, { direction: 'outbound' })], 14, true, true],
  ['nothing is told of who came twice', weekly(0, 7), 7, false, undefined],
  ['nothing is told of who has been silent that long already', weekly(0, 7, 14), 29, false, undefined],
  ['nothing is told of who comes too rarely to know', weekly(0, 70, 140), 141, false, undefined],
])('%s', (_, history, day, open, expected) => {
  const target = leaves(90);
  expect(target.isOpen(history, day * dayMs)).toBe(open);
  if (open) expect(target.outcomeOf(history, day * dayMs)).toBe(expected);
});

it('looks at nobody later than the outcome is known, and counts no outcome twice', () => {
  const target = leaves(90);
  const span = { from: 0, to: 700 * dayMs };
  for (const phase of [0, 0.37, 0.999]) {
    const looks = lookMomentsOf(span, target, phase);
    const apart = looks.filter((one) => one.apart).map(({ t }) => t);
    expect(looks.length).toBeGreaterThan(15);
    expect(Math.max(...looks.map(({ t }) => t)) + 90 * dayMs).toBeLessThanOrEqual(span.to);
    expect(Math.min(...looks.map(({ t }) => t))).toBeGreaterThan(span.from);
    apart.slice(1).forEach((t, i) => {
      expect((apart[i] ?? 0) - t).toBeGreaterThanOrEqual(90 * dayMs - 1);
    });
  }
});

it('waits as long as most need, and never longer than a quarter of what is known', () => {
  const histories = [7, 7, 10, 20, 40].map((gap) => weekly(0, gap, 2 * gap, 3 * gap));
  expect(leavingHorizon(histories, 1000)).toBe(90);
  expect(leavingHorizon(histories, 200)).toBe(50);
  expect(leavingHorizon([], 1000)).toBe(30);
});

it('weighs answers so that those who are alike have their share, and nobody more than five times the median', () => {
  const classOf = (of: number, all: number, answers: number) =>
    Array.from({ length: all }, (_, i) => ({ of, answered: i < answers }));
  const weights = responseWeights([...classOf(0, 1000, 100), ...classOf(1, 400, 160)]);
  expect(weights.slice(0, 100).every((weight) => weight === 10)).toBe(true);
  expect(weights.slice(100).every((weight) => weight === 2.5)).toBe(true);
  expect(responseWeights([...classOf(0, 1000, 9), ...classOf(1, 400, 160)]).every((w) => w === 1400 / 169)).toBe(true);
  expect(Math.max(...responseWeights([...classOf(0, 5000, 10), ...classOf(1, 400, 200)]))).toBe(10);
  expect(responseWeights([])).toEqual([]);
});

it('counts each answer that is known with the silent ones who are alike', () => {
  const { add, gathered } = gatherCases(detractor, [], { from: 0, to: 1000 * dayMs });
  for (let i = 0; i < 100; i += 1) add(i % 4 === 0 ? [visit(500), visit(850, nps(3))] : [visit(500)], 0.2);
  const { cases } = gathered();
  expect(cases.filter(({ apart }) => apart)).toHaveLength(25);
  expect(cases.every(({ happened, weight }) => happened && weight > 4)).toBe(true);
});
