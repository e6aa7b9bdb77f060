import type { Outgoing, Transaction, Worked } from '@hilo/runtime';
import type { Case, Stepped } from '../domain/cases/case.ts';
import type { CompiledRules } from '../domain/cases/compiled-rules.ts';
import { caseLooksAt, escalationsOf } from '../domain/cases/due.ts';
import { escalate, resume } from '../domain/cases/steps.ts';
import type { CaseRulesInForce } from '../store/case-rules.ts';
import { lookAtCases } from '../store/case-timers.ts';
import type { DueCase } from '../store/due-cases.ts';
import { regroupCases } from './follow-people.ts';
import { keepSteps } from './keep-steps.ts';

export type WorkedCases = Worked & { steps: readonly Stepped[]; outbox: readonly Outgoing[] };

/** Does what is due of cases that are locked: a pause that is over, levels that are reached, each once; what is left alone is taken up. */
export const workDueCases = async (
  tx: Transaction,
  inForce: CaseRulesInForce,
  items: readonly DueCase[],
  now: number,
): Promise<WorkedCases> => {
  const held = items.flatMap((one) => ('case' in one ? one.case : []));
  const unusable = items.flatMap((one) => ('wrong' in one ? [{ id: one.id, reason: one.wrong }] : []));
  const rules = await inForce.latest(tx);
  const done = held.map(({ id }) => id);
  // Without rules that can be read nothing escalates; what is published next is heeded by what is opened then.
  if (rules === undefined) return { done, unusable, steps: [], outbox: [] };
  const worked = held
    .filter(({ state }) => state !== 'joined')
    .map((one) => ({ one, steps: dueSteps(one, rules, now) }));
  const steps = worked.flatMap((each) => each.steps);
  const outbox = await keepSteps(tx, steps, rules);
  const idle = worked.filter((each) => each.steps.length === 0).map(({ one }) => one);
  await lookAgain(tx, idle, rules, now);
  const joined = held.filter(({ state }) => state === 'joined');
  const together = await regroupCases(
    tx,
    joined.map(({ subject }) => subject),
    { rules, now },
  );
  return { done, unusable, steps, outbox: [...outbox, ...together] };
};

const dueSteps = (one: Case, rules: CompiledRules, now: number): Stepped[] => {
  const { pausedUntil } = one;
  const isOver = one.state === 'waiting' && pausedUntil !== undefined && pausedUntil <= now;
  const first = isOver ? [resume(one, rules, { at: pausedUntil, why: 'pause-over' })] : [];
  const steps = [...first];
  for (const level of escalationsOf(first[0]?.after ?? one, rules)) {
    if (level.at <= now) steps.push(escalate(steps.at(-1)?.after ?? one, level, now));
  }
  return steps;
};

/** Rules that were published meanwhile say that there is nothing to do yet. */
const lookAgain = async (tx: Transaction, idle: readonly Case[], rules: CompiledRules, now: number): Promise<void> => {
  const next = idle.map((one) => {
    const at = caseLooksAt(one, rules);
    return { id: one.id, subject: one.subject, at: at === undefined ? undefined : Math.max(at, now + 1) };
  });
  await lookAtCases(tx, next);
};
