import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import type { RawRecord } from '@hilo/linkage';
import { parse } from 'csv-parse';
import { z } from 'zod';
import type { ColumnMap } from './map.ts';

export type Labelled = {
  records: RawRecord[];
  /** Who each record really is, by its id. A record without an entity is somebody of its own. */
  entityOf: Map<string, string>;
};

const Row = z.record(z.string(), z.string().optional());
type Row = z.infer<typeof Row>;

/** The records of one file or of two, and apart from them the truth. Ids are made unique over the files. */
export const readLabelledRecords = async (paths: readonly string[], map: ColumnMap): Promise<Labelled> => {
  const labelled: Labelled = { records: [], entityOf: new Map() };
  for (const [file, path] of paths.entries()) await readFile(path, String(file + 1), map, labelled);
  if (new Set(labelled.entityOf.values()).size === labelled.records.length) {
    throw new Error(
      `No two records have the same entity in column ${map.truth.column}${map.truth.pattern === undefined ? '' : ` by the pattern ${map.truth.pattern}`}: there is nothing to measure. Check "truth" in the map.`,
    );
  }
  return labelled;
};

const readFile = async (
  path: string,
  source: string,
  map: ColumnMap,
  { records, entityOf }: Labelled,
): Promise<void> => {
  const rows = createReadStream(path).pipe(
    parse({
      bom: true,
      delimiter: delimiterOf(path),
      trim: true,
      skip_empty_lines: true,
      relax_quotes: true,
      relax_column_count: true,
      columns: (header: string[]) => checkedHeader(path, header, map),
    }),
  );
  let line = 1;
  for await (const read of rows) {
    line += 1;
    const row = Row.parse(read);
    const own = row[map.id];
    if (!own)
      throw new Error(`${path}, record ${line - 1}: the column ${map.id} is empty, and it is the id in the map.`);
    const id = `${source}/${own}`;
    if (entityOf.has(id))
      throw new Error(`${path}: the id ${own} in column ${map.id} comes twice; ids must be unique.`);
    records.push({ id, source, fields: fieldsOf(row, map) });
    entityOf.set(id, entityIn(row, map) ?? `alone ${id}`);
  }
};

/** What separates the cells: that of the usual ones which the header has most of. */
const delimiterOf = (path: string): string => {
  const start = Buffer.alloc(8192);
  const file = openSync(path, 'r');
  const length = readSync(file, start);
  closeSync(file);
  const [header = ''] = start.toString('utf8', 0, length).split(/\r?\n/);
  return [',', ';', '\t', '|'].reduce((best, mark) =>
    header.split(mark).length > header.split(best).length ? mark : best,
  );
};

const checkedHeader = (path: string, header: readonly string[], map: ColumnMap): string[] => {
  const names = header.map((name) => name.trim());
  const wanted: [string, string][] = [
    ['id', map.id],
    ['truth.column', map.truth.column],
    ...Object.entries(map.fields).flatMap(([field, columns]) =>
      [columns].flat().map((column): [string, string] => [`fields.${field}`, column]),
    ),
  ];
  for (const [where, column] of wanted) {
    if (names.includes(column)) continue;
    throw new Error(`${path} has no column "${column}", which the map names in ${where}. It has: ${names.join(', ')}.`);
  }
  return names;
};

const fieldsOf = (row: Row, { fields }: ColumnMap): Record<string, string> => {
  const values = Object.entries(fields).map(([field, columns]) => [
    field,
    [columns]
      .flat()
      .flatMap((column) => row[column] || [])
      .join(' '),
  ]);
  return Object.fromEntries(values.filter(([, value]) => value !== ''));
};

const entityIn = (row: Row, { truth }: ColumnMap): string | undefined => {
  const value = row[truth.column];
  if (!value) return undefined;
  return truth.pattern === undefined ? value : new RegExp(truth.pattern).exec(value)?.[1];
};
