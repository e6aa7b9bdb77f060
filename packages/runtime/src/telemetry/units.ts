import type { ScopeMetrics } from '@opentelemetry/sdk-metrics';

/** How Prometheus has units at the end of names. */
const suffixes = new Map([
  ['s', 'seconds'],
  ['By', 'bytes'],
]);

/**
 * Metrics under the names by which dashboards for OpenTelemetry look for them in Prometheus, with their units, which this exporter
 * leaves out. Source: https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#metric-metadata-1.
 */
export const withUnits = (scopes: readonly ScopeMetrics[]): ScopeMetrics[] =>
  scopes.map((scope) => ({
    ...scope,
    metrics: scope.metrics.map((metric) => {
      const { name, unit } = metric.descriptor;
      const suffix = suffixes.get(unit);
      if (suffix === undefined || name.endsWith(suffix)) return metric;
      return { ...metric, descriptor: { ...metric.descriptor, name: `${name}.${suffix}` } };
    }),
  }));
