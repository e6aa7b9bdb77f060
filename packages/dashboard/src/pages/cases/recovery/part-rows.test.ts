import { expect, it } from 'vitest';
import type { Answer, Row } from '../../../api/figures.ts';
import { partRows } from './part-rows.ts';

const row = (cause: string, value: number | null, n: number, more: Partial<Row> = {}): Row => ({
  ...{ group: { cause }, value, n, low: null, high: null },
  ...more,
});
const answer = (...rows: Row[]): Answer => ({
  ...{ metric: 'cases', unit: 'cases', additive: true, from: '', to: '', timeZone: 'UTC', asOf: '' },
  rows,
});

it('has of each part what came of its cases, those of most first', () => {
  const inTime = { value: 50, n: 2, low: 9, high: 91 };
  const rows = partRows(
    new Map([
      ['openedBy', answer(row('delay', 2, 2), row('(none)', 3, 3), row('staff', 2, 2))],
      ['resolutionBy', answer(row('delay', 7.5, 2, { inTime }))],
      ['recoveryBy', answer(row('staff', 4, 1))],
    ] as const),
    'cause',
  );
  expect(rows.map(({ name, opened, resolved, hours }) => [name, opened, resolved, hours])).toEqual([
    ['(none)', 3, 0, null],
    ['delay', 2, 2, 7.5],
    ['staff', 2, 0, null],
  ]);
  expect([rows[1]?.inTime, rows[2]?.recovery?.value, rows[2]?.reopened]).toEqual([inTime, 4, undefined]);
});
