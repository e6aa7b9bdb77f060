/** Matching people who share no identifier. Begin with `linkRecords`, which does it all; its parts serve one by one. */
export { blockingKeys } from './blocking.ts';
export { candidatePairs } from './candidates.ts';
export { cleanRecord, habitsOf } from './clean.ts';
export { clusterPairs, defaultClusterOptions, type ScoredPair } from './cluster.ts';
export { comparePair, comparerOf, type PairScore, probabilityOf } from './compare.ts';
export { defaultEstimateOptions, estimateModel } from './estimate.ts';
export { valuesAmong, withoutValues } from './frequencies.ts';
export { defaultLinkOptions, type Linked, type LinkOptions, linkRecords } from './link.ts';
export { LinkageModel } from './model.ts';
export { knownFields, LinkageRecord, type RawRecord } from './record.ts';
export { fold, wordsOf } from './text.ts';
