import type { Columns } from '../../services/analytics/columns/columns.ts';
import { countsOf, mostScores } from '../../services/analytics/columns/counts.ts';
import { funnelOf } from '../../services/analytics/columns/funnel.ts';
import { pathsOf } from '../../services/analytics/columns/paths.ts';
import { repeatsOf } from '../../services/analytics/columns/repeats.ts';
import { cameBack, retentionOf } from '../../services/analytics/columns/retention.ts';
import { dayMs } from '../../services/analytics/domain/day.ts';
import { type BenchRows, namedSteps } from './analytics-rows.ts';

/** What both answer, as rows of numbers in one order. */
export type BenchQuestion = { name: string; ours: (columns: Columns) => number[][]; sql: string };

const week = 7 * dayMs;
const { search, basket, bought, menu, agent, transferred } = namedSteps;
const contacts = [menu, agent, transferred];
const of = 'events e JOIN claims c ON c.subject = e.subject';

/** The eleven questions, over the columns and in the SQL of a database that has columns too. */
export const benchQuestions = (rows: BenchRows): BenchQuestion[] => {
  const year = { from: rows.from, to: rows.from + 365 * dayMs };
  const last30 = { from: year.to - 30 * dayMs, to: year.to };
  const month = { from: rows.from + 300 * dayMs, to: rows.from + 330 * dayMs };
  const twelveWeeks = { from: rows.from + 40 * week, to: rows.from + 52 * week };
  return [
    { name: 'KPI by day and touchpoint, 30 days', ...kpi(rows, last30) },
    { name: 'KPI by day and touchpoint, a year', ...kpi(rows, year) },
    { name: 'NPS by tier of today, 30 days', ...nps(rows, last30) },
    { name: 'NPS by tier of today, a year', ...nps(rows, year) },
    { name: 'funnel of three steps, a month', ...funnel(month, year.to) },
    { name: 'funnel of three steps, a year', ...funnel({ from: year.from, to: year.to }, year.to) },
    { name: 'paths of four steps, a month', ...paths(month, year.to) },
    { name: 'paths of four steps, a year', ...paths(year, year.to) },
    { name: 'retention, twelve weeks', ...retention(twelveWeeks) },
    { name: 'repeated contacts, a month', ...repeats(month, year.to) },
    { name: 'repeated contacts, a year', ...repeats(year, year.to) },
  ];
};

type Times = { from: number; to: number };
type Asked = Omit<BenchQuestion, 'name'>;

const inOrder = (rows: number[][]): number[][] =>
  rows.sort((a, b) => a.reduce((order, value, at) => order || value - (b[at] ?? 0), 0));

const within = ({ from, to }: Times): string => `e.ts >= ${from} AND e.ts < ${to}`;

const kpi = ({ touchpoints, touchpointOf }: BenchRows, { from, to }: Times): Asked => {
  const bounds = Array.from({ length: (to - from) / dayMs + 1 }, (_, day) => from + day * dayMs);
  const days = bounds.length - 1;
  const by = [{ by: 'step', groups: touchpointOf, size: touchpoints }] as const;
  return {
    ours: (columns) => {
      const counts = countsOf(columns, { bounds, timeOf: [...Array(days).keys()], times: days, by, of: 'both' });
      const { n, scores } = counts ?? none;
      const found: number[][] = [];
      for (const [cell, count] of n.entries())
        if (count > 0) found.push([Math.floor(cell / touchpoints), cell % touchpoints, count, ...npsIn(scores, cell)]);
      return found;
    },
    sql: `SELECT (e.ts - ${from}) // ${dayMs} d, e.touchpoint, count(*),
                 count(*) FILTER (score BETWEEN 0 AND 10), count(*) FILTER (score BETWEEN 9 AND 10), count(*) FILTER (score BETWEEN 0 AND 6)
            FROM events e WHERE ${within({ from, to })} GROUP BY 1, 2 ORDER BY 1, 2`,
  };
};

const none = { n: new Int32Array(), scores: new Int32Array() };

/** Of a cell how many answers on the scale of NPS, how many of promoters, and of detractors. */
const npsIn = (scores: Int32Array, cell: number): number[] => {
  let [all, promoters, detractors] = [0, 0, 0];
  for (let score = 0; score <= 10; score++) {
    const n = scores[cell * mostScores + score] ?? 0;
    all += n;
    if (score >= 9) promoters += n;
    if (score <= 6) detractors += n;
  }
  return [all, promoters, detractors];
};

const nps = ({ tier }: BenchRows, times: Times): Asked => ({
  ours: (columns) => {
    const by = [{ by: 'customer', groups: tier, size: 5 }] as const;
    const bounds = [times.from, times.to];
    const { scores } = countsOf(columns, { bounds, timeOf: [0], times: 1, by, of: 'scores' }) ?? none;
    return Array.from({ length: 5 }, (_, group) => [group, ...npsIn(scores, group)]).filter(([, n = 0]) => n > 0);
  },
  sql: `SELECT t.tier, count(*), count(*) FILTER (score >= 9), count(*) FILTER (score <= 6)
          FROM ${of} JOIN traits t ON t.customer = c.customer WHERE score BETWEEN 0 AND 10 AND ${within(times)} GROUP BY 1 ORDER BY 1`,
});

const funnel = ({ from, to }: Times, now: number): Asked => ({
  ours: (columns) => {
    const question = {
      from,
      to,
      now,
      steps: [search, basket, bought].map((step) => ({ steps: [step] })),
      order: 'ordered',
      entry: 'best',
      window: week,
      attribution: 0,
    } as const;
    const { reached } = funnelOf(columns, question);
    const counts = [0, 0, 0];
    for (const steps of reached) for (let step = 0; step < steps; step++) counts[step] = (counts[step] ?? 0) + 1;
    return [counts];
  },
  sql: `WITH e AS (SELECT c.customer, e.ts, e.step, CASE e.step WHEN ${search} THEN 0 WHEN ${basket} THEN 1 ELSE 2 END k
                     FROM ${of} WHERE e.step IN (${search}, ${basket}, ${bought}) AND (${within({ from, to: to + week })})),
             a AS (SELECT *, max(ts) FILTER (step = ${search} AND ts < ${to}) OVER (PARTITION BY customer ORDER BY ts, k) s1 FROM e),
             b AS (SELECT *, CASE WHEN step = ${basket} AND ts - s1 <= ${week} THEN s1 END s2 FROM a),
             d AS (SELECT customer, CASE WHEN step = ${bought} AND ts - max(s2) OVER (PARTITION BY customer ORDER BY ts, k) <= ${week} THEN 3
                                         WHEN s2 IS NOT NULL THEN 2 WHEN step = ${search} AND ts < ${to} THEN 1 ELSE 0 END l FROM b),
             m AS (SELECT customer, max(l) l FROM d GROUP BY 1)
        SELECT count(*) FILTER (l >= 1), count(*) FILTER (l >= 2), count(*) FILTER (l >= 3) FROM m`,
});

const paths = ({ from, to }: Times, now: number): Asked => ({
  ours: (columns) => {
    const question = {
      from,
      to,
      now,
      anchor: { steps: [menu] },
      direction: 'from',
      length: 4,
      gap: week,
      unit: 'passages',
      collapse: false,
    } as const;
    const whole = pathsOf(columns, question).sequences.filter(({ steps }) =>
      steps.every((step) => step > 0 && step < 0x10000),
    );
    return whole
      .map(({ steps, n }) => [-n, ...steps])
      .sort((a, b) => a.reduce((order, value, at) => order || value - (b[at] ?? 0), 0))
      .slice(0, 20);
  },
  sql: `SELECT -count(*) n, step, n1, n2, n3 FROM (
          SELECT step, e.ts, lead(step, 1) OVER w n1, lead(step, 2) OVER w n2, lead(step, 3) OVER w n3,
                 lead(e.ts, 1) OVER w t1, lead(e.ts, 2) OVER w t2, lead(e.ts, 3) OVER w t3
            FROM ${of} WHERE ${within({ from, to: to + 3 * week })} WINDOW w AS (PARTITION BY c.customer ORDER BY e.ts, e.place))
         WHERE step = ${menu} AND ts < ${to} AND n3 IS NOT NULL AND t1 - ts <= ${week} AND t2 - t1 <= ${week} AND t3 - t2 <= ${week}
         GROUP BY 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5 LIMIT 20`,
});

const retention = ({ from, to }: Times): Asked => ({
  ours: (columns) => {
    const bounds = Array.from({ length: (to - from) / week + 1 }, (_, n) => from + n * week);
    const outcome = retentionOf(columns, { bounds, start: { steps: [bought] }, back: {}, cohort: 'first' });
    const weeks = bounds.length - 1;
    const counts = new Int32Array(weeks * weeks);
    for (const [customer, began] of outcome.began.entries()) {
      if (began === 0) continue;
      const cohort = 31 - Math.clz32(began);
      for (let after = 1; cohort + after < weeks; after++)
        if (cameBack(outcome, customer, { cohort, after, orAfter: false }))
          counts[cohort * weeks + after] = (counts[cohort * weeks + after] ?? 0) + 1;
    }
    return [...counts].flatMap((n, cell) => (n > 0 ? [[Math.floor(cell / weeks), cell % weeks, n]] : []));
  },
  sql: `WITH e AS (SELECT c.customer, (e.ts - ${from}) // ${week} w, bool_or(step = ${bought}) b FROM ${of} WHERE ${within({ from, to })} GROUP BY 1, 2),
             f AS (SELECT customer, min(w) FILTER (b) fw FROM e GROUP BY 1)
        SELECT f.fw, e.w - f.fw k, count(*) FROM f JOIN e ON e.customer = f.customer WHERE e.w > f.fw GROUP BY 1, 2 ORDER BY 1, 2`,
});

const repeats = ({ from, to }: Times, now: number): Asked => ({
  ours: (columns) => {
    const groups = Uint32Array.from({ length: 0x10000 }, (_, step) => step);
    const { groups: counts } = repeatsOf(columns, {
      from,
      to,
      now,
      contact: { steps: contacts },
      episode: -1,
      window: week,
      breakdown: { by: 'step', groups },
    });
    return inOrder([...counts].map(([step, { n, repeated }]) => [step, n, repeated]));
  },
  sql: `SELECT step, count(*), count(*) FILTER (nx - ts <= ${week}) FROM (
          SELECT e.ts, step, lead(e.ts) OVER (PARTITION BY c.customer ORDER BY e.ts, e.place) nx FROM ${of}
           WHERE step IN (${contacts.join(', ')}) AND (${within({ from, to: to + week + 1 })})) WHERE ts < ${to} GROUP BY 1 ORDER BY 1`,
});
