import { expect, it } from 'vitest';
import { timesUntil } from './kaplan-meier.ts';

// Remission of leukaemia under 6-MP, in weeks (Freireich et al., Blood 21, 1963), the textbook's example: S(6) = 0.857, S(23) = 0.448.
const relapsed = [6, 6, 6, 7, 10, 13, 16, 22, 23];
const observed = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35];

it('gives the published estimate of the remission data', () => {
  const { share, times } = timesUntil(relapsed, observed, [0.1, 0.5, 0.55]);
  expect(1 - share).toBeCloseTo(0.448, 3);
  expect(times).toEqual([6, 23, 23]);
  expect(1 - timesUntil(relapsed.slice(0, 3), [...observed, 7, 10, 13, 16, 22, 23], []).share).toBeCloseTo(0.857, 3);
});

it('is the plain share where everything is known, and knows no time by which more have than ever did', () => {
  expect(timesUntil([1, 2, 3], [10], [0.5, 0.75, 0.9])).toEqual({ share: 0.75, times: [2, 3, null] });
});

it('says nothing of nobody', () => {
  expect(timesUntil([], [], [0.5])).toEqual({ share: 0, times: [null] });
  expect(timesUntil([], [5], [0.5])).toEqual({ share: 0, times: [null] });
});
