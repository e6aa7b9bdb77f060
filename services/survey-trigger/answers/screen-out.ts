import type { Transaction } from '@hilo/runtime';
import { type AnswerQuota, quotasMet } from '../domain/answers/screening.ts';
import type { Programme } from '../domain/programme.ts';
import type { Answers } from '../domain/questions/next-question.ts';
import { periodOf } from '../domain/quota.ts';
import { addToAnswerQuotas, giveBackQuota, lockAnswerQuotas, readAnswerQuotas } from '../store/answer-quotas.ts';
import type { AskedInvitation } from '../store/asked.ts';

type Answered = { asked: AskedInvitation; answers: Answers; isComplete: boolean };

/**
 * The quota by which somebody is screened out who has answered so, if one is full; whoever has answered everything is counted in those
 * that have room, so that the last answer fills a quota and still counts. What was screened out uses up nothing of how many are asked.
 */
export const screenOut = async (
  tx: Transaction,
  { asked, answers, isComplete }: Answered,
): Promise<string | undefined> => {
  const { programme } = asked;
  const met = quotasMet(programme, answers);
  if (met.length === 0) return undefined;
  const named = met.map(({ name }) => ({ programme: programme.id, name }));
  const used = isComplete ? await lockAnswerQuotas(tx, named) : await readAnswerQuotas(tx, named);
  const full = met.find((one) => isFull(one, used.find(({ name }) => name === one.name)?.used ?? 0));
  if (full === undefined) {
    if (isComplete) await addToAnswerQuotas(tx, named);
    return undefined;
  }
  await askAnother(tx, programme, asked.decidedAt);
  return full.name;
};

const isFull = ({ max }: AnswerQuota, used: number): boolean => used >= max;

const askAnother = async (tx: Transaction, { id, quota }: Programme, decidedAt: number | undefined): Promise<void> => {
  if (quota !== undefined && decidedAt !== undefined) await giveBackQuota(tx, id, periodOf(quota, decidedAt).name);
};
