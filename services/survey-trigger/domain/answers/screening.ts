import { AnswerConditions, type SurveyQuestion, Word } from '@hilo/contracts';
import { z } from 'zod';
import { type Fault, faultsOfConditions } from '../questions/faults.ts';
import { type Answers, countedAnswers, meets, nextQuestion } from '../questions/next-question.ts';
import { conditionsOf } from '../questions/question.ts';

/** How many are wanted who answer so. */
export const AnswerQuota = z.strictObject({
  name: Word,
  when: AnswerConditions.optional().describe('Of whom it is, by what is answered; without it, of all.'),
  max: z
    .int()
    .min(0)
    .max(10_000_000)
    .describe(
      'So many who have answered everything; whoever comes after them is screened out. 0: none of these is asked.',
    ),
});
export type AnswerQuota = z.infer<typeof AnswerQuota>;

export const screeningFields = {
  answerQuotas: z
    .array(AnswerQuota)
    .min(1)
    .max(50)
    .optional()
    .describe(
      'How many are wanted of whom, counted when everything is answered. Whoever is of one that is full is thanked and asked no further, as soon as all that quotas depend on is answered.',
    ),
};

type Screening = { questions: readonly SurveyQuestion[]; answerQuotas?: readonly AnswerQuota[] | undefined };

/**
 * The quotas of which somebody is who has answered so; nothing, as long as something that any quota depends on is still to be asked: all of
 * that is asked before anybody is screened out.
 */
export const quotasMet = (programme: Screening, answers: Answers): readonly AnswerQuota[] => {
  const { questions, answerQuotas = [] } = programme;
  if (answerQuotas.length === 0) return [];
  const next = nextQuestion(programme, answers);
  const open = next === undefined ? questions.length : questions.indexOf(next);
  const named = answerQuotas.flatMap(({ when }) => conditionsOf(when).conditions.map(({ question }) => question));
  if (questions.slice(open).some(({ question }) => named.includes(question))) return [];
  const counted = countedAnswers(programme, answers);
  return answerQuotas.filter(({ when }) => meets(when, counted));
};

/** The quota by which nobody at all is wanted any more, if it is full; it is of everybody. */
export const quotasOfAll = ({ answerQuotas = [] }: Screening): readonly AnswerQuota[] =>
  answerQuotas.filter(({ when }) => when === undefined);

/** Names that are there twice, and conditions that nobody meets. */
export const faultsOfQuotas = ({ questions, answerQuotas = [] }: Screening): Fault[] =>
  answerQuotas.flatMap(({ name, when }, index) => [
    ...(answerQuotas.findIndex((one) => one.name === name) < index
      ? [{ path: [index, 'name'], message: `${name} is the name of another quota` }]
      : []),
    ...(when === undefined ? [] : faultsOfConditions(when, questions)).map(({ path, message }) => ({
      path: [index, 'when', ...path],
      message,
    })),
  ]);
