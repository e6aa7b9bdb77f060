import type { DecidedBy } from '@hilo/contracts';
import { HttpProblem, type Transaction, transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { refuseUnseen, revisionTag } from '../cases/if-match.ts';
import { faultsOfReactions } from '../domain/reactions/faults-of-reactions.ts';
import type { ReactionRules } from '../domain/reactions/reaction-rules.ts';
import { askingNow } from '../inviting/asking.ts';
import type { CaseRulesInForce } from '../store/case-rules.ts';
import type { ProgrammesInForce } from '../store/programmes.ts';
import {
  insertReactionRules,
  latestReactionRules,
  lockReactionRules,
  type StoredReactionRules,
} from '../store/reaction-rules.ts';

type Publishing = {
  by: DecidedBy;
  why: string;
  seen: string | undefined;
  caseRules: CaseRulesInForce;
  programmes: ProgrammesInForce;
  now: number;
};

/** Publishes the next version, which holds from the commit on; what is wrong with it is told, and nothing is published. */
export const publishReactionRules = async (
  tx: Transaction,
  rules: ReactionRules,
  { by, why, seen, caseRules, programmes, now }: Publishing,
): Promise<StoredReactionRules> => {
  const inForce = await programmes.inForce(tx);
  const beside = { caseRules: (await caseRules.latest(tx))?.rules, programmes: askingNow(inForce) };
  const faults = faultsOfReactions(rules, beside);
  if (faults.length > 0)
    throw new HttpProblem(
      400,
      'Invalid request',
      'The rules are not to be published as they are.',
      faults.map(({ path, message }) => ({ path: ['rules', ...path], message })),
    );
  await lockReactionRules(tx);
  const latest = (await latestReactionRules(tx))?.version ?? 0;
  refuseUnseen(seen, revisionTag(latest));
  await insertReactionRules(tx, latest + 1, { rules, by, why }, now);
  const published = await latestReactionRules(tx);
  if (published === undefined) throw new Error('a version of the rules of reactions is gone that was written just now');
  return published;
};

const hilo: DecidedBy = { key: 'hilo', source: 'hilo/survey-trigger' };

/** Publishes the first version where there is none yet. */
export const publishFirstReactionRules = async (pool: Pool, rules: ReactionRules, now: number): Promise<void> => {
  if ((await latestReactionRules(pool)) !== undefined) return;
  await transaction(pool, async (tx) => {
    await lockReactionRules(tx);
    if ((await latestReactionRules(tx)) !== undefined) return;
    await insertReactionRules(tx, 1, { rules, by: hilo, why: 'The first, as it is shipped or configured.' }, now);
  });
};
