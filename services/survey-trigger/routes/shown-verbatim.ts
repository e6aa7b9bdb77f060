import {
  EventId,
  Source,
  SubjectId,
  Timestamp,
  Uuid,
  VerbatimLanguage,
  VerbatimMethod,
  VerbatimPolarity,
  Word,
} from '@hilo/contracts';
import { z } from 'zod';
import type { ListedVerbatim } from '../store/verbatim-list.ts';

/** How somebody feels who wrote something, as it is shown: with the words that decided, not with all that was written. */
export const ShownVerbatim = z.object({
  id: Uuid,
  subject: SubjectId,
  interaction: z
    .object({ source: Source, id: EventId })
    .describe('In which it was written: GET /v1/interactions/{id} has the words.'),
  part: z.int().describe('0: the text of the interaction; else which of its answers, counted from 1.'),
  question: Word.optional(),
  language: VerbatimLanguage.optional().describe('Absent, as polarity is, where it is none that is measured.'),
  polarity: VerbatimPolarity.optional(),
  confidence: z.number().optional().describe('From 0 to 1. Not calibrated: it is not a share of how many are right.'),
  score: z.number().optional().describe('From -1, negative, to 1, positive.'),
  topics: z.array(z.string()),
  words: z
    .array(z.object({ word: z.string(), weight: z.number() }))
    .describe(
      'Which decided, the strongest first: how much the odds of the polarity (their logarithm) would lose without it.',
    ),
  judgedBy: z.object({ method: VerbatimMethod, version: z.string() }),
  occurredAt: Timestamp,
  judgedAt: Timestamp,
});
export type ShownVerbatim = z.infer<typeof ShownVerbatim>;

export const shownVerbatim = ({ source, interaction, method, version, ...one }: ListedVerbatim): ShownVerbatim => ({
  id: one.id,
  subject: one.subject,
  interaction: { source, id: interaction },
  part: one.part,
  question: one.question,
  language: one.language,
  polarity: one.polarity,
  confidence: one.confidence,
  score: one.score,
  topics: one.topics,
  words: one.words,
  judgedBy: { method, version },
  occurredAt: one.occurredAt,
  judgedAt: one.judgedAt,
});
