import { expect, it } from 'vitest';
import { RetentionAsked } from './journey-question.ts';
import { meanRetention } from './mean-retention.ts';

const cell = (after: number, began: number, back: number, running: boolean) => ({ after, began, back, running });

it('D 50: leaves the running week out of the mean, in which large cohorts weigh more unless it is asked otherwise', () => {
  const cells = [
    cell(0, 90, 90, false),
    cell(1, 90, 45, false),
    cell(0, 10, 10, false),
    cell(1, 10, 10, false),
    // Began in the week before this one: who comes back this week is not known to its end.
    cell(0, 100, 100, false),
    cell(1, 100, 0, true),
  ];
  const { mean } = RetentionAsked.parse({ start: {} });
  expect(meanRetention(cells, mean)).toEqual([
    { after: 0, value: 100, n: 200, cohorts: 3 },
    { after: 1, value: 55, n: 100, cohorts: 2 },
  ]);
  expect(meanRetention(cells, 'simple')[1]).toEqual({ after: 1, value: 75, n: 100, cohorts: 2 });
});
