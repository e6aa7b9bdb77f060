import type { SurveyQuestion } from '@hilo/contracts';
import type { AnswerFaultReason } from '../answers/answer-in.ts';
import type { AnswerValue } from '../questions/next-question.ts';

/** What is wrong with an answer, for a page: nothing was chosen, something that is none of the answers, or more than there is room for. */
export type PostedFault = 'missing' | 'impossible' | 'tooLong';

/**
 * What a form says of a question; null where it is passed over, which has a button of its own: who presses the other and has chosen
 * nothing has forgotten to. A field for text may stay empty.
 */
export const postedAnswer = (
  { scale }: SurveyQuestion,
  values: readonly string[],
  isPassedOver: boolean,
): { value: AnswerValue } | { fault: PostedFault } => {
  const said = values.filter((one) => one.trim() !== '');
  if (isPassedOver) return { value: null };
  if (scale === 'text') return { value: textOf(said) };
  if (said.length === 0) return { fault: 'missing' };
  return { value: said.length === 1 ? (said[0] ?? null) : said };
};

/** A browser writes the end of a line as two characters. */
const textOf = (values: readonly string[]): string | null =>
  values.length === 0 ? null : values.join('\n').replaceAll('\r\n', '\n').trim();

/** The same of an answer that was not taken. */
export const postedFault = (reason: AnswerFaultReason): PostedFault =>
  reason === 'text-too-long' ? 'tooLong' : 'impossible';
