/** Writes the README's tables of topics and variables from the code; with --check, fails if what is there differs. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AnalyticsConfig } from '@hilo/analytics/config';
import { type Topic, topics } from '@hilo/contracts';
import { IdentityConfig } from '@hilo/identity-resolution/config';
import { IngestConfig } from '@hilo/ingest/config';
import { describeVariables, ProcessConfig, type Variable } from '@hilo/runtime';
import { SurveyTriggerConfig } from '@hilo/survey-trigger/config';

const file = join(import.meta.dirname, '..', 'README.md');

const readers = [
  ['every process', ProcessConfig],
  ['ingest', IngestConfig],
  ['identity-resolution', IdentityConfig],
  ['survey-trigger', SurveyTriggerConfig],
  ['analytics', AnalyticsConfig],
] as const;

const dayMs = 24 * 3600 * 1000;

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const variableRow = (reader: string, { name, description, default: fallback, required }: Variable): string =>
  `| \`${name}\` | ${reader} | ${required ? 'required' : fallback && `\`${cell(fallback)}\``} | ${cell(description)} |`;

const topicRow = ({ name, title, key, cleanup, writers, readers }: Topic): string => {
  const kept = cleanup.policy === 'compact' ? 'the latest of every key' : `${cleanup.retentionMs / dayMs} days`;
  return `| \`${name}\` | ${cell(title)} | ${cell(key)} | ${writers.join(', ')} | ${readers.join(', ')} | ${kept} |`;
};

const tables = {
  topics: [
    '| Topic | What it carries | Key | Written by | Read by | Kept |',
    '|---|---|---|---|---|---|',
    ...Object.values(topics).map(topicRow),
  ],
  variables: [
    '| Variable | Read by | Default | What it is |',
    '|---|---|---|---|',
    ...readers.flatMap(([reader, schema]) =>
      describeVariables(schema).map((variable) => variableRow(reader, variable)),
    ),
  ],
};

/** The text with the table between its two marks. */
const withTable = (text: string, name: string, lines: readonly string[]): string => {
  const [opening, closing] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(opening), text.indexOf(closing)];
  if (from < 0 || to < from) throw new Error(`README.md has no place for the table: ${opening} … ${closing}`);
  return `${text.slice(0, from + opening.length)}\n${lines.join('\n')}\n${text.slice(to)}`;
};

const before = readFileSync(file, 'utf8');
const after = Object.entries(tables).reduce((text, [name, lines]) => withTable(text, name, lines), before);

if (after !== before && process.argv.includes('--check')) {
  console.error('out of date: the tables in README.md. Run `pnpm generate` and commit what it writes.');
  process.exit(1);
}
if (after !== before) {
  writeFileSync(file, after);
  console.log('written: the tables in README.md');
}
