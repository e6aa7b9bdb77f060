import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { table, type WeightName, weightShapes } from './shapes.ts';

const folder = join(import.meta.dirname, '..', '..', 'model');

export type Vocabulary = { pieces: string[]; scores: number[] };

/** Files of the model as `make/weights.ts` wrote them; `model/NOTICE` says of what SHA-256. */
export const readVocabulary = (): Vocabulary => JSON.parse(readModelFile('vocabulary', 2 ** 23).toString());

export const readTable = (): Buffer => readModelFile('table', table.rows * table.columns);

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
  zstdDecompressSync(readFileSync(join(folder, `${name}.zst`)), { chunkSize: length + 1 });
