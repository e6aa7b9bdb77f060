import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { type Client, createClient } from '../api/client.ts';
import { findKey } from '../api/local-key.ts';
import { type Progress, showProgress } from '../replay/progress.ts';
import { type Imported, importItems } from './post.ts';
import { type ImportedRow, type Readable, readItems } from './rows.ts';

export type ImportCommand = {
  map?: string;
  url: string;
  key?: string;
  dataDir: string;
  rejects?: string;
  restart?: boolean;
  delimiter?: string;
  encoding?: string;
};

/** What of accepted rows is not used: why, how often, and where first. */
export type NotUsed = { reason: string; message: string; rows: number; line: number };

const Registry = z.object({ kinds: z.record(z.string(), z.unknown()) });
const Position = z.object({ file: z.string(), line: z.int() });

/** The kinds of identifiers that this Hilo knows. */
export const kindsOf = async (client: Client): Promise<string[]> =>
  Object.keys((await client.get('/v1/identity/registry', Registry)).kinds);

export const clientFor = ({ url, key, dataDir }: ImportCommand): Client =>
  createClient({ url, key: findKey(key, dataDir) });

/**
 * Imports a file into a running Hilo, with a progress bar; what is rejected goes into a file of its own, with the reason.
 * The whole file is looked at before anything is posted. Cut off, it goes on where it was. Resolves with what came of it;
 * rejects if the file cannot be read.
 */
export const importFile = async (
  file: string,
  command: ImportCommand,
): Promise<Imported & { rejects: string; notUsed: readonly NotUsed[] }> => {
  const client = clientFor(command);
  const { map: mapFile, delimiter, encoding } = command;
  const read = await readItems(file, { mapFile, kinds: await kindsOf(client), delimiter, encoding });
  console.log(`${file}: ${read.format}; ${read.understood}`);
  const { size } = statSync(file);
  await checkAll(read, showProgress('checking', size));

  const rejects = command.rejects ?? `${file}.rejects.ndjson`;
  const position = positionOf(file, command);
  const begin = command.restart ? 0 : position.read();
  if (begin > 0) console.log(`going on after line ${begin}; --restart begins anew`);
  if (begin === 0) rmSync(rejects, { force: true });
  const progress = showProgress('importing', size);
  const notUsed = new Map<string, NotUsed>();
  const imported = await importItems(after(begin, read.items()), {
    client,
    onDone: ({ line, bytes }) => {
      position.write(line);
      progress.update(Math.min(bytes, size));
    },
    onRejected: ({ item: { line, original }, path, reason }) =>
      appendFileSync(rejects, `${JSON.stringify({ line, path, reason, row: original })}\n`),
    onNote: ({ line }, { reason, message }) => {
      const known = notUsed.get(reason) ?? { reason, message, rows: 0, line };
      notUsed.set(reason, { ...known, rows: known.rows + 1 });
    },
  });
  progress.done();
  position.forget();
  return { ...imported, rejects, notUsed: [...notUsed.values()] };
};

/** Reads the file to its end: half of it imported is worse than none. */
const checkAll = async (read: Readable, progress: Progress): Promise<void> => {
  for await (const { bytes } of read.items()) progress.update(bytes);
  progress.done();
};

async function* after(line: number, items: AsyncIterable<ImportedRow>): AsyncGenerator<ImportedRow> {
  for await (const item of items) if (item.line > line) yield item;
}

/** How far an import is, kept beside the file; it counts only for the same file, map and Hilo. */
const positionOf = (file: string, { map, url, delimiter, encoding }: ImportCommand) => {
  const path = `${file}.import`;
  const next = `${path}.next`;
  const { size, mtimeMs } = statSync(file);
  const mapText = map === undefined ? '' : readFileSync(map, 'utf8');
  const identity = createHash('sha256')
    .update(JSON.stringify(['begins', size, mtimeMs, mapText, url, delimiter, encoding]))
    .digest('hex');
  return {
    read: (): number => {
      if (!existsSync(path)) return 0;
      const kept = Position.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data;
      return kept?.file === identity ? kept.line : 0;
    },
    // Renamed: whoever is killed in the middle of writing leaves the position before.
    write: (line: number): void => {
      writeFileSync(next, JSON.stringify({ file: identity, line }));
      renameSync(next, path);
    },
    forget: (): void => {
      rmSync(path, { force: true });
      rmSync(next, { force: true });
    },
  };
};
