import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parse } from 'csv-parse';
import { z } from 'zod';
import { columnsOf, guessMap, ImportMap, interactionOf } from './map.ts';

const Row = z.record(z.string(), z.string());

/** One row of the file: the interaction in it as JSON, the line and the byte at which it ends, and the row as it is. */
export type Item = { json: string; line: number; bytes: number; original: string };

/** The lines of a file of NDJSON, as they are: what is not JSON is for Hilo to reject. */
async function* readLines(file: string): AsyncGenerator<Item> {
  let [line, bytes] = [0, 0];
  for await (const text of createInterface({ input: createReadStream(file) })) {
    line += 1;
    bytes += Buffer.byteLength(text) + 1;
    if (text.trim() !== '') yield { json: text, line, bytes, original: text };
  }
}

/** The rows of a CSV file as interactions, one after the other: a file need not fit into memory. */
async function* readRows(file: string, map: ImportMap): AsyncGenerator<Item> {
  const writtenAt = statSync(file).mtime.toISOString();
  const options = {
    columns: trimmed,
    bom: true,
    info: true,
    raw: true,
    skip_empty_lines: true,
    relax_quotes: true,
    relax_column_count: true,
  };
  for await (const read of createReadStream(file).pipe(parse(options))) {
    const { record, info, raw } = Read.parse(read);
    const json = JSON.stringify(interactionOf(map, record, writtenAt));
    yield { json, line: info.lines, bytes: info.bytes, original: raw.trimEnd() };
  }
}

const Read = z.object({
  record: Row,
  info: z.object({ lines: z.int(), bytes: z.int() }),
  raw: z.string(),
});

const trimmed = (header: string[]): string[] => header.map((name) => name.trim());

/** The names of the columns. */
const headerOf = async (file: string): Promise<string[]> => {
  const parser = createReadStream(file).pipe(parse({ bom: true, to: 1 }));
  for await (const header of parser) return trimmed(z.array(z.string()).parse(header));
  throw new Error(`${file} is empty.`);
};

/** What a file says, by its map; without a map, a customer base whose columns say it themselves. */
export const readItems = async (
  file: string,
  { mapFile, kinds }: { mapFile: string | undefined; kinds: readonly string[] },
): Promise<{ items: AsyncGenerator<Item>; understood: string }> => {
  if (!existsSync(file)) throw new Error(`${file} does not exist.`);
  if (/\.(nd)?jsonl?$/.test(file)) return { items: readLines(file), understood: 'one interaction in a line' };
  const header = await headerOf(file);
  const map = mapFile === undefined ? guessMap(header, kinds) : readMap(mapFile);
  const missing = columnsOf(map).filter((name) => !header.includes(name));
  if (missing.length > 0) throw new Error(`${file} has no column ${missing.join(', ')}. It has: ${header.join(', ')}.`);
  const identifiers = Object.entries(map.identifiers).map(
    ([kind, names]) => `${kind} from ${[names].flat().join(', ')}`,
  );
  return {
    items: readRows(file, map),
    understood: `${identifiers.join('; ')}; traits: ${Object.keys(map.traits).join(', ') || 'none'}`,
  };
};

const readMap = (file: string): ImportMap => {
  const result = ImportMap.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (result.success) return result.data;
  throw new Error(`${file} is no map.\n${z.prettifyError(result.error)}`);
};
