import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { createClient } from '../api/client.ts';
import { findKey } from '../api/local-key.ts';
import { showProgress } from '../replay/progress.ts';
import { type Imported, importItems } from './post.ts';
import { type Item, readItems } from './rows.ts';

export type ImportCommand = {
  map?: string;
  url: string;
  key?: string;
  dataDir: string;
  rejects?: string;
  restart?: boolean;
};

const Registry = z.object({ kinds: z.record(z.string(), z.unknown()) });
const Position = z.object({ file: z.string(), line: z.int() });

/**
 * Imports a file into a running Hilo, with a progress bar; what is rejected goes into a file of its own, with the reason.
 * Cut off, it goes on where it was. Resolves with what came of it; rejects if the file cannot be read.
 */
export const importFile = async (file: string, command: ImportCommand): Promise<Imported & { rejects: string }> => {
  const client = createClient({ url: command.url, key: findKey(command.key, command.dataDir) });
  const { kinds } = await client.get('/v1/identity/registry', Registry);
  const { items, understood } = await readItems(file, { mapFile: command.map, kinds: Object.keys(kinds) });
  console.log(`${file}: ${understood}`);

  const rejects = command.rejects ?? `${file}.rejects.ndjson`;
  const position = positionOf(file, command);
  const begin = command.restart ? 0 : position.read();
  if (begin > 0) console.log(`going on after line ${begin}; --restart begins anew`);
  if (begin === 0) rmSync(rejects, { force: true });
  const progress = showProgress('importing', statSync(file).size);
  const imported = await importItems(after(begin, items), {
    client,
    onDone: ({ line, bytes }) => {
      position.write(line);
      progress.update(bytes);
    },
    onRejected: ({ item: { line, original }, path, reason }) =>
      appendFileSync(rejects, `${JSON.stringify({ line, path, reason, row: original })}\n`),
  });
  progress.done();
  position.forget();
  return { ...imported, rejects };
};

async function* after(line: number, items: AsyncIterable<Item>): AsyncGenerator<Item> {
  for await (const item of items) if (item.line > line) yield item;
}

/** How far an import is, kept beside the file; it counts only for the same file, map and Hilo. */
const positionOf = (file: string, { map, url }: ImportCommand) => {
  const path = `${file}.import`;
  const next = `${path}.next`;
  const { size, mtimeMs } = statSync(file);
  const mapText = map === undefined ? '' : readFileSync(map, 'utf8');
  const identity = createHash('sha256')
    .update(JSON.stringify([size, mtimeMs, mapText, url]))
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
