import type { Candidates } from './candidates.ts';
import type { Habits } from './clean.ts';
import { comparisonsWith } from './comparisons/all.ts';
import { countFrequencies } from './frequencies.ts';
import { learnerOf } from './learner.ts';
import type { LinkageModel } from './model.ts';
import { numberCells, observe } from './observe.ts';
import type { LinkageRecord } from './record.ts';
import { possiblePairs, samplePairs } from './sample.ts';

export type EstimateOptions = {
  seed: number;
  acrossSources: boolean;
  /** How many pairs of candidates, and how many random ones, are looked at, at most. */
  sample: number;
  /** How often expectation and maximisation alternate. */
  rounds: number;
  /** How many records there are, where these are a random sample of them: then fewer pairs of the sample are one person. */
  outOf?: number;
};

export const defaultEstimateOptions: EstimateOptions = { seed: 1, acrossSources: false, sample: 150_000, rounds: 20 };

/**
 * Learns from records alone, without labels, how to tell whether two are one person: the model of Fellegi & Sunter (1969),
 * its parameters by expectation maximisation (Dempster, Laird & Rubin 1977) over all possible pairs, of which the
 * candidates are looked at one by one and the rest through a random sample. Records come in canonical order.
 */
export const estimateModel = (
  habits: Habits,
  records: readonly LinkageRecord[],
  candidates: Candidates,
  options: EstimateOptions = defaultEstimateOptions,
): LinkageModel => {
  const others = [...new Set(records.flatMap((record) => Object.keys(record.others)))].sort();
  const comparisons = comparisonsWith(others);
  const frequencies = countFrequencies(records);
  const numbers = numberCells(comparisons);
  const context = { records, comparisons, frequencies, numbers };
  const total = Math.max(1, possiblePairs(records, options.acrossSources));
  const share = Math.min(1, records.length / Math.max(1, options.outOf ?? records.length));
  const drawn = samplePairs({ records, candidates, options });
  const learner = learnerOf({
    comparisons,
    numbers,
    candidates: {
      ...observe(context, drawn.candidates),
      each: drawn.allCandidates / Math.max(1, drawn.candidates.length / 2),
    },
    strangers: {
      ...observe(context, drawn.others),
      each: Math.max(0, total - drawn.allCandidates) / Math.max(1, drawn.others.length / 2),
    },
    total,
    expectedMatches: Math.max(1, (records.length / 4) * share),
  });
  for (let round = 0; round < options.rounds; round += 1) learner.improve();
  return { version: 1, habits, others, records: records.length, frequencies, ...learner.learnt() };
};
