import type { Erasure } from '@hilo/contracts';
import { setTimers, statement, type Transaction } from '@hilo/runtime';
import { dropSignals } from './case-signals.ts';
import { caseTimers } from './case-timers.ts';

const ofSubjectsSql = statement(`
  WITH signals AS (DELETE FROM case_signals WHERE subject = ANY ($1::uuid[]) AND at < $2::timestamptz + interval '1 millisecond')
  DELETE FROM cases WHERE subject = ANY ($1::uuid[]) AND occurred_at < $2::timestamptz + interval '1 millisecond' RETURNING id`);

const ofInteractionsSql = statement(`
  DELETE FROM cases c USING unnest($1::text[], $2::text[]) AS i (source, interaction)
   WHERE c.source = i.source AND c.interaction = i.interaction RETURNING c.id`);

const dropStepsSql = statement('DELETE FROM case_steps WHERE "case" = ANY ($1::uuid[])');

const forgetSql = statement(
  `DELETE FROM outbox WHERE split_part(headers->>'ce_id', '/', 1) = ANY ($1::text[]) OR split_part(headers->>'ce_id', ':', 2) = ANY ($1::text[])`,
);

const lookAtLeftSql = statement(
  setTimers(
    'case',
    '(SELECT id AS ref, subject AS about, now() AS due_at FROM cases WHERE joined_to = ANY ($1::uuid[])) AS alone',
  ),
);

/** Removes the cases of somebody who is erased, with all that was noted in them; gives how many. */
export const eraseCases = async (tx: Transaction, { subjects, at }: Erasure): Promise<number> =>
  forgetCases(tx, (await tx.query<{ id: string }>(ofSubjectsSql([subjects, at]))).rows);

/** Removes the cases that were opened by interactions of somebody who is erased. */
export const removeCasesOf = async (
  tx: Transaction,
  interactions: readonly { source: string; id: string }[],
): Promise<void> => {
  if (interactions.length === 0) return;
  await dropSignals(tx, interactions);
  const { rows } = await tx.query<{ id: string }>(
    ofInteractionsSql([interactions.map(({ source }) => source), interactions.map(({ id }) => id)]),
  );
  await forgetCases(tx, rows);
};

/** What had joined one of these is looked at at once: nobody has taken it up any more. */
const forgetCases = async (tx: Transaction, removed: readonly { id: string }[]): Promise<number> => {
  if (removed.length === 0) return 0;
  const ids = removed.map(({ id }) => id);
  await tx.query(dropStepsSql([ids]));
  await tx.query(forgetSql([ids]));
  await caseTimers.cancel(tx, ids);
  await tx.query(lookAtLeftSql([ids]));
  return ids.length;
};
