import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { zstdDecompress, zstdDecompressSync } from 'node:zlib';
import { table, type WeightName, weightShapes } from './shapes.ts';

const folder = join(import.meta.dirname, '..', '..', 'model');

export type Vocabulary = { pieces: string[]; scores: number[] };

/** Files of the model as `make/weights.ts` wrote them; `model/NOTICE` says of what SHA-256. */
export const readVocabulary = (): Vocabulary => JSON.parse(readModelFile('vocabulary', 2 ** 23).toString());

/** By far the largest: it is opened on another thread, while this one reads the others. */
export const readTable = async (): Promise<Buffer> =>
  decompress(await readFile(pathOf('table')), { chunkSize: table.rows * table.columns + 1 });

/** The numbers of one matrix after the other. */
export const readWeights = (): ((name: WeightName) => Float32Array) => {
  const starts = new Map<string, number>();
  let length = 0;
  for (const [name, [rows, columns]] of Object.entries(weightShapes)) {
    starts.set(name, length);
    length += 4 * rows * columns;
  }
  const bytes = readModelFile('weights', length);
  return (name) => {
    const [rows, columns] = weightShapes[name];
    const start = bytes.byteOffset + (starts.get(name) ?? 0);
    return new Float32Array(bytes.buffer.slice(start, start + 4 * rows * columns));
  };
};

/** Into one piece of memory of this length: grown by and by it would take twice as much. */
const readModelFile = (name: string, length: number): Buffer =>
  zstdDecompressSync(readFileSync(pathOf(name)), { chunkSize: length + 1 });

const pathOf = (name: string): string => join(folder, `${name}.zst`);
const decompress = promisify(zstdDecompress);
