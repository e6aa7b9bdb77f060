import { expect, it } from 'vitest';
import { dayMs } from '../domain/day.ts';
import { type Columns, change, emptyColumns, putDay } from './columns.ts';
import { roomFor, widthsBy } from './day-rows.ts';
import { funnelOf } from './funnel.ts';

const [people, days, rowsOfADay] = [200_000, 30, 6000];

/** Everybody has two subjects, each a customer. */
const columnsOfMany = (): Columns => {
  const columns = emptyColumns();
  const claims = Array.from({ length: 2 * people }, (_, n) => ({ subject: n + 1, customer: n + 1 }));
  change(columns, { rows: [], claims });
  for (let day = 0; day < days; day++) {
    const rows = roomFor(
      rowsOfADay,
      0,
      widthsBy(() => 0),
    );
    for (let row = 0; row < rowsOfADay; row++) {
      rows.at[row] = row * 10_000;
      rows.low[row] = row;
      rows.subject[row] = 1 + ((row * 7919 + day * 104_729) % (2 * people));
      rows.step[row] = 1 + (row % 3);
    }
    putDay(columns, day, rows);
  }
  return columns;
};

const ask = (columns: Columns): number => {
  const before = process.threadCpuUsage();
  for (let n = 0; n < 3; n++)
    funnelOf(columns, {
      from: 0,
      to: days * dayMs,
      now: 100 * dayMs,
      steps: [1, 2, 3].map((step) => ({ steps: [step] })),
      order: 'ordered',
      entry: 'best',
      window: 7 * dayMs,
      attribution: 0,
    });
  const { user, system } = process.threadCpuUsage(before);
  return user + system;
};

const median = (all: readonly number[]): number => all.toSorted((a, b) => a - b)[all.length >> 1] ?? 0;

it('A 5: takes no more than a tenth longer after 200,000 merges, which rewrite nothing', { retry: 3 }, () => {
  const apart = columnsOfMany();
  const merged: Columns = { ...apart, claim: apart.claim.slice() };
  const before = [...merged.days.values()].map(({ rows }) => rows);
  const claims = Array.from({ length: people }, (_, n) => ({ subject: people + n + 1, customer: n + 1 }));
  change(merged, { rows: [], claims });
  expect([...merged.days.values()].map(({ rows }, day) => rows === before[day]).every((isSame) => isSame)).toBe(true);
  const rounds = Array.from({ length: 5 }, () => [ask(apart), ask(merged)] as const);
  expect(median(rounds.slice(1).map(([, after]) => after)) / median(rounds.slice(1).map(([one]) => one))).toBeLessThan(
    1.1,
  );
});
