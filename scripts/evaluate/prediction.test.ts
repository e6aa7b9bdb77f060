import { expect, it } from 'vitest';
import { evaluatePrediction } from './prediction.ts';
import { failures, predictionScores } from './prediction-report.ts';

it('tells nearly as well who leaves as the law does by which they leave, and shows nothing that cheats or is chance', () => {
  const found = evaluatePrediction({ seed: 7, customers: 1500, days: 730 });
  expect(failures(found)).toEqual([]);
  expect(found.planted.hidden).toMatchObject({ reason: 'looks-ahead', message: expect.stringContaining('planted') });
  expect(found.backDated.hidden).toMatchObject({ reason: 'tells-too-much' });
  expect(found.shuffled.hidden).toMatchObject({ reason: 'too-weak' });
  expect(found.fewPositives.hidden).toMatchObject({ reason: 'too-few-cases' });
  expect(predictionScores(found).shareOfLaw).toBeLessThan(1.02);
  const { fitted, calibration, heldOut, quality, beforeCalibration } = found.leaves;
  expect(beforeCalibration?.calibrationError).not.toBe(quality?.calibrationError);
  expect(fitted.to).toBeLessThanOrEqual(calibration.from ?? 0);
  expect(calibration.to).toBeLessThan(heldOut.from ?? 0);
});
