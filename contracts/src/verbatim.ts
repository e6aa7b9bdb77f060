import { z } from 'zod';
import { openEnum, openObject } from './open.ts';
import { CustomerId, EventId, Source, SubjectId, Timestamp, Uuid, Word } from './words.ts';

/** The languages in which Hilo measures how somebody feels. */
export const VerbatimLanguage = z.enum(['en', 'es']);
export type VerbatimLanguage = z.infer<typeof VerbatimLanguage>;

/** How somebody feels who wrote it. */
export const VerbatimPolarity = z.enum(['negative', 'neutral', 'positive']);
export type VerbatimPolarity = z.infer<typeof VerbatimPolarity>;

/** Who judged it. */
export const VerbatimMethod = z
  .enum(['encoder', 'words', 'none'])
  .describe(
    'words: lists of words, where the encoder was not loaded, or cannot be; none: its language is not measured.',
  );
export type VerbatimMethod = z.infer<typeof VerbatimMethod>;

/** How somebody feels who wrote something, and about what; never what was written. */
export const VerbatimEvent = openObject({
  id: Uuid.describe('Of the verbatim: derived of its interaction and its part of it.'),
  revision: z
    .int()
    .min(1)
    .describe('The version of the interaction that was judged. The highest holds; the same one says the same.'),
  subject: SubjectId,
  customer: CustomerId.describe('The customer of that moment; join by the interaction, or the subject, for today’s.'),
  interaction: openObject({ source: Source, id: EventId }).describe('In which it was said.'),
  part: z.int().min(0).describe('0: the text of the interaction; else which of its answers, counted from 1.'),
  question: Word.optional().describe('Which question it answers.'),
  language: openEnum(VerbatimLanguage)
    .optional()
    .describe('Absent where it is none that is measured, or nobody knows.'),
  polarity: openEnum(VerbatimPolarity).optional().describe('Absent where the language is.'),
  confidence: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe('In the polarity. Not calibrated: it is not a share of how many are right.'),
  score: z.number().min(-1).max(1).optional().describe('From -1, negative, to 1, positive.'),
  topics: z.array(Word).max(100).describe('What it is about, in words of a vocabulary; perhaps several, perhaps none.'),
  judgedBy: openObject({
    method: openEnum(VerbatimMethod),
    version: z
      .string()
      .min(1)
      .max(100)
      .describe('Of what judged: what was judged by another one is not the same scale.'),
  }),
  occurredAt: Timestamp.describe('When it was said.'),
  judgedAt: Timestamp,
}).describe('How somebody feels who wrote something, and about what; never the words.');
export type VerbatimEvent = z.infer<typeof VerbatimEvent>;
