import { existsSync, readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { type CsvRow, type CsvWarning, type Format, formatOf, rowsIn } from './csv.ts';
import { encodingOf, textIn } from './encoding.ts';
import { columnsOf, guessMap, ImportMap, type ImportRow, interactionOfRow, roundedCells } from './map.ts';
import { nameOf } from './separator.ts';

/** A row of the file: the line on which it begins, about how many bytes there are up to its end, and as it stands there. */
type Place = { line: number; bytes: number; original: string };

/** The interaction in a row as JSON, with the columns of which nothing is used; or why there is none. */
export type ImportedRow = Place & ({ json: string; leftOut?: readonly string[] } | { problem: string });

/** A file that can be imported, and what it is taken for, in words. */
export type Readable = {
  items: () => AsyncGenerator<ImportedRow>;
  format: string;
  understood: string;
  columns: readonly (readonly [column: string, meaning: string])[];
};

/** What a file says, by its map; without a map, a customer base whose columns say it themselves. Throws where it is not certain. */
export const readItems = async (
  file: string,
  { mapFile, kinds, ...told }: { mapFile: string | undefined; kinds: readonly string[] } & CsvWarning,
): Promise<Readable> => {
  if (!existsSync(file)) throw new Error(`${file} does not exist.`);
  if (statSync(file).size === 0) throw new Error(`${file} is empty.`);
  if (/\.(nd)?jsonl?$/.test(file)) return linesOf(file, told);
  const format = await formatOf(file, told);
  const header = uniqueNames(await firstRow(file, format));
  const map = mapFile === undefined ? guessMapOf(file, header, kinds) : readMap(mapFile);
  const missing = columnsOf(map).filter((name) => !header.includes(name));
  if (missing.length > 0) throw new Error(missingColumns(file, { header, missing, format }));
  return {
    items: () => readRows(file, { map, header, format }),
    format: `${format.encoding}, fields separated by ${nameOf(format.separator)}`,
    ...described(map, header),
  };
};

const linesOf = (file: string, told: CsvWarning): Readable => {
  const encoding = encodingOf(file, told.encoding);
  const understood = 'one interaction in a line';
  return { items: () => readLines(file, encoding), format: encoding, understood, columns: [] };
};

/** The lines of a file of NDJSON, as they are: what is not JSON is for Hilo to reject. */
async function* readLines(file: string, encoding: string): AsyncGenerator<ImportedRow> {
  let [line, bytes, rest] = [0, 0, ''];
  const item = (text: string): ImportedRow => ({ json: text, line, bytes, original: text });
  for await (const piece of textIn(file, encoding)) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) {
      line += 1;
      bytes += Buffer.byteLength(text) + 1;
      if (text.trim() !== '') yield item(text);
    }
  }
  line += 1;
  if (rest.trim() !== '') yield item(rest);
}

type Table = { map: ImportMap; header: readonly string[]; format: Format };

async function* readRows(file: string, { map, header, format }: Table): AsyncGenerator<ImportedRow> {
  const writtenAt = statSync(file).mtime.toISOString();
  const bytesOf = (raw: string): number =>
    format.encoding.startsWith('utf-16') ? 2 * raw.length : Buffer.byteLength(raw);
  let bytes = 0;
  let isHeader = true;
  for await (const row of rowsIn(file, format)) {
    bytes += bytesOf(row.raw);
    if (!isHeader) yield itemIn(row, { map, header, writtenAt, bytes });
    isHeader = false;
  }
}

const itemIn = (
  { fields, line, raw }: CsvRow,
  { map, header, writtenAt, bytes }: Pick<Table, 'map' | 'header'> & { writtenAt: string; bytes: number },
): ImportedRow => {
  const place = { line, bytes, original: raw.trimEnd() };
  const beyond = fields.slice(header.length).filter((field) => field.trim() !== '');
  if (beyond.length > 0) {
    const problem = `has ${fields.length} fields, the header has ${header.length}; is one with a separator in it not quoted?`;
    return { ...place, problem };
  }
  const row: ImportRow = Object.fromEntries(header.map((name, at) => [name, fields[at] ?? '']));
  return { ...place, json: JSON.stringify(interactionOfRow(map, row, writtenAt)), leftOut: roundedCells(map, row) };
};

const firstRow = async (file: string, format: Format): Promise<readonly string[]> => {
  for await (const { fields } of rowsIn(file, format)) return fields;
  throw new Error(`${file} has nothing in it.`);
};

/** The names of the columns, each once: the second `phone` is `phone (2)`, and a column without a name is called by its place. */
const uniqueNames = (header: readonly string[]): string[] => {
  const seen = new Map<string, number>();
  return header.map((field, at) => {
    const name = field.trim() === '' ? `column ${at + 1}` : field.trim();
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
};

const guessMapOf = (file: string, header: readonly string[], kinds: readonly string[]): ImportMap => {
  try {
    return guessMap(header, kinds);
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const missingColumns = (
  file: string,
  { header, missing, format }: { header: readonly string[]; missing: readonly string[]; format: Format },
): string =>
  `${file} has no column ${missing.join(', ')}. It has: ${header.join(', ')}.` +
  (header.length === 1
    ? ` Its fields were taken to be separated by ${nameOf(format.separator)}; see --delimiter.`
    : '');

const described = (map: ImportMap, header: readonly string[]): Pick<Readable, 'understood' | 'columns'> => {
  const identifiers = Object.entries(map.identifiers).flatMap(([kind, names]) =>
    [names].flat().map((name) => ({ kind, name })),
  );
  const meanings = new Map<string, string>([
    ...columnsOf(map).map((name): [string, string] => [name, 'used by the map']),
    ...Object.entries(map.properties).map(([property, name]): [string, string] => [name, `property ${property}`]),
    ...Object.entries(map.traits).map(([trait, name]): [string, string] => [name, `trait ${trait}`]),
    ...identifiers.map(({ kind, name }): [string, string] => [name, `identifier ${kind}`]),
  ]);
  return {
    understood: `${Object.entries(map.identifiers)
      .map(([kind, names]) => `${kind} from ${[names].flat().join(', ')}`)
      .join('; ')}; traits: ${Object.keys(map.traits).join(', ') || 'none'}`,
    columns: header.map((name) => [name, meanings.get(name) ?? 'not used'] as const),
  };
};

const readMap = (file: string): ImportMap => {
  const result = ImportMap.safeParse(jsonIn(file));
  if (result.success) return result.data;
  throw new Error(`${file} is no map.\n${z.prettifyError(result.error)}`);
};

const jsonIn = (file: string): unknown => {
  if (!existsSync(file)) throw new Error(`${file} does not exist.`);
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
};
