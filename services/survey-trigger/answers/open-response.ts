import { holdOffErasures, type Outgoing, type Transaction } from '@hilo/runtime';
import { answersEndAt } from '../domain/answers/taking.ts';
import { beginResponse } from '../store/answers.ts';
import { findAsked } from '../store/asked.ts';
import type { GivenAnswers } from './given.ts';
import { answerEvent } from './messages.ts';

/** Notes that a person, never a scanner of links, opened what was sent: the first time is told, and once. */
export const noteOpened = async (
  tx: Transaction,
  opened: Omit<GivenAnswers, 'answers'> & { leftOut?: string },
): Promise<Outgoing[]> => {
  await holdOffErasures(tx);
  const asked = (await findAsked(tx, [opened])).get(opened.invitation);
  if (asked === undefined || opened.at >= answersEndAt(asked.programme, asked.deadline)) return [];
  return (await beginResponse(tx, opened)) ? [answerEvent(asked, 'opened', opened)] : [];
};
