import {
  cleanRecord,
  clusterPairs,
  comparerOf,
  defaultLinkOptions,
  type Linked,
  linkRecords,
  type RawRecord,
} from '@hilo/linkage';
import type { ColumnMap } from './map.ts';
import { readLabelledRecords } from './records.ts';
import { pairsWithin, type Scores, scoreClusters, scorePairs, type Truth, truthOf } from './scores.ts';

export type Evaluation = {
  records: number;
  truePairs: number;
  pairsCompared: number;
  /** The share of the true pairs that were compared. */
  blockingRecall: number;
  largestBlock: number;
  capped: { keys: number; largest: number };
  pairsAt: { probability: number; scores: Scores }[];
  clustersAt: { probability: number; scores: Scores }[];
  atDefault: { pairs: Scores; afterClustering: Scores; clusters: Scores };
  seconds: number;
  cpuSeconds: number;
  peakMegabytes: number;
};

const probabilities = [0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99];

/** Links the records of one file, or across two, with a model trained on them without labels, and measures it. */
export const evaluateLinkage = async (
  paths: readonly string[],
  map: ColumnMap,
  onProgress: (step: string, share: number) => void,
): Promise<Evaluation> => {
  const [startedAt, cpuBefore] = [performance.now(), process.cpuUsage()];
  const { records, entityOf } = await readLabelledRecords(paths, map);
  const across = paths.length > 1;
  const truth = truthOf(entityOf, (id) => id.slice(0, id.indexOf('/')), across);
  if (truth.truePairs === 0)
    throw new Error(`No record of ${paths[0]} has an entity of ${paths[1]}: check "truth" in the map.`);
  let reached = 0;
  const linked = linkRecords(records, {
    ...defaultLinkOptions,
    acrossSources: across,
    onProgress,
    onCompared: (a, b) => {
      if (truth.isTrue(a, b)) reached += 1;
    },
  });
  const cpu = process.cpuUsage(cpuBefore);
  return {
    records: records.length,
    truePairs: truth.truePairs,
    pairsCompared: linked.compared,
    blockingRecall: reached / truth.truePairs,
    largestBlock: linked.largestBlock,
    capped: linked.capped,
    seconds: (performance.now() - startedAt) / 1000,
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
    pairsAt: probabilities.map((probability) => ({
      probability,
      scores: pairsAbove(linked, bits(probability), truth),
    })),
    clustersAt: clustersAt(linked, records, truth),
    atDefault: {
      pairs: pairsAbove(linked, defaultLinkOptions.pairThreshold, truth),
      afterClustering: scorePairs(pairsWithin(linked.clusters), truth),
      clusters: scoreClusters(linked.clusters, entityOf),
    },
  };
};

const bits = (probability: number): number => Math.log2(probability / (1 - probability));

const pairsAbove = ({ pairs }: Linked, weight: number, truth: Truth): Scores =>
  scorePairs(
    pairs.filter((pair) => pair.weight >= weight).map(({ a, b }) => [a, b] as const),
    truth,
  );

const clustersAt = ({ model, pairs }: Linked, raw: readonly RawRecord[], truth: Truth): Evaluation['clustersAt'] => {
  const cleaned = new Map(raw.map((record) => [record.id, cleanRecord(model.habits, record)]));
  const { weigh } = comparerOf(model);
  const weightBetween = (a: string, b: string): number => {
    const [one, other] = [cleaned.get(a), cleaned.get(b)];
    return one === undefined || other === undefined ? 0 : weigh(one, other);
  };
  return probabilities.map((probability) => {
    const options = { ...defaultLinkOptions.cluster, merge: bits(probability), prior: Math.log2(model.prior) };
    return { probability, scores: scorePairs(pairsWithin(clusterPairs(pairs, weightBetween, options)), truth) };
  });
};
