import type { DecidedBy } from '@hilo/contracts';
import { HttpProblem, type Transaction, transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import type { CaseRules } from '../domain/cases/case-rules.ts';
import { faultsOfRules } from '../domain/cases/faults-of-rules.ts';
import { insertCaseRules, latestCaseRules, lockCaseRules, type StoredCaseRules } from '../store/case-rules.ts';
import { refuseUnseen, revisionTag } from './if-match.ts';

type Publishing = { by: DecidedBy; why: string; seen: string | undefined; now: number };

/** Publishes the next version, which holds from the commit on; what is wrong with it is told, and nothing is published. */
export const publishCaseRules = async (
  tx: Transaction,
  rules: CaseRules,
  { by, why, seen, now }: Publishing,
): Promise<StoredCaseRules> => {
  const faults = faultsOfRules(rules).map(({ path, message }) => ({ path: ['rules', ...path], message }));
  if (faults.length > 0)
    throw new HttpProblem(400, 'Invalid request', 'The rules are not to be published as they are.', faults);
  await lockCaseRules(tx);
  const latest = (await latestCaseRules(tx))?.version ?? 0;
  refuseUnseen(seen, revisionTag(latest));
  await insertCaseRules(tx, latest + 1, { rules, by, why }, now);
  const published = await latestCaseRules(tx);
  if (published === undefined) throw new Error('a version of the rules of cases is gone that was written just now');
  return published;
};

const hilo: DecidedBy = { key: 'hilo', source: 'hilo/survey-trigger' };

/** Publishes the first version where there is none yet. */
export const publishFirstCaseRules = async (pool: Pool, rules: CaseRules, now: number): Promise<void> => {
  if ((await latestCaseRules(pool)) !== undefined) return;
  await transaction(pool, async (tx) => {
    await lockCaseRules(tx);
    if ((await latestCaseRules(tx)) !== undefined) return;
    await insertCaseRules(tx, 1, { rules, by: hilo, why: 'The first, as it is shipped or configured.' }, now);
  });
};
