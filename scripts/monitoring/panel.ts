/** A diagram: what it shows, in which unit of Grafana, and by which questions to Prometheus, each with its legend. */
export type Panel = { title: string; unit: string; asks: readonly (readonly [expr: string, legend: string])[] };
export type Dashboard = { uid: string; title: string; panels: readonly Panel[] };

export const rate = (metric: string, by: string, filter = ''): string =>
  `sum by (${by}) (rate(${metric}{job=~"$job"${filter}}[$__rate_interval]))`;
export const highest = (metric: string, by: string): string => `max by (${by}) (${metric}{job=~"$job"})`;
/** Of a histogram. */
export const quantileOf = (share: number, metric: string, by: string, filter = ''): string =>
  `histogram_quantile(${share}, ${rate(`${metric}_bucket`, `le, ${by}`, filter)})`;
