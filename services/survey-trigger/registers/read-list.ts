import type { Readable } from 'node:stream';
import { gateBody, HttpProblem } from '@hilo/runtime';
import { parse } from 'csv-parse';
import { z } from 'zod';
import { atMost, goingOnIn, invalidList, linesOf, mostLineBytes } from './streams.ts';

/** What a list says in one place, and in which line that is; of an array, which of its entries. */
export type Line = { line: number; text: string };

export type ListFormat = 'csv' | 'ndjson' | 'json';

export const listTypes = ['text/csv', 'application/x-ndjson', 'application/json'];

const formats: readonly [RegExp, ListFormat][] = [
  // Without a type is what `curl -T` sends.
  [/^(?:text\/(?:csv|plain)|application\/csv)?$/, 'csv'],
  [/^application\/(?:x-)?(?:ndjson|jsonl|jsonlines)$/, 'ndjson'],
  [/^application\/json$/, 'json'],
];

/** How the list is written, by its Content-Type. */
export const listFormatOf = (contentType = ''): ListFormat => {
  const type = (contentType.split(';')[0] ?? '').trim().toLowerCase();
  const format = formats.find(([pattern]) => pattern.test(type))?.[1];
  if (format) return format;
  const detail = `Content-Type is ${type}; send one of ${listTypes.join(', ')}.`;
  throw new HttpProblem(415, 'Unsupported media type', detail);
};

/** An array is read as a whole. */
const mostBytes: Readonly<Record<ListFormat, number>> = {
  csv: 2 * 1024 ** 3,
  ndjson: 2 * 1024 ** 3,
  json: 10 * 1024 ** 2,
};

type Reader = (body: Readable, column: string | undefined) => AsyncIterable<Line>;

/**
 * What a list says, line after line as it comes in; no more of it is in memory than a part. `column` is where in a line it stands: how the
 * first line of a CSV calls it, or the name of a field. Throws a problem where it cannot be read.
 */
export const readList = (body: Readable, format: ListFormat, column?: string): AsyncIterable<Line> =>
  readers[format](goingOnIn(body, atMost(mostBytes[format])), column);

const CsvRow = z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) });

async function* readCsv(body: Readable, column: string | undefined): AsyncGenerator<Line> {
  const rows = goingOnIn(
    body,
    parse({
      delimiter: [',', ';', '\t'],
      bom: true,
      info: true,
      max_record_size: mostLineBytes,
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }),
  );
  let at: number | undefined;
  try {
    for await (const row of rows) {
      const { record, info } = CsvRow.parse(row);
      if (column === undefined) yield { line: info.lines, text: onlyValue(record, info.lines) };
      else if (at === undefined) at = placeOfColumn(column, record);
      else yield { line: info.lines, text: record[at] ?? '' };
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && /^CSV_/.test(String(error.code)))
      throw invalidList(`is no CSV (${error.code})`);
    throw error;
  }
}

const onlyValue = (record: readonly string[], line: number): string => {
  const said = record.filter((text) => text.trim() !== '');
  if (said.length <= 1) return said[0] ?? '';
  throw invalidList(`has several columns in line ${line}: say in \`column\` how the first line calls the one to read`);
};

const placeOfColumn = (column: string, header: readonly string[]): number => {
  const plain = (text: string): string => text.trim().toLowerCase();
  const at = header.findIndex((name) => plain(name) === plain(column));
  if (at < 0) throw invalidList(`has no column that its first line calls ${column}`);
  return at;
};

async function* readNdjson(body: Readable, column: string | undefined): AsyncGenerator<Line> {
  for await (const { line, text } of linesOf(body)) {
    if (text.trim() === '') continue;
    const gated = gateBody(Buffer.from(text));
    if ('refusal' in gated) throw invalidList(`line ${line}: ${gated.refusal.message}`);
    yield { line, text: textIn(gated.value, column) };
  }
}

async function* readJson(body: Readable, column: string | undefined): AsyncGenerator<Line> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk));
  const gated = gateBody(Buffer.concat(chunks));
  if ('refusal' in gated) throw invalidList(gated.refusal.message);
  if (!Array.isArray(gated.value)) throw invalidList('is no array');
  for (const [index, value] of gated.value.entries()) yield { line: index + 1, text: textIn(value, column) };
}

/** A text or a number, or that of a field; of anything else, nothing, which is counted as unreadable. */
const textIn = (value: unknown, column = 'value'): string => {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, column)) return '';
  const field: unknown = Object.entries(value).find(([name]) => name === column)?.[1];
  return typeof field === 'string' || typeof field === 'number' ? String(field) : '';
};

const readers: Readonly<Record<ListFormat, Reader>> = { csv: readCsv, ndjson: readNdjson, json: readJson };
