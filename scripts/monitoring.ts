/**
 * Writes the dashboards for Grafana into infra/monitoring/dashboards, and the alert rules of infra/monitoring as the operator of Prometheus
 * wants them; `--check` says which are not as this would write them.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { dashboards } from './monitoring/dashboards.ts';
import type { Dashboard, Panel } from './monitoring/panel.ts';

const infra = join(import.meta.dirname, '..', 'infra');
const folder = join(infra, 'monitoring', 'dashboards');
const datasource = { type: 'prometheus', uid: '$datasource' };
const [width, height, columns] = [12, 8, 2];

const panelOf = ({ title, unit, asks }: Panel, at: number) => ({
  id: at + 1,
  type: 'timeseries',
  title,
  datasource,
  gridPos: { w: width, h: height, x: (at % columns) * width, y: Math.floor(at / columns) * height },
  fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
  options: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi' } },
  targets: asks.map(([expr, legendFormat], n) => ({
    refId: String.fromCharCode('A'.charCodeAt(0) + n),
    datasource,
    expr,
    legendFormat,
  })),
});

const modelOf = ({ uid, title, panels }: Dashboard) => ({
  uid,
  title,
  tags: ['hilo'],
  schemaVersion: 39,
  timezone: 'browser',
  refresh: '30s',
  time: { from: 'now-3h', to: 'now' },
  templating: {
    list: [
      { name: 'datasource', type: 'datasource', query: 'prometheus', label: 'Prometheus' },
      {
        name: 'job',
        type: 'query',
        label: 'Service',
        datasource,
        query: 'label_values(process_uptime_seconds, job)',
        includeAll: true,
        multi: true,
        current: { text: 'All', value: '$__all' },
      },
    ],
  },
  panels: panels.map(panelOf),
});

const prometheusRule = (): string => {
  const spec = parse(readFileSync(join(infra, 'monitoring', 'rules.yaml'), 'utf8'));
  const rule = { apiVersion: 'monitoring.coreos.com/v1', kind: 'PrometheusRule', metadata: { name: 'hilo' }, spec };
  return `# Written from infra/monitoring/rules.yaml by \`pnpm generate\`.\n${stringify(rule, { lineWidth: 0 })}`;
};

const files = [
  ...dashboards.map((one) => ({
    path: join(folder, `${one.uid}.json`),
    text: `${JSON.stringify(modelOf(one), undefined, 2)}\n`,
  })),
  { path: join(infra, 'kubernetes', 'components', 'monitoring', 'alerts.yaml'), text: prometheusRule() },
];
if (process.argv.includes('--check')) {
  const stale = files.filter(({ path, text }) => !existsSync(path) || readFileSync(path, 'utf8') !== text);
  for (const { path } of stale) console.error(`${path} is not as scripts/monitoring.ts writes it: pnpm generate`);
  if (stale.length > 0) process.exitCode = 1;
} else {
  mkdirSync(folder, { recursive: true });
  for (const { path, text } of files) writeFileSync(path, text);
}
