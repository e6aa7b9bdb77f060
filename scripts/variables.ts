/** Writes the README's table of variables from the configuration; with --check, fails if what is there differs. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AnalyticsConfig } from '@hilo/analytics/config';
import { IdentityConfig } from '@hilo/identity-resolution/config';
import { IngestConfig } from '@hilo/ingest/config';
import { describeVariables, ProcessConfig, type Variable } from '@hilo/runtime';
import { SurveyTriggerConfig } from '@hilo/survey-trigger/config';

const opening = '<!-- variables -->';
const closing = '<!-- /variables -->';
const file = join(import.meta.dirname, '..', 'README.md');

const readers = [
  ['every process', ProcessConfig],
  ['ingest', IngestConfig],
  ['identity-resolution', IdentityConfig],
  ['survey-trigger', SurveyTriggerConfig],
  ['analytics', AnalyticsConfig],
] as const;

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const row = (reader: string, { name, description, default: fallback, required }: Variable): string =>
  `| \`${name}\` | ${reader} | ${required ? 'required' : fallback && `\`${cell(fallback)}\``} | ${cell(description)} |`;

const rows = readers.flatMap(([reader, schema]) => describeVariables(schema).map((variable) => row(reader, variable)));
const table = ['| Variable | Read by | Default | What it is |', '|---|---|---|---|', ...rows].join('\n');

const before = existsSync(file) ? readFileSync(file, 'utf8') : `# Hilo\n\n${opening}\n${closing}\n`;
const from = before.indexOf(opening);
const to = before.indexOf(closing);
if (from < 0 || to < from) throw new Error(`README.md has no place for the table: ${opening} … ${closing}`);
const after = `${before.slice(0, from + opening.length)}\n${table}\n${before.slice(to)}`;

if (existsSync(file) && after === before) process.exit();
if (process.argv.includes('--check')) {
  console.error('out of date: the table of variables in README.md. Run `pnpm generate` and commit what it writes.');
  process.exit(1);
}
writeFileSync(file, after);
console.log('written: the table of variables in README.md');
