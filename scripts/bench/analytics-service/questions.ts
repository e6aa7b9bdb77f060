import { type BenchRows, namedSteps } from '../analytics-rows.ts';
import { benchIdOf, kindOf } from './history.ts';

/** What is asked, how many milliseconds 95 of 100 may take, and by which question of `pnpm bench analytics` the same is found. */
export type AskedOverHttp = { name: string; path: string; body?: object; most: number; like?: string };

const dayMs = 86_400_000;
const week = 7 * dayMs;
const { search, basket, bought, menu } = namedSteps;

const between = (from: number, to: number) => ({ from: new Date(from).toISOString(), to: new Date(to).toISOString() });

/**
 * What analysts ask of a service that has these rows, up to this instant: where that is later than they go, what comes in meanwhile is in it.
 */
export const questionsOf = (rows: BenchRows, upTo = rows.from + 365 * dayMs): AskedOverHttp[] => {
  const year = between(rows.from, upTo);
  const last30 = between(rows.from + 335 * dayMs, upTo);
  const month = between(rows.from + 300 * dayMs, rows.from + 330 * dayMs);
  const query = { path: '/v1/query' };
  const byDay = (range: object) =>
    ['volume', 'nps'].map((metric) => ({ metric, ...range, groupBy: ['touchpoint'], interval: 'day', limit: 1000 }));
  const kpis = (times: string, range: object, most: number): AskedOverHttp[] => [
    { name: `NPS, ${times}`, ...query, body: { metric: 'nps', ...range }, most },
    { name: `NPS by touchpoint, ${times}`, ...query, body: { metric: 'nps', ...range, groupBy: ['touchpoint'] }, most },
    {
      name: `KPI by day and touchpoint, ${times}`,
      ...query,
      body: byDay(range),
      most,
      like: `KPI by day and touchpoint, ${times}`,
    },
    {
      name: `NPS by a trait, ${times}`,
      ...query,
      body: { metric: 'nps', ...range, groupBy: ['traits.tier'] },
      most,
      like: `NPS by tier of today, ${times}`,
    },
    {
      name: `volume by day, other zone, ${times}`,
      ...query,
      body: { metric: 'volume', ...range, interval: 'day', timeZone: 'Asia/Kolkata', limit: 1000 },
      most,
    },
  ];
  return [
    ...kpis('a year', year, 100),
    ...kpis('30 days', last30, 20),
    {
      name: 'funnel of three steps, a month',
      path: '/v1/journeys/funnels',
      body: { ...month, steps: [search, basket, bought].map((step) => ({ kind: [kindOf(step)] })), window: 'P7D' },
      most: 80,
      like: 'funnel of three steps, a month',
    },
    {
      name: 'paths of four steps, a month',
      path: '/v1/journeys/paths',
      body: {
        ...month,
        anchor: { kind: [kindOf(menu)] },
        length: 4,
        gap: 'P7D',
        unit: 'passages',
        collapse: false,
        top: 20,
      },
      most: 120,
      like: 'paths of four steps, a month',
    },
    {
      name: 'retention, twelve weeks',
      path: '/v1/journeys/retention',
      body: {
        ...between(rows.from + 40 * week, rows.from + 52 * week),
        start: { kind: [kindOf(bought)] },
        interval: 'week',
        cohort: 'first',
      },
      most: 150,
      like: 'retention, twelve weeks',
    },
    { name: 'timeline of a customer', path: `/v1/customers/${benchIdOf(1)}/timeline`, most: 10 },
  ];
};

/** Which day of UTC the last Monday a year before is, so that weeks of rows are weeks of the calendar. */
export const firstMonday = (now: number): number => {
  const today = Math.floor(now / dayMs);
  // 1970 began on a Thursday.
  const monday = today - ((today + 3) % 7);
  return (monday - 52 * 7) * dayMs;
};
