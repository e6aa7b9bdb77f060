import type { Kpi } from '../domain/kpi.ts';
import { csvTable } from './table.ts';

/** KPIs as a table: a line for each group, its days as ISO 8601 writes them, and the time zone in which they are days. */
export const csvOf = (kpis: readonly Kpi[], groupBy: readonly string[], timeZone: string): string =>
  csvTable(
    [...groupBy, 'time_zone', ...columns.map(([name]) => name)],
    kpis.map((kpi) => [...groupBy.map((name) => kpi.group[name] ?? ''), timeZone, ...columns.map(([, of]) => of(kpi))]),
  );

const columns: readonly [name: string, of: (kpi: Kpi) => number | undefined][] = [
  ['interactions', ({ interactions }) => interactions],
  ['nps', ({ nps }) => nps?.score],
  ['nps_low', ({ nps }) => nps?.interval.low],
  ['nps_high', ({ nps }) => nps?.interval.high],
  ['nps_n', ({ nps }) => nps?.n],
  ['promoters', ({ nps }) => nps?.promoters],
  ['passives', ({ nps }) => nps?.passives],
  ['detractors', ({ nps }) => nps?.detractors],
  ['csat', ({ csat }) => csat?.score],
  ['csat_low', ({ csat }) => csat?.interval.low],
  ['csat_high', ({ csat }) => csat?.interval.high],
  ['csat_n', ({ csat }) => csat?.n],
  ['ces', ({ ces }) => ces?.score],
  ['ces_low', ({ ces }) => ces?.interval.low],
  ['ces_high', ({ ces }) => ces?.interval.high],
  ['ces_n', ({ ces }) => ces?.n],
  ['ces_mean', ({ ces }) => ces?.mean],
];
