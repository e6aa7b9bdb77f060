import type { SurveyQuestion } from '@hilo/contracts';
import { wordingIn } from '../questions/languages.ts';
import type { AnswerValue } from '../questions/next-question.ts';
import { possibleAnswers } from '../questions/question.ts';
import type { Texts } from '../texts/texts.ts';
import { fillText } from '../texts/worded.ts';

/** What is pressed, and what it answers; nothing, where a question cannot be answered by digits, so that it is passed over. */
export const digitsOf = (question: SurveyQuestion): ReadonlyMap<string, AnswerValue> | undefined => {
  if (question.scale === 'text') return undefined;
  const values = possibleAnswers(question) ?? [];
  return new Map(values.map((value, n) => [question.scale === 'choice' ? String(n + 1) : String(value), value]));
};

/** What is pressed by whoever is never to be asked again: 9, and 99 where 9 is an answer, which it then has to stay. */
export const refusingDigits = (question: SurveyQuestion): string => (digitsOf(question)?.has('9') ? '99' : '9');

/** What was pressed means: an answer, that nobody is to ask again, or nothing. 09 is 9. */
export const pressed = (
  question: SurveyQuestion,
  digits: string,
): { value: AnswerValue } | { refuses: true } | undefined => {
  if (!/^\d{1,3}$/.test(digits)) return undefined;
  if (digits === refusingDigits(question)) return { refuses: true };
  const value = digitsOf(question)?.get(String(Number(digits)));
  return value === undefined ? undefined : { value };
};

/** The question as it is said, with what is to be pressed. */
export const spokenQuestion = (
  question: SurveyQuestion,
  texts: Texts,
  languages: readonly string[],
  fallback: string,
): string[] => {
  const { voice, scales } = texts;
  const worded = (text: SurveyQuestion['text']): string =>
    wordingIn(text, languages, fallback) ?? Object.values(text)[0] ?? '';
  const refuse = fillText(voice.refuse, { digits: refusingDigits(question) });
  if (question.scale === 'text') return [];
  if (question.scale === 'choice') {
    const choices = question.choices.map(({ text }, n) =>
      fillText(voice.choose, { digits: n + 1, choice: worded(text) }),
    );
    return [worded(question.text), ...choices, refuse];
  }
  const values = possibleAnswers(question) ?? [];
  const { lowest: worst, highest: best } = scales[question.scale];
  const rate = fillText(voice.rate, { lowest: values[0] ?? 0, highest: values.at(-1) ?? 0, worst, best });
  return [worded(question.text), rate, refuse];
};
