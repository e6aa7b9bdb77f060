import {
  candidatePairs,
  cleanRecord,
  defaultEstimateOptions,
  defaultLinkOptions,
  estimateModel,
  habitsOf,
  type LinkageModel,
} from '@hilo/linkage';
import { z } from 'zod';

/** Records to learn from: a random sample of so many. */
export const Lesson = z.object({
  records: z.array(z.object({ id: z.string(), source: z.string(), fields: z.record(z.string(), z.string()) })),
  outOf: z.int(),
});
export type Lesson = z.infer<typeof Lesson>;

/** What tells a person apart by itself: how frequent each of its values is, a model need not remember. */
const ofOnePerson = new Set(['email', 'emailLocal', 'phone', 'nationalId', 'street']);

/** The model that these records teach. The same for the same records, which come in the order of their ids. */
export const learnModel = ({ records, outOf }: Lesson): LinkageModel => {
  const habits = habitsOf(records);
  const cleaned = records.map((record) => cleanRecord(habits, record));
  const candidates = candidatePairs(cleaned, defaultLinkOptions);
  const model = estimateModel(habits, cleaned, candidates, { ...defaultEstimateOptions, outOf });
  const frequencies = Object.entries(model.frequencies).map(([name, table]) =>
    ofOnePerson.has(name) ? [name, { ...table, counts: {} }] : [name, table],
  );
  return { ...model, frequencies: Object.fromEntries(frequencies) };
};
