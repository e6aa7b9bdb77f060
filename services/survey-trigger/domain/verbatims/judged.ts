import { VerbatimLanguage, VerbatimMethod, VerbatimPolarity } from '@hilo/contracts';
import { z } from 'zod';

/** A word that decided, and how much it weighed. */
const DecidingWord = z.object({ word: z.string(), weight: z.number() });

/** How somebody feels who wrote something, about what, and by which words it was judged so. */
export const JudgedVerbatim = z.object({
  id: z.string(),
  part: z.int(),
  question: z.string().optional(),
  /** Absent, as the next three are, where it is none that is measured. */
  language: VerbatimLanguage.optional(),
  polarity: VerbatimPolarity.optional(),
  confidence: z.number().optional(),
  score: z.number().optional(),
  topics: z.array(z.string()),
  words: z.array(DecidingWord),
  method: VerbatimMethod,
  version: z.string(),
  /** Where a score stands beside the words: what may be learnt of it. */
  scored: z.object({ example: z.string(), as: VerbatimPolarity, input: z.string() }).optional(),
});
export type JudgedVerbatim = z.infer<typeof JudgedVerbatim>;
