import { expect, it } from 'vitest';
import { noScores, type ScoreCounts } from '../measured.ts';
import { type BeforeAndAfter, effectOf } from './effect.ts';

const csat = (satisfied: number, n: number): ScoreCounts => ({ ...noScores, satisfied, csat: n });
const nps = (promoters: number, passives: number, detractors: number): ScoreCounts => ({
  ...noScores,
  ...{ promoters, passives, detractors },
});
const at = (touchpoint: string, before: ScoreCounts, after: ScoreCounts): BeforeAndAfter => ({
  touchpoint,
  before,
  after,
});

it('is how much more a score rose here than elsewhere, with the interval of the published formula', () => {
  const here = at('gate', csat(50, 100), csat(70, 100));
  const others = [at('web', csat(30, 60), csat(33, 60)), at('app', csat(10, 40), csat(14, 40))];
  const effect = effectOf(here, others, 'csat');
  // 20 here; elsewhere 5 of 120 answers and 10 of 80: 7.
  expect(effect).toMatchObject({
    verdict: 'not-told-from-chance',
    difference: { value: 13 },
    here: { before: { value: 50, n: 100 }, after: { value: 70, n: 100 }, change: 20 },
    elsewhere: { touchpoints: 2, before: 100, after: 100, change: 7 },
    asFar: 0,
  });
  // Each share with a hit and a miss more, by hand.
  const variance = (hits: number, n: number) => (((hits + 1) / (n + 2)) * (1 - (hits + 1) / (n + 2))) / (n + 2);
  const own = variance(50, 100) + variance(70, 100);
  const web = variance(30, 60) + variance(33, 60);
  const app = variance(10, 40) + variance(14, 40);
  const half = 100 * 1.959964 * Math.sqrt(own + 0.6 ** 2 * web + 0.4 ** 2 * app);
  const centre = 100 * (71 / 102 - 51 / 102 - 0.6 * (34 / 62 - 31 / 62) - 0.4 * (15 / 42 - 11 / 42));
  expect(effect.difference?.low).toBeCloseTo(centre - half, 1);
  expect(effect.difference?.high).toBeCloseTo(centre + half, 1);
});

it('is not moved by a touchpoint that merely has more answers than before', () => {
  const here = at('gate', nps(40, 30, 30), nps(40, 30, 30));
  // Both stay where they were: one at 80, the other at −50; the bad one has ten times as many answers now.
  const others = [at('web', nps(90, 0, 10), nps(90, 0, 10)), at('app', nps(10, 30, 60), nps(100, 300, 600))];
  expect(effectOf(here, others, 'nps')).toMatchObject({ difference: { value: 0 }, elsewhere: { change: 0 } });
});

it('says nothing of too few answers, here or elsewhere, and nothing where nobody answered', () => {
  const [few, many] = [nps(10, 10, 9), nps(40, 40, 40)];
  const other = at('web', many, many);
  expect(effectOf(at('gate', few, many), [other], 'nps').verdict).toBe('too-few-answers');
  expect(effectOf(at('gate', many, few), [other], 'nps').verdict).toBe('too-few-answers');
  expect(effectOf(at('gate', many, many), [at('web', many, few)], 'nps').verdict).toBe('no-comparison');
  expect(effectOf(at('gate', many, many), [at('web', noScores, many)], 'nps')).toMatchObject({
    verdict: 'no-comparison',
    difference: undefined,
    elsewhere: { touchpoints: 0, change: undefined },
  });
  expect(effectOf(undefined, [other], 'nps')).toMatchObject({
    verdict: 'too-few-answers',
    difference: undefined,
    here: { before: { n: 0, value: undefined }, change: undefined },
    asFar: 0,
  });
});

it('says how many of the others moved as far by themselves', () => {
  const here = at('gate', csat(50, 100), csat(70, 100));
  const others = [30, 50, 70, 75].map((after) => at(`web-${after}`, csat(50, 100), csat(after, 100)));
  expect(effectOf(here, others, 'csat').asFar).toBe(3);
});

let seed = 7;
const draw = (): number => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
};
const hits = (n: number, share: number): number => Array.from({ length: n }, draw).filter((one) => one < share).length;

it.each([
  [0.5, 0.5, 40],
  [0.9, 0.95, 60],
  [0.2, 0.35, 150],
])('has the truth in its interval 95 times of 100, where a share goes from %f to %f, of %i answers', (was, is, n) => {
  const runs = 2000;
  let covered = 0;
  for (let run = 0; run < runs; run++) {
    const here = at('gate', csat(hits(n, was), n), csat(hits(n, is), n));
    // Elsewhere each rises by 2.
    const others = [0.4, 0.6, 0.8].map((share, place) =>
      at(`web-${place}`, csat(hits(n, share), n), csat(hits(n, share + 0.02), n)),
    );
    const { low = 1, high = 0 } = effectOf(here, others, 'csat').difference ?? {};
    const truth = 100 * (is - was - 0.02);
    if (low <= truth && truth <= high) covered++;
  }
  expect(covered / runs).toBeGreaterThan(0.935);
  expect(covered / runs).toBeLessThan(0.985);
});
