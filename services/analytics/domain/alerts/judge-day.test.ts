import { describe, expect, it } from 'vitest';
import { firstJudged, judgeAll, type Law, randomDay, randomNumbers } from '../../test/random-days.ts';
import type { DayCounts } from './day-counts.ts';

/** What a watch of one group asks for: at most one by chance in 400 days, aimed at with a margin as judge-watch.ts has it. */
const everyDays = 5 * 400;
const full = process.env.HILO_TEST_FULL === '1';

const days = (seed: number, count: number, law: (day: number) => Law): DayCounts[] => {
  const random = randomNumbers(seed);
  return Array.from({ length: count }, (_, day) => randomDay(random, day, law(day)));
};
const usual: Law = { perDay: 50, high: 0.55, low: 0.15 };
const fallen: Law = { perDay: 50, high: 0.4, low: 0.3 };
const told = (happened: ReturnType<typeof judgeAll>) =>
  happened.map(([day, one]) => [day - firstJudged, one.happened === 'over' ? one.ending : one.happened]);
/** Always the same day: of so many answers, this sum. */
const even = (day: number, n: number, mean: number): DayCounts => {
  const sum = Math.round(n * mean);
  return { day, n, sum, squares: Math.round(n * 0.7) };
};

describe('chance', () => {
  const laws: Record<string, Law> = {
    'two answers a day': { perDay: 2, high: 0.35, low: 0.35 },
    'two answers a day, nearly all of them promoters': { perDay: 2, high: 0.8, low: 0.05 },
    'fifty answers a day': usual,
    'a share of half a percent of three hundred': { perDay: 300, high: 0.005, low: 0 },
  };
  const [runs, length] = full ? [100, 1000] : [6, 400];
  for (const [name, law] of Object.entries(laws))
    it(`alerts of ${name} once in 400 days at the most, up, down and of silence together (case 83)`, () => {
      let alerts = 0;
      for (let run = 0; run < runs; run += 1) {
        const happened = judgeAll(
          days(100 + run, firstJudged + length, () => law),
          everyDays,
        );
        alerts += happened.filter(([, one]) => one.happened !== 'over').length;
      }
      expect(alerts).toBeLessThanOrEqual((runs * length) / 400);
    });
});

describe('a figure', () => {
  it('that falls for good is one alert, with since when, of how many and how much, and is usual after four weeks', () => {
    const begun = firstJudged + 20;
    const happened = judgeAll(
      days(1, begun + 120, (day) => (day < begun ? usual : fallen)),
      everyDays,
    );
    expect(told(happened).map(([, what]) => what)).toEqual(['left-band', 'new-level']);
    const [[day, one] = [0, undefined], [over] = [0]] = happened;
    if (one?.happened !== 'left-band') throw new Error('nothing was raised');
    expect([one.side, over - day]).toEqual(['below', 28]);
    expect(day - begun).toBeLessThan(8);
    expect(Math.abs(one.since - begun)).toBeLessThan(4);
    expect(one.seen.expected).toBeCloseTo(0.4, 1);
    expect(one.seen.n).toBeGreaterThan(50);
    expect(one.seen.sum / one.seen.n).toBeLessThan(one.seen.low);
    expect(one.drift).toBeGreaterThanOrEqual(one.threshold);
  });
  it('that dances on its limit is one alert for each excursion, with a day of quiet after it (case 81)', () => {
    // Above what keeps it out and below it, in turns, after it has left its band.
    const dancing = (at: number): number => (at < 2 ? -0.4 : at % 2 === 0 ? 0.2 : 0.48);
    const history = Array.from({ length: firstJudged }, (_, day) => even(day, 50, day % 2 === 0 ? 0.3 : 0.5));
    const danced = Array.from({ length: 14 }, (_, at) => even(firstJudged + at, 50, dancing(at)));
    const back = Array.from({ length: 20 }, (_, at) => even(firstJudged + 14 + at, 50, 0.4));
    const happened = told(judgeAll([...history, ...danced, ...back], everyDays));
    expect(happened.map(([, what]) => what)).toEqual(['left-band', 'returned']);
    expect(happened[1]?.[0]).toBeGreaterThanOrEqual(14);
    // A second excursion on the very day after its end is not told, and is as soon as it lasts.
    const end = Number(happened[1]?.[0]);
    const again = Array.from({ length: 10 }, (_, at) => even(firstJudged + end + 1 + at, 50, -0.6));
    const all = [...history, ...danced, ...back].slice(0, firstJudged + end + 1);
    const twice = told(judgeAll([...all, ...again], everyDays));
    expect(twice.map(([, what]) => what)).toEqual(['left-band', 'returned', 'left-band']);
    expect(Number(twice[2]?.[0]) - end).toBeGreaterThan(1);
  });
  it('that differs by the day of the week is no alert', () => {
    const weekly = days(3, firstJudged + 200, (day) => (day % 7 < 2 ? { ...usual, high: 0.35, low: 0.35 } : usual));
    expect(told(judgeAll(weekly, everyDays))).toEqual([]);
  });
  it('of which days differ by more than their answers is held against these days', () => {
    const random = randomNumbers(5);
    const uneven = Array.from({ length: firstJudged + 300 }, (_, day) => {
      const shift = 0.15 * (random() + random() + random() - 1.5);
      return randomDay(random, day, { perDay: 400, high: 0.5 + shift, low: 0.2 - shift });
    });
    expect(told(judgeAll(uneven, everyDays)).length).toBeLessThanOrEqual(2);
  });
  it('of which less than four weeks are known is learnt first', () => {
    const begun = days(7, firstJudged + 20, (day) => (day < firstJudged ? { ...usual, perDay: 0 } : fallen));
    expect(told(judgeAll(begun, everyDays))).toEqual([]);
  });
});

describe('silence', () => {
  const silentFrom = (from: number, law: Law, to = Number.POSITIVE_INFINITY) =>
    days(11, firstJudged + 80, (day) => (day >= from && day < to ? { ...law, perDay: 0 } : law));
  it('is an alert of its own kind where there always were answers, and over when one comes (case 82)', () => {
    const from = firstJudged + 10;
    const happened = judgeAll(silentFrom(from, usual, from + 5), everyDays);
    expect(told(happened)).toEqual([
      [10, 'fell-silent'],
      [15, 'heard-again'],
    ]);
    const [[, one] = []] = happened;
    expect(one).toMatchObject({ happened: 'fell-silent', since: from });
    expect(one?.happened === 'fell-silent' ? one.expected : 0).toBeCloseTo(50, -1);
  });
  it('of few answers lasts longer before it is one, and no drift', () => {
    const happened = told(judgeAll(silentFrom(firstJudged + 10, { ...usual, perDay: 2 }, firstJudged + 20), everyDays));
    expect(happened.map(([, what]) => what)).toEqual(['fell-silent', 'heard-again']);
    expect(Number(happened[0]?.[0])).toBeGreaterThanOrEqual(12);
    expect(Number(happened[0]?.[0])).toBeLessThanOrEqual(15);
  });
  it('on Sundays, where there never is anything on them, is none', () => {
    const closed = days(13, firstJudged + 100, (day) => ({ ...usual, perDay: day % 7 === 0 ? 0 : 20 }));
    expect(told(judgeAll(closed, everyDays, false))).toEqual([]);
  });
  it('for four weeks is usual then, and is told no more', () => {
    const happened = told(judgeAll(silentFrom(firstJudged + 10, usual), everyDays));
    expect(happened).toEqual([
      [10, 'fell-silent'],
      [38, 'new-level'],
    ]);
  });
  it('of what was brought in from the past, and never came by itself, is none', () => {
    const imported = days(17, firstJudged + 20, (day) => ({ ...usual, perDay: day < firstJudged ? 50 : 0 }));
    expect(told(judgeAll(imported, everyDays))).toEqual([]);
  });
});
