import { z } from 'zod';
import { comparing } from './comparison.ts';
import { Locale, Word } from './words.ts';

export const Wording = z
  .record(Locale, z.string().min(1).max(2000))
  .refine((text) => Object.keys(text).length > 0, 'has no language')
  .describe('The wording by language.');
export type Wording = z.infer<typeof Wording>;

export const AnswerCondition = comparing({ question: Word.describe('A question before this one.') });
export type AnswerCondition = z.infer<typeof AnswerCondition>;

const conditions = z.array(AnswerCondition).min(1).max(20);
export const AnswerConditions = z.union(
  [AnswerCondition, z.strictObject({ all: conditions }), z.strictObject({ any: conditions })],
  {
    error:
      'is no condition on an answer, such as {"question": "meal", "operator": "less", "value": 3}, and no list of them in `all` or `any`',
  },
);
export const ShowIf = AnswerConditions.describe(
  'Asked only while this holds of the answers that are given: one condition, `all` of several, or `any`. What was not asked, or was passed over, has no answer.',
);
export type ShowIf = z.infer<typeof ShowIf>;

const asked = {
  question: Word.describe('As answers name it, such as likelihood_to_recommend.'),
  text: Wording,
  showIf: ShowIf.optional(),
};

/** A question of a survey. nps: 0 to 10; csat: 1 to 5; ces: 1 to 7; stars: 1 to 5. */
export const SurveyQuestion = z.discriminatedUnion(
  'scale',
  [
    z.strictObject({ ...asked, scale: z.enum(['nps', 'csat', 'ces', 'stars']) }),
    z.strictObject({
      ...asked,
      scale: z.literal('choice'),
      choices: z
        .array(z.strictObject({ code: Word.describe('As answers name it, in every language.'), text: Wording }))
        .min(2)
        .max(50),
      several: z.boolean().optional().describe('Whether several may be chosen at once.'),
    }),
    z.strictObject({ ...asked, scale: z.literal('text') }),
  ],
  { error: 'has no scale of nps, csat, ces, stars, choice, text' },
);
export type SurveyQuestion = z.infer<typeof SurveyQuestion>;
