import type { SurveyQuestion } from '@hilo/contracts';
import type { AnswerValue } from '../questions/next-question.ts';
import { possibleAnswers } from '../questions/question.ts';

/** An answer in words is so long at the most. */
export const longestText = 4000;

/** Why something is no answer to a question. */
export type AnswerFaultReason =
  | 'unknown-question'
  | 'outside-the-scale'
  | 'unknown-choice'
  | 'one-choice-only'
  | 'text-too-long'
  | 'not-a-text';
export type AnswerFault = { question: string; reason: AnswerFaultReason; message: string };

/**
 * The answer to this question in what was given, from wherever it came: a form and a telephone have digits for numbers, and a single
 * code for several choices. What is empty passes the question over.
 */
export const answerIn = (
  asked: SurveyQuestion,
  given: AnswerValue,
): { value: AnswerValue } | { fault: AnswerFault } => {
  if (given === null || isEmpty(given)) return { value: null };
  if (asked.scale === 'text') return textIn(asked, given);
  return asked.scale === 'choice' ? choiceIn(asked, given) : ratingIn(asked, given);
};

/** Whether the one says what the other says. */
export const isSameAnswer = (one: AnswerValue | undefined, other: AnswerValue): boolean =>
  one !== undefined && JSON.stringify(one) === JSON.stringify(other);

const isEmpty = (given: NonNullable<AnswerValue>): boolean =>
  typeof given === 'string' ? given.trim() === '' : Array.isArray(given) && given.length === 0;

const textIn = ({ question }: SurveyQuestion, given: NonNullable<AnswerValue>) => {
  if (typeof given !== 'string') return faultOf(question, 'not-a-text', 'is answered with a text');
  const text = given.trim().toWellFormed().replaceAll('\u0000', '\ufffd');
  return text.length > longestText
    ? faultOf(
        question,
        'text-too-long',
        `is answered with ${longestText} characters at the most; these are ${text.length}`,
      )
    : { value: text };
};

const choiceIn = (asked: Extract<SurveyQuestion, { scale: 'choice' }>, given: NonNullable<AnswerValue>) => {
  const { question, choices, several = false } = asked;
  const codes = [...new Set([given].flat().map(String))];
  const unknown = codes.find((code) => !choices.some((one) => one.code === code));
  if (unknown !== undefined)
    return faultOf(
      question,
      'unknown-choice',
      `is answered with ${choices.map(({ code }) => code).join(', ')}; ${JSON.stringify(unknown.slice(0, 100))} is none of these`,
    );
  // In the order of the question, so that the same choices are the same answer.
  if (several) return { value: choices.map(({ code }) => code).filter((code) => codes.includes(code)) };
  return codes.length > 1
    ? faultOf(question, 'one-choice-only', 'is answered with one choice')
    : { value: codes[0] ?? null };
};

const ratingIn = (asked: SurveyQuestion, given: NonNullable<AnswerValue>) => {
  const possible = possibleAnswers(asked) ?? [];
  const value = typeof given === 'string' && /^\d{1,2}$/.test(given.trim()) ? Number(given) : given;
  return typeof value === 'number' && possible.includes(value)
    ? { value }
    : faultOf(
        asked.question,
        'outside-the-scale',
        `is answered with a whole number from ${possible[0]} to ${possible.at(-1)}`,
      );
};

const faultOf = (question: string, reason: AnswerFaultReason, says: string): { fault: AnswerFault } => ({
  fault: { question, reason, message: `${question} ${says}` },
});
