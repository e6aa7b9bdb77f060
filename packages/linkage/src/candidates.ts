import { blockingKeys } from './blocking.ts';
import { hashOf } from './random.ts';
import type { LinkageRecord } from './record.ts';

export type BlockingOptions = {
  /** How many comparisons, at most, the blocks may ask for per record, counting a pair once for each key that it shares. */
  comparisonsPerRecord: number;
  /** Compare only records of different sources. */
  acrossSources: boolean;
};

export type Candidates = {
  /** Every pair of positions that shares a key, the smaller position first, in ascending order. */
  pairs(): Iterable<readonly [number, number]>;
  /** Whether two positions share a key that is followed. */
  areCandidates(a: number, b: number): boolean;
  /** Keys that more records share are not followed. */
  largestBlock: number;
  /** How many keys that is, and how many records the largest of them has. */
  capped: { keys: number; largest: number };
};

/** The pairs of records worth comparing. Takes about eight bytes per key, so that 200,000 records fit. */
export const candidatePairs = (records: readonly LinkageRecord[], options: BlockingOptions): Candidates => {
  const entries = sortedEntries(records);
  const blocks = blocksOf(entries, records.length);
  const largestBlock = largestAffordable(blocks, options.comparisonsPerRecord * records.length);
  const followed = blocks.filter(([from, to]) => to - from <= largestBlock);
  const capped = blocks.map(([from, to]) => to - from).filter((size) => size > largestBlock);
  const { starts, blockOf } = blocksByRecord(entries, followed, records.length);
  return {
    pairs: () => pairsIn({ records, entries, followed, starts, blockOf, acrossSources: options.acrossSources }),
    areCandidates: (a, b) => haveCommonBlock(starts, blockOf, a, b),
    largestBlock,
    capped: { keys: capped.length, largest: capped.reduce((most, size) => Math.max(most, size), 0) },
  };
};

/** Key and record in one number, so that sorting brings the records of a key together. */
const sortedEntries = (records: readonly LinkageRecord[]): Float64Array => {
  let [entries, length] = [new Float64Array(records.length * 64 + 64), 0];
  for (const [position, record] of records.entries()) {
    for (const key of blockingKeys(record)) {
      if (length === entries.length) entries = grown(entries);
      entries[length] = hashOf(key) * records.length + position;
      length += 1;
    }
  }
  return entries.slice(0, length).sort();
};

const grown = (entries: Float64Array): Float64Array<ArrayBuffer> => {
  const larger = new Float64Array(entries.length * 2);
  larger.set(entries);
  return larger;
};

type Block = readonly [from: number, to: number];

const blocksOf = (entries: Float64Array, records: number): Block[] => {
  const blocks: Block[] = [];
  for (let from = 0; from < entries.length; ) {
    const key = Math.floor((entries[from] ?? 0) / records);
    let to = from + 1;
    while (to < entries.length && Math.floor((entries[to] ?? 0) / records) === key) to += 1;
    if (to - from > 1) blocks.push([from, to]);
    from = to;
  }
  return blocks;
};

/** The largest size of block up to which all blocks together stay within the budget. */
const largestAffordable = (blocks: readonly Block[], budget: number): number => {
  const pairsOfSize = new Map<number, number>();
  for (const [from, to] of blocks) {
    const size = to - from;
    pairsOfSize.set(size, (pairsOfSize.get(size) ?? 0) + (size * (size - 1)) / 2);
  }
  let [spent, largest] = [0, 10];
  for (const [size, pairs] of [...pairsOfSize].sort(([x], [y]) => x - y)) {
    spent += pairs;
    if (spent > budget) break;
    largest = Math.max(largest, size);
  }
  return largest;
};

type BlocksByRecord = { starts: Int32Array; blockOf: Int32Array };

/** For each record the numbers of its blocks, one list after the other; where each list starts. */
const blocksByRecord = (entries: Float64Array, blocks: readonly Block[], records: number): BlocksByRecord => {
  const starts = new Int32Array(records + 1);
  const visit = (act: (position: number, block: number) => void): void => {
    for (const [block, [from, to]] of blocks.entries()) {
      for (let at = from; at < to; at += 1) act((entries[at] ?? 0) % records, block);
    }
  };
  visit((position) => {
    starts[position + 1] = (starts[position + 1] ?? 0) + 1;
  });
  for (let at = 1; at <= records; at += 1) starts[at] = (starts[at] ?? 0) + (starts[at - 1] ?? 0);
  const [free, blockOf] = [starts.slice(), new Int32Array(starts[records] ?? 0)];
  visit((position, block) => {
    const at = free[position] ?? 0;
    blockOf[at] = block;
    free[position] = at + 1;
  });
  return { starts, blockOf };
};

type Index = BlocksByRecord & {
  records: readonly LinkageRecord[];
  entries: Float64Array;
  followed: readonly Block[];
  acrossSources: boolean;
};

function* pairsIn({ records, entries, followed, starts, blockOf, acrossSources }: Index): Generator<[number, number]> {
  const seenWith = new Int32Array(records.length).fill(-1);
  for (const [a, record] of records.entries()) {
    for (let at = starts[a] ?? 0; at < (starts[a + 1] ?? 0); at += 1) {
      const [from, to] = followed[blockOf[at] ?? -1] ?? [0, 0];
      for (let member = to - 1; member >= from; member -= 1) {
        const b = (entries[member] ?? 0) % records.length;
        if (b <= a) break;
        if (seenWith[b] === a) continue;
        seenWith[b] = a;
        if (!acrossSources || records[b]?.source !== record.source) yield [a, b];
      }
    }
  }
}

/** The list of each record is in ascending order. */
const haveCommonBlock = (starts: Int32Array, blockOf: Int32Array, a: number, b: number): boolean => {
  let [i, j] = [starts[a] ?? 0, starts[b] ?? 0];
  const [endOfA, endOfB] = [starts[a + 1] ?? 0, starts[b + 1] ?? 0];
  while (i < endOfA && j < endOfB) {
    const difference = (blockOf[i] ?? 0) - (blockOf[j] ?? 0);
    if (difference === 0) return true;
    if (difference < 0) i += 1;
    else j += 1;
  }
  return false;
};
