import { instantOf, type ResolvedInteraction } from '@hilo/contracts';
import type { Outgoing, Transaction } from '@hilo/runtime';
import type { Stepped } from '../domain/cases/case.ts';
import type { CaseRule } from '../domain/cases/case-rules.ts';
import type { CompiledRules } from '../domain/cases/compiled-rules.ts';
import { opened } from '../domain/cases/hearing.ts';
import { caseId } from '../domain/cases/open-case.ts';
import { type Signal, severityOf } from '../domain/cases/signals.ts';
import { lockCases } from '../store/cases.ts';
import { findExisting, findHearing } from '../store/concerned-cases.ts';
import { writeHeard } from './hear.ts';

/** What is to have a case: the reaction, what happened, and of whom, who is locked. */
export type OpeningByReaction = {
  id: string;
  resolved: ResolvedInteraction;
  customer: string;
  about: string | undefined;
  rule: CaseRule;
};

/** The first rule of cases that names this reaction. */
export const caseRuleOf = ({ rules }: CompiledRules, reaction: string): CaseRule | undefined =>
  rules.rules.find(({ when }) => when.reactions?.includes(reaction));

/**
 * Opens a case by each of these reactions, or has the one in hand that is about the same take it up: one after the other, and written at once. Its
 * clocks run from now.
 */
export const openCasesBy = async (
  tx: Transaction,
  openings: readonly OpeningByReaction[],
  { rules, now }: { rules: CompiledRules; now: number },
): Promise<{ steps: readonly Stepped[]; outbox: readonly Outgoing[] }> => {
  const signals = openings.map((one) => ({ customer: one.customer, signal: signalBy(one, now) }));
  const ids = await findHearing(tx, [...new Set(openings.map(({ customer }) => customer))], now);
  const cases = new Map((await lockCases(tx, ids)).map((one) => [one.id, one]));
  const known = await findExisting(
    tx,
    signals.map(({ signal }) => caseId(signal)),
  );
  const steps: Stepped[] = [];
  for (const { customer, signal } of signals) {
    const { source, id } = signal.resolved.interaction;
    const word = { resolved: signal.resolved, source, id, at: signal.at, signal, scores: [], about: undefined };
    const own = [...cases.values()].filter((one) => one.customer === customer);
    for (const step of opened(word, customer, own, { rules, known, now })) {
      steps.push(step);
      cases.set(step.after.id, step.after);
    }
  }
  return { steps, outbox: await writeHeard(tx, steps, { rules, before: new Set(ids) }) };
};

/** The case that a reaction opens. */
export const caseOfReaction = (opening: OpeningByReaction, now: number): string => caseId(signalBy(opening, now));

const signalBy = ({ id, resolved, about, rule }: OpeningByReaction, now: number): Signal => {
  const interaction = { ...resolved.interaction, receivedAt: new Date(now).toISOString() };
  return {
    resolved: { ...resolved, interaction },
    rule,
    key: id,
    about: about ?? rule.about ?? interaction.touchpoint,
    ...severityOf(rule, interaction),
    score: undefined,
    at: instantOf(interaction.occurredAt),
  };
};
