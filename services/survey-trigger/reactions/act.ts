import type { ResolvedInteraction } from '@hilo/contracts';
import type { Outgoing, Transaction } from '@hilo/runtime';
import { caseOfReaction, caseRuleOf, type OpeningByReaction, openCasesBy } from '../cases/open-by-reaction.ts';
import { type Candidate, candidatesBy, toldCandidate } from '../domain/candidate.ts';
import type { Stepped } from '../domain/cases/case.ts';
import type { CompiledRules } from '../domain/cases/compiled-rules.ts';
import type { Programme } from '../domain/programme.ts';
import type { OpenReaction } from '../domain/reactions/reaction.ts';
import type { ReactionAction } from '../domain/reactions/reaction-rules.ts';
import { isTemplateId, keptTemplateId } from '../domain/templates/as-programme.ts';
import { askingNow } from '../inviting/asking.ts';
import type { CaseRulesInForce } from '../store/case-rules.ts';
import { savePending } from '../store/invitations.ts';
import type { ProgrammeInForce, ProgrammesInForce } from '../store/programmes.ts';

/** What is to be reacted to, and of whom, who is held. */
export type Reacting = { reaction: OpenReaction; customer: string; action: ReactionAction };

export type ActedBy = { caseRules: CaseRulesInForce; programmes: ProgrammesInForce };

/** What comes of it. */
export type Acted =
  | { state: 'withheld'; reason: string }
  | { state: 'fired'; outcome?: { case: string } | { invitations: string[] } | { message: string } };

/** Reacts, one after the other; all of it is written at the end, at once, in the transaction in which it is decided. */
export type Acting = {
  act(reacting: Reacting): Acted;
  write(): Promise<{ outbox: readonly Outgoing[]; steps: readonly Stepped[] }>;
};

type InForce = {
  rules: CompiledRules | undefined;
  asking: readonly Programme[];
  templates: ReadonlyMap<string, ProgrammeInForce>;
  now: number;
};

export const openActing = async (tx: Transaction, { caseRules, programmes }: ActedBy, now: number): Promise<Acting> => {
  const rules = await caseRules.latest(tx);
  const all = await programmes.inForce(tx);
  const templates = new Map(all.filter(({ id }) => isTemplateId(id)).map((one) => [one.id, one]));
  const inForce: InForce = { rules, asking: askingNow(all), templates, now };
  const openings: OpeningByReaction[] = [];
  const candidates: Candidate[] = [];
  return {
    act: ({ action, ...one }) => {
      if (action.do === 'webhook') return { state: 'fired' };
      if (action.do === 'message') return planMessage(one, action.template, inForce, candidates);
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

/** Whether it may be told, and where, is decided at once, or as soon as it may be: by the contact policy, as whoever is asked is. */
const planMessage = (
  one: OfCustomer,
  template: string,
  { templates, now }: InForce,
  candidates: Candidate[],
): Acted => {
  const found = templates.get(keptTemplateId(template));
  if (found?.state === 'ended') return { state: 'withheld', reason: 'template-retired' };
  const { programme } = found ?? {};
  if (programme?.message === undefined) return { state: 'withheld', reason: 'no-template' };
  const { message } = programme;
  const { id: reaction, rule } = one.reaction;
  const told = toldCandidate({ ...programme, message }, { reaction, rule }, resolvedNow(one), now);
  candidates.push(told);
  return { state: 'fired', outcome: { message: told.id } };
};

/** Whose it is now. */
const resolvedNow = ({ reaction, customer }: OfCustomer): ResolvedInteraction => ({
  ...reaction.resolved,
  subject: reaction.subject,
  customer,
});
