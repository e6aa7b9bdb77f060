import { Channel, Timestamp, Word } from '@hilo/contracts';
import { z } from 'zod';
import { responseStates } from '../domain/answers/taking.ts';
import type { Programme } from '../domain/programme.ts';
import { countedAnswers } from '../domain/questions/next-question.ts';
import { type AnswerRow, lastAnswers, type ResponseRow } from '../store/answers.ts';

/** How far the answering of an invitation came, and what counts of it. */
export const ToldResponse = z.object({
  state: z.enum(responseStates),
  language: z.string().optional(),
  openedAt: Timestamp,
  answeredAt: Timestamp.optional().describe('When it was answered last.'),
  completedAt: Timestamp.optional().describe('When all was answered first.'),
  leftOut: z.string().optional().describe('Why it is kept and left out of scores, such as self-selected.'),
  screenedBy: z.string().optional().describe('The quota that was full, of whoever was screened out.'),
  answers: z
    .array(
      z.object({
        question: Word,
        scale: z.string(),
        value: z.json(),
        channel: Channel,
        at: Timestamp,
        late: z.boolean().optional().describe('It came after the deadline.'),
      }),
    )
    .describe('In the order of the questions; those that were asked, and are asked no more, are not among them.'),
});

type Response = { response: ResponseRow; answers: readonly AnswerRow[]; programme: Programme | undefined };

export const toldResponse = ({ response, answers, programme }: Response): z.infer<typeof ToldResponse> => {
  const { state, language, openedAt, answeredAt, completedAt, leftOut, screenedBy } = response;
  const last = new Map(answers.map((one) => [one.question, one]));
  const counted = programme ? countedAnswers(programme, lastAnswers(answers)) : new Map();
  return {
    state,
    openedAt: timeText(openedAt),
    ...(language !== undefined && { language }),
    ...(answeredAt !== undefined && { answeredAt: timeText(answeredAt) }),
    ...(completedAt !== undefined && { completedAt: timeText(completedAt) }),
    ...(leftOut !== undefined && { leftOut }),
    ...(screenedBy !== undefined && { screenedBy }),
    answers: (programme?.questions ?? []).flatMap(({ question, scale }) => {
      const row = last.get(question);
      if (row === undefined || !counted.has(question) || row.value === null) return [];
      const { value, channel, at, late } = row;
      return [{ question, scale, value, channel, at: timeText(at), ...(late && { late }) }];
    }),
  };
};

const timeText = (at: number): string => new Date(at).toISOString();
