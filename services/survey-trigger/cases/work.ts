import type { DecidedBy } from '@hilo/contracts';
import { HttpProblem, holdOffErasures, type Outgoing, type Transaction } from '@hilo/runtime';
import { type Case, isActive, type Stepped } from '../domain/cases/case.ts';
import type { CompiledRules } from '../domain/cases/compiled-rules.ts';
import { findInHand } from '../store/case-list.ts';
import type { CaseRulesInForce } from '../store/case-rules.ts';
import { findCase, lockCases } from '../store/cases.ts';
import { lockCustomersOf } from '../store/concerned-cases.ts';
import { refuseUnseen, revisionTag } from './if-match.ts';
import { keepSteps } from './keep-steps.ts';

/** Who works on a case, and what he has seen of it: the header If-Match. */
export type Working = { id: string; seen: string | undefined; by: DecidedBy; now: number; caseRules: CaseRulesInForce };

export type WorkedCase = { case: Case; step: Stepped; outbox: readonly Outgoing[] };

/** Does one step of a case for somebody who has seen how it stands, and keeps who it was. */
export const workOn = async (
  tx: Transaction,
  { id, seen, by, now, caseRules }: Working,
  step: (one: Case, rules: CompiledRules, done: { by: DecidedBy; at: number }) => Stepped,
  more: (worked: Stepped) => Promise<readonly Outgoing[]> = async () => [],
): Promise<WorkedCase> => {
  await holdOffErasures(tx);
  const rules = await rulesIn(tx, caseRules);
  const known = await findCase(tx, id);
  if (known === undefined) throw noSuchCase();
  // In the order of everybody: whose it is, then the case.
  await lockCustomersOf(tx, [known.subject]);
  const [one] = await lockCases(tx, [id]);
  if (one === undefined) throw noSuchCase();
  refuseUnseen(seen, revisionTag(one.revision));
  const worked = step(one, rules, { by, at: now });
  if (isActive(worked.after) && !isActive(one)) await refuseSecond(tx, worked.after);
  const outbox = await keepSteps(tx, [worked], rules);
  return { case: worked.after, step: worked, outbox: [...outbox, ...(await more(worked))] };
};

export const noSuchCase = (): HttpProblem => new HttpProblem(404, 'Not found', 'There is no such case.');

export const rulesIn = async (tx: Transaction, caseRules: CaseRulesInForce): Promise<CompiledRules> => {
  const rules = await caseRules.latest(tx);
  if (rules === undefined)
    throw new HttpProblem(
      409,
      'Conflict',
      'There are no rules of cases that this release can read: PUT /v1/case-rules.',
    );
  return rules;
};

const refuseSecond = async (tx: Transaction, { customer, about }: Case): Promise<void> => {
  const other = await findInHand(tx, { customer, about });
  if (other !== undefined)
    throw new HttpProblem(
      409,
      'Conflict',
      `Case ${other} of the customer is about the same, and in hand: work on that.`,
    );
};

/** What only a case in hand can be done with. */
export const refuseUnless = (one: Case, states: readonly Case['state'][], does: string): void => {
  if (states.includes(one.state)) return;
  const where = one.joinedTo === undefined ? '' : ` Case ${one.joinedTo} has taken it up.`;
  throw new HttpProblem(
    409,
    'Conflict',
    `The case is ${one.state}, and ${does} only where it is ${states.join(' or ')}.${where}`,
  );
};
