import { createHash } from 'node:crypto';
import type { Transaction } from '@hilo/runtime';
import { z } from 'zod';
import { askingOf } from '../asking/answer-question.ts';
import { figureOf } from '../asking/statements.ts';
import type { DayCounts } from '../domain/alerts/day-counts.ts';
import { type Watch, watchedQuestion } from '../domain/alerts/watch.ts';
import { dayNumber, startOfDay } from '../domain/alerts/watched-day.ts';
import { CountedGroup } from '../store/asked/grouped.ts';

export type GroupOfDays = { key: string; group: Record<string, string>; days: DayCounts[] };

/** All groups are read: there is no page. */
const everything = { after: undefined, limit: 1_000_000 };

/** The days of every group of a watch, from the first day up to, but not with, the last: as POST /v1/query counts them. */
export const readDays = async (
  tx: Transaction,
  watch: Watch,
  { from, to, timeZone }: { from: number; to: number; timeZone: string },
): Promise<GroupOfDays[]> => {
  const [begin, end] = [from, to].map((day) => new Date(startOfDay(day, timeZone)).toISOString());
  const range = { from: begin ?? '', to: end ?? '' };
  const question = watchedQuestion(watch, range);
  const asked = { question, range, timeZone, after: undefined, explain: false };
  const asking = await askingOf(tx, asked, startOfDay(to, timeZone));
  const { countSql, measure } = figureOf(question, range.to);
  const { rows } = await tx.query(countSql(asking, everything));
  const groups = new Map<string, GroupOfDays>();
  for (const row of rows) {
    const { isTotal, keys } = CountedGroup.parse(row);
    if (isTotal) continue;
    const named = keys.slice(0, watch.groupBy.length);
    const key = keyOfGroup(named);
    const group = groups.get(key) ?? { key, group: namedGroup(watch, named), days: [] };
    groups.set(key, group);
    group.days.push({ day: dayNumber(keys.at(-1) ?? ''), ...countsOf(watch, measure(row)) });
  }
  return [...groups.values()];
};

/** Of whatever length the values of a group are. */
const keyOfGroup = (values: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(values)).digest('base64url');

const namedGroup = ({ groupBy }: Watch, values: readonly string[]): Record<string, string> =>
  Object.fromEntries(groupBy.map((name, at) => [name, values[at] ?? '']));

const Nps = z.object({ n: z.int(), promoters: z.int(), detractors: z.int() });
const Polarity = z.object({ n: z.int() });
const Polarities = z.object({ negative: Polarity, neutral: Polarity, positive: Polarity });
const Share = z.object({ n: z.int(), hits: z.int() });

/** What a day adds up to, of the figure as it is measured. */
const countsOf = ({ metric }: Watch, measured: Readonly<Record<string, unknown>>): Omit<DayCounts, 'day'> => {
  switch (metric) {
    case 'nps': {
      const { n, promoters, detractors } = Nps.parse(measured);
      return { n, sum: promoters - detractors, squares: promoters + detractors };
    }
    case 'csat':
      return ofShare(measured, 'satisfied');
    case 'ces':
      return ofShare(measured, 'easy');
    case 'complaints':
      return ofShare(measured, 'value');
    case 'sentiment': {
      const { negative, neutral, positive } = Polarities.parse(measured);
      return ofShare({ n: negative.n + neutral.n + positive.n, negative: negative.n }, 'negative');
    }
    case 'volume':
      return { n: Share.shape.n.parse(measured.n), sum: 0, squares: 0 };
  }
};

const ofShare = (measured: Readonly<Record<string, unknown>>, name: string): Omit<DayCounts, 'day'> => {
  const { n, hits } = Share.parse({ n: measured.n, hits: measured[name] });
  return { n, sum: hits, squares: hits };
};
