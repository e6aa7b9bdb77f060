import type { ResolvedInteraction } from '@hilo/contracts';
import type { Outgoing, Transaction } from '@hilo/runtime';
import { caseOfReaction, caseRuleOf, type OpeningByReaction, openCasesBy } from '../cases/open-by-reaction.ts';
import { type Candidate, candidatesBy } from '../domain/candidate.ts';
import type { Stepped } from '../domain/cases/case.ts';
import type { CompiledRules } from '../domain/cases/compiled-rules.ts';
import type { Programme } from '../domain/programme.ts';
import type { OpenReaction } from '../domain/reactions/reaction.ts';
import type { ReactionAction } from '../domain/reactions/reaction-rules.ts';
import { askingNow } from '../inviting/asking.ts';
import type { CaseRulesInForce } from '../store/case-rules.ts';
import { savePending } from '../store/invitations.ts';
import type { ProgrammesInForce } from '../store/programmes.ts';

/** What is to be reacted to, and of whom, who is held. */
export type Reacting = { reaction: OpenReaction; customer: string; action: ReactionAction };

export type ActedBy = { caseRules: CaseRulesInForce; programmes: ProgrammesInForce };

/** What comes of it. */
export type Acted =
  | { state: 'withheld'; reason: string }
  | { state: 'fired'; outcome?: { case: string } | { invitations: string[] } };

/** Reacts, one after the other; all of it is written at the end, at once, in the transaction in which it is decided. */
export type Acting = {
  act(reacting: Reacting): Acted;
  write(): Promise<{ outbox: readonly Outgoing[]; steps: readonly Stepped[] }>;
};

type InForce = { rules: CompiledRules | undefined; asking: readonly Programme[]; now: number };

export const openActing = async (tx: Transaction, { caseRules, programmes }: ActedBy, now: number): Promise<Acting> => {
  const rules = await caseRules.latest(tx);
  const inForce: InForce = { rules, asking: askingNow(await programmes.inForce(tx)), now };
  const openings: OpeningByReaction[] = [];
  const candidates: Candidate[] = [];
  return {
    act: ({ action, ...one }) => {
      if (action.do === 'webhook') return { state: 'fired' };
      return action.do === 'case'
        ? planCase(one, action.about, inForce, openings)
        : planSurvey(one, inForce, candidates);
    },
    write: async () => {
      const opened =
        rules === undefined || openings.length === 0
          ? { steps: [], outbox: [] }
          : await openCasesBy(tx, openings, { rules, now });
      // Two rules may ask by the same programme about the same.
      await savePending(tx, [...new Map(candidates.map((one) => [one.id, one])).values()]);
      return opened;
    },
  };
};

type OfCustomer = Omit<Reacting, 'action'>;

const planCase = (
  one: OfCustomer,
  about: string | undefined,
  { rules, now }: InForce,
  openings: OpeningByReaction[],
): Acted => {
  const rule = rules && caseRuleOf(rules, one.reaction.rule);
  if (rule === undefined) return { state: 'withheld', reason: 'no-case-rule' };
  const opening = { id: one.reaction.id, resolved: resolvedNow(one), customer: one.customer, about, rule };
  openings.push(opening);
  return { state: 'fired', outcome: { case: caseOfReaction(opening, now) } };
};

const planSurvey = (one: OfCustomer, { asking, now }: InForce, candidates: Candidate[]): Acted => {
  const asked = candidatesBy(asking, one.reaction.rule, resolvedNow(one), now);
  if (asked.length === 0) return { state: 'withheld', reason: 'no-programme' };
  candidates.push(...asked);
  return { state: 'fired', outcome: { invitations: asked.map(({ id }) => id) } };
};

/** Whose it is now. */
const resolvedNow = ({ reaction, customer }: OfCustomer): ResolvedInteraction => ({
  ...reaction.resolved,
  subject: reaction.subject,
  customer,
});
