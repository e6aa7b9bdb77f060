import { expect, it } from 'vitest';
import type { Answer, Row } from '../../api/figures.ts';
import { whatMoved } from './moved.ts';

const row = (touchpoint: string, value: number, n: number, by: number, significant = true): Row => ({
  group: { touchpoint },
  value,
  n,
  low: null,
  high: null,
  change: {
    before: { value: value - by, n: 100, low: null, high: null },
    value: by,
    low: null,
    high: null,
    percent: null,
    significant,
  },
});
const answer = (metric: string, rows: Row[]): Answer => ({
  metric,
  from: '',
  to: '',
  timeZone: 'UTC',
  asOf: '',
  unit: '',
  additive: false,
  rows,
});

it('names what moved most of all who answered first, and nothing that may be chance', () => {
  const npsBy = answer('nps', [row('desk', 10, 50, -5), row('gate', 20, 400, -4), row('lounge', 0, 900, 30, false)]);
  expect(whatMoved(new Map([['npsBy', npsBy]])).map(({ group, by }) => [group, by])).toEqual([
    ['gate', -4],
    ['desk', -5],
  ]);
});

it('says of counts how many there were, and names them after the scores', () => {
  const csatBy = answer('csat', [row('desk', 80, 100, 9)]);
  const complaintsBy = answer('complaints', [row('bags', 60, 500, 25)]);
  expect(
    whatMoved(
      new Map([
        ['complaintsBy', complaintsBy],
        ['csatBy', csatBy],
      ]),
    ),
  ).toMatchObject([
    { cause: 'csatBy', group: 'desk' },
    { cause: 'complaintsBy', group: 'bags', n: 60, before: 35 },
  ]);
});

it('names three of each at the most', () => {
  const many = answer(
    'nps',
    Array.from({ length: 9 }, (_, n) => row(`t${n}`, 1, 100, n + 1)),
  );
  expect(whatMoved(new Map([['npsBy', many]])).map(({ group }) => group)).toEqual(['t8', 't7', 't6']);
});
