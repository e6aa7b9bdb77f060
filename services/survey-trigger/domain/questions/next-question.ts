import type { AnswerCondition, ShowIf, SurveyQuestion } from '@hilo/contracts';
import { holds } from '@hilo/segments';
import { conditionsOf } from './question.ts';

/**
 * What was answered: the value, the code of a choice, or the codes of several; null where the question was passed over, which is no answer,
 * and never zero.
 */
export type AnswerValue = string | number | boolean | readonly string[] | null;
/** By question; what was answered is kept though the question may be hidden now. */
export type Answers = ReadonlyMap<string, AnswerValue>;

type Asking = { questions: readonly SurveyQuestion[] };

/** The question to ask next: the first that is shown and has no answer yet. Nothing, when all is asked. */
export const nextQuestion = (programme: Asking, answers: Answers): SurveyQuestion | undefined =>
  shownQuestions(programme, answers).find(({ question }) => !answers.has(question));

/**
 * The questions that are asked of whom these are the answers, in order. It is a function of what is answered, never of the way there:
 * whoever goes back and changes an answer sees what follows from it now, and an answer to a question that is hidden counts for
 * nothing while it is.
 */
export const shownQuestions = ({ questions }: Asking, answers: Answers): SurveyQuestion[] => {
  const counted = new Map<string, AnswerValue>();
  return questions.filter(({ question, showIf }) => {
    if (!meets(showIf, counted)) return false;
    const answer = answers.get(question);
    if (answer !== undefined) counted.set(question, answer);
    return true;
  });
};

/** The answers that count: those to questions that are shown. */
export const countedAnswers = (programme: Asking, answers: Answers): Map<string, AnswerValue> =>
  new Map(
    shownQuestions(programme, answers).flatMap(({ question }) => {
      const answer = answers.get(question);
      return answer === undefined ? [] : [[question, answer] as const];
    }),
  );

/** Whether this holds of answers that count; without a condition it does. */
export const meets = (showIf: ShowIf | undefined, counted: Answers): boolean => {
  const { conditions, isAny } = conditionsOf(showIf);
  const isMet = (condition: AnswerCondition): boolean => {
    const answer = counted.get(condition.question) ?? null;
    return holds(condition, answer === null ? [] : [answer].flat());
  };
  return isAny ? conditions.some(isMet) : conditions.every(isMet);
};
