import { type SurveyQuestion, Word } from '@hilo/contracts';
import { z } from 'zod';
import type { Programme } from '../programme.ts';
import { languagesOf, wordingIn } from './languages.ts';
import { possibleAnswers } from './question.ts';

/** A question as somebody is asked it, in one language. */
export const WordedQuestion = z.object({
  question: Word,
  scale: z.string().describe('nps, csat, ces, stars, choice or text.'),
  text: z.string(),
  from: z.int().optional().describe('Of a scale in numbers: the lowest.'),
  to: z.int().optional().describe('Of a scale in numbers: the highest.'),
  choices: z.array(z.object({ code: Word, text: z.string() })).optional(),
  several: z.boolean().optional().describe('Whether several choices may be named.'),
  showIf: z.unknown().optional().describe('Asked only while this holds of the answers before it.'),
});
export type WordedQuestion = z.infer<typeof WordedQuestion>;

type Worded = Pick<Programme, 'questions' | 'languages' | 'defaultLanguage'>;

/** The question in the first of these languages that the programme has, or else in the one for everybody. */
export const wordedQuestion = (asked: SurveyQuestion, programme: Worded, wanted: readonly string[]): WordedQuestion => {
  const { fallback = '' } = languagesOf(programme);
  const { question, scale, text, showIf } = asked;
  const possible = scale === 'choice' || scale === 'text' ? [] : (possibleAnswers(asked) ?? []);
  const [from, to] = [possible[0], possible.at(-1)];
  return {
    question,
    scale,
    text: wordingIn(text, wanted, fallback) ?? question,
    ...(typeof from === 'number' && { from }),
    ...(typeof to === 'number' && { to }),
    ...(scale === 'choice' && {
      choices: asked.choices.map((one) => ({
        code: one.code,
        text: wordingIn(one.text, wanted, fallback) ?? one.code,
      })),
      ...(asked.several && { several: true }),
    }),
    ...(showIf && { showIf }),
  };
};
