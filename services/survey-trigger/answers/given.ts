import type { Channel } from '@hilo/contracts';
import type { AnswerValue } from '../domain/questions/next-question.ts';

/** Answers as they come from a page, an agent, a telephone or an app, all of one invitation. */
export type GivenAnswers = {
  invitation: string;
  answers: readonly { question: string; value: AnswerValue }[];
  channel: Channel;
  language?: string | undefined;
  /** The message whose link was used. */
  message?: string | undefined;
  /** In milliseconds since the epoch. */
  at: number;
};
