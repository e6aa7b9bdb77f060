import { type Candidates, candidatePairs } from './candidates.ts';
import { cleanRecord, habitsOf } from './clean.ts';
import { type ClusterOptions, clusterPairs, defaultClusterOptions, type ScoredPair } from './cluster.ts';
import { comparerOf } from './compare.ts';
import { defaultEstimateOptions, type EstimateOptions, estimateModel } from './estimate.ts';
import type { LinkageModel } from './model.ts';
import type { LinkageRecord, RawRecord } from './record.ts';

export type LinkOptions = {
  acrossSources: boolean;
  comparisonsPerRecord: number;
  cluster: ClusterOptions;
  estimate: Omit<EstimateOptions, 'acrossSources'>;
  /** Pairs below this weight are not kept. */
  keep: number;
  /** From this weight on a pair is taken for one person, where no clusters are made. */
  pairThreshold: number;
  onProgress?: (step: string, share: number) => void;
  onCompared?: (a: string, b: string, weight: number) => void;
};

export const defaultLinkOptions: LinkOptions = {
  acrossSources: false,
  comparisonsPerRecord: 150,
  cluster: defaultClusterOptions,
  estimate: defaultEstimateOptions,
  keep: -7,
  pairThreshold: 0,
};

export type Linked = {
  model: LinkageModel;
  pairs: ScoredPair[];
  clusters: string[][];
  compared: number;
  largestBlock: number;
  capped: Candidates['capped'];
};

/** Everything for a set of records at once: clean, block, learn, compare, cluster. Ids are unique over all sources. */
export const linkRecords = (raw: readonly RawRecord[], changes: Partial<LinkOptions> = {}): Linked => {
  const options = { ...defaultLinkOptions, ...changes };
  const habits = habitsOf(raw);
  const records = raw.map((record) => cleanRecord(habits, record)).sort(inCanonicalOrder);
  const candidates = candidatePairs(records, options);
  options.onProgress?.('learning', 0);
  const model = estimateModel(habits, records, candidates, {
    ...options.estimate,
    acrossSources: options.acrossSources,
  });
  const { weigh } = comparerOf(model);
  const { pairs, compared } = scorePairs(records, candidates, weigh, options);
  const byId = new Map(records.map((record) => [record.id, record]));
  const weightBetween = (a: string, b: string): number => {
    const [one, other] = [byId.get(a), byId.get(b)];
    return one === undefined || other === undefined ? 0 : weigh(one, other);
  };
  options.onProgress?.('clustering', 0);
  const clusters = clusterPairs(pairs, weightBetween, { ...options.cluster, prior: Math.log2(model.prior) });
  return { model, pairs, clusters, compared, largestBlock: candidates.largestBlock, capped: candidates.capped };
};

const inCanonicalOrder = (a: LinkageRecord, b: LinkageRecord): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

const scorePairs = (
  records: readonly LinkageRecord[],
  candidates: Candidates,
  weigh: (a: LinkageRecord, b: LinkageRecord) => number,
  { keep, onProgress, onCompared }: LinkOptions,
): { pairs: ScoredPair[]; compared: number } => {
  const pairs: ScoredPair[] = [];
  let compared = 0;
  for (const [i, j] of candidates.pairs()) {
    const [a, b] = [records[i], records[j]];
    if (a === undefined || b === undefined) continue;
    if (compared % 100_000 === 0) onProgress?.('comparing', progressAt(i, records.length));
    compared += 1;
    const weight = weigh(a, b);
    onCompared?.(a.id, b.id, weight);
    if (weight >= keep) pairs.push({ a: a.id, b: b.id, weight });
  }
  return { pairs, compared };
};

/** The first records have more others after them than the last ones. */
const progressAt = (position: number, records: number): number => 1 - (1 - position / records) ** 2;
