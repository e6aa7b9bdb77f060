import type { Candidates } from './candidates.ts';
import { randomBelow } from './random.ts';
import type { LinkageRecord } from './record.ts';

/** Pairs of positions, one after the other. */
type Drawn = { candidates: Int32Array; allCandidates: number; others: Int32Array };

type Source = {
  records: readonly LinkageRecord[];
  candidates: Candidates;
  options: { seed: number; acrossSources: boolean; sample: number };
};

/** How many pairs there are in all. */
export const possiblePairs = (records: readonly LinkageRecord[], acrossSources: boolean): number => {
  const all = (records.length * (records.length - 1)) / 2;
  if (!acrossSources) return all;
  const perSource = new Map<string, number>();
  for (const { source } of records) perSource.set(source, (perSource.get(source) ?? 0) + 1);
  return [...perSource.values()].reduce((rest, count) => rest - (count * (count - 1)) / 2, all);
};

/** The candidates, every nth of them if there are too many, and random pairs that are none. */
export const samplePairs = ({ records, candidates, options }: Source): Drawn => {
  let allCandidates = 0;
  for (const _ of candidates.pairs()) allCandidates += 1;
  const step = Math.max(1, Math.ceil(allCandidates / options.sample));
  const positions = new Int32Array(2 * Math.ceil(allCandidates / step));
  let seen = 0;
  for (const pair of candidates.pairs()) {
    if (seen % step === 0) positions.set(pair, (2 * seen) / step);
    seen += 1;
  }
  return { candidates: positions, allCandidates, others: randomPairs({ records, candidates, options }) };
};

const randomPairs = ({ records, candidates, options }: Source): Int32Array => {
  const below = randomBelow(options.seed);
  const positions: number[] = [];
  for (let tries = 0; tries < options.sample && records.length > 1; tries += 1) {
    const [a, b] = [below(records.length), below(records.length)];
    if (a === b || (options.acrossSources && records[a]?.source === records[b]?.source)) continue;
    if (!candidates.areCandidates(a, b)) positions.push(a, b);
  }
  return Int32Array.from(positions);
};
