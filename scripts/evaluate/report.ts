import type { Evaluation } from './linkage.ts';
import type { Scores } from './scores.ts';

/** What a person reads of an evaluation. */
export const describeEvaluation = (title: string, found: Evaluation): string => {
  const { atDefault } = found;
  return [
    `${title}: ${count(found.records)} records, ${count(found.truePairs)} true pairs`,
    `compared   ${count(found.pairsCompared)} pairs, among them ${percent(found.blockingRecall)} of the true ones`,
    describeCap(found),
    `took       ${found.seconds.toFixed(1)} s (${found.cpuSeconds.toFixed(1)} s of CPU), at most ${Math.round(found.peakMegabytes)} MB`,
    '',
    'threshold  pairs: precision  recall  F1       after clustering: precision  recall  F1',
    ...found.pairsAt.map(({ probability, scores }, at) =>
      line(String(probability), scores, found.clustersAt[at]?.scores ?? scores),
    ),
    line('default', atDefault.pairs, atDefault.afterClustering),
    '',
    `clusters   ${figures(atDefault.clusters)} of those that are exactly one entity, at the default`,
  ].join('\n');
};

const describeCap = ({ largestBlock, capped }: Evaluation): string =>
  capped.keys === 0
    ? 'capped     nothing'
    : `capped     ${count(capped.keys)} keys that more than ${largestBlock} records share (up to ${count(capped.largest)}) were not followed`;

const line = (threshold: string, pairs: Scores, clusters: Scores): string =>
  `${threshold.padEnd(17)}${figures(pairs)}                    ${figures(clusters)}`;

const figures = ({ precision, recall, f1 }: Scores): string =>
  [precision, recall, f1].map((x) => x.toFixed(4)).join('  ');

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

const count = (number: number): string => number.toLocaleString('en');

/** What a program reads: the same at the shipped default. */
export const scoresOf = (found: Evaluation): Record<string, number> => ({
  f1AtDefault: found.atDefault.afterClustering.f1,
  precisionAtDefault: found.atDefault.afterClustering.precision,
  recallAtDefault: found.atDefault.afterClustering.recall,
  pairF1AtDefault: found.atDefault.pairs.f1,
  clusterF1AtDefault: found.atDefault.clusters.f1,
  bestPairF1: Math.max(...found.pairsAt.map(({ scores }) => scores.f1)),
  bestF1: Math.max(found.atDefault.afterClustering.f1, ...found.clustersAt.map(({ scores }) => scores.f1)),
  records: found.records,
  truePairs: found.truePairs,
  pairsCompared: found.pairsCompared,
  blockingRecall: found.blockingRecall,
  seconds: found.seconds,
  peakMegabytes: found.peakMegabytes,
});
