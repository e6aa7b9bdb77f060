import { expect, it } from 'vitest';
import { discoveries, momentsOfTruth } from './moments.ts';

it('finds by Benjamini and Hochberg what their paper finds at 5 %, and at 10 % what the rule says', () => {
  // The fifteen p-values of the paper, section 3.2: at q = 0.05 the four smallest are rejected.
  const p = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
  ];
  // At 10 %: the ninth is 0.0459 ≤ 9/15 × 0.1.
  expect(discoveries(p).filter(Boolean)).toHaveLength(9);
  expect(discoveries(p.map((one) => one * 2)).filter(Boolean)).toHaveLength(4);
  expect(discoveries([])).toEqual([]);
});

it('compares the answers with a step to those without it', () => {
  const all = { n: 200, low: 60, high: 100 };
  const [waited, other] = momentsOfTruth(
    all,
    [
      { n: 50, low: 40, high: 5 },
      { n: 100, low: 30, high: 50 },
    ],
    true,
  );
  expect(waited).toMatchObject({ with: -70, without: 50, gap: -120, impact: -30, significant: true });
  expect(other).toMatchObject({ with: 20, without: 20, gap: 0, p: expect.closeTo(1, 6), significant: false });
  expect([waited?.low, waited?.high].map((limit) => Math.abs((limit ?? 0) + 120))).toEqual([
    expect.closeTo((waited?.high ?? 0) + 120, 6),
    expect.closeTo((waited?.high ?? 0) + 120, 6),
  ]);
  const [share] = momentsOfTruth(all, [{ n: 50, low: 40, high: 5 }], false);
  expect(share).toMatchObject({ with: 10, without: 63.33 });
});
