import { dayMs } from '../day.ts';
import { type Feature, looksAhead, rowAt } from './features.ts';
import { type CustomerHistory, until } from './history.ts';
import { type Classified, responseWeights } from './response-weights.ts';
import { type KnownSpan, type LookMoment, lookMomentsOf, type RiskTarget } from './risk-cases.ts';

/** A customer at a moment, and what came. */
export type RiskCase = LookMoment & { row: number[]; happened: boolean; weight: number };

/** In the order of time; and the features that knew what came after their moment. */
export type RiskCases = { cases: RiskCase[]; lookingAhead: string[] };

/** The first cases, and of the others one in so many, are looked at twice: with what came after, and without. */
const inspected = { first: 200, oneOf: 20 };
/** More tell nothing more, and are kept by nobody: customers come in an order of chance. */
const mostCases = 60_000;

/** Gathers the cases of one risk, a customer after the other; only numbers are kept. The phase is from 0 to 1, the customer's own. */
export const gatherCases = (target: RiskTarget, features: readonly Feature[], span: KnownSpan) => {
  const known: Omit<RiskCase, 'weight'>[] = [];
  const classified: Classified[] = [];
  const lookingAhead = new Set<string>();
  const addAt = (history: CustomerHistory, { t, apart }: LookMoment): void => {
    if (!target.isOpen(history, t)) return;
    const happened = target.outcomeOf(history, t);
    classified.push({ of: contactClass(history, t), answered: happened !== undefined });
    if (happened === undefined) return;
    if (known.length < inspected.first || known.length % inspected.oneOf === 0)
      for (const name of looksAhead(features, history, t)) lookingAhead.add(name);
    known.push({ t, apart, row: rowAt(features, history, t), happened });
  };
  return {
    add: (history: CustomerHistory, phase: number): void => {
      if (known.length >= mostCases) return;
      for (const looked of lookMomentsOf(span, target, phase)) addAt(history, looked);
    },
    gathered: (): RiskCases => {
      const weights = target.isSurveyed ? responseWeights(classified) : known.map(() => 1);
      const cases = known.map((one, i) => ({ ...one, weight: weights[i] ?? 1 }));
      return { cases: cases.sort((a, b) => a.t - b.t), lookingAhead: [...lookingAhead] };
    },
  };
};

/** By the contacts of the last 90 days: none, one or two, more. Whoever has many answers more often. */
const contactClass = (history: CustomerHistory, t: number): number => {
  const contacts = until(history, t).length - until(history, t - 90 * dayMs).length;
  return contacts === 0 ? 0 : contacts <= 2 ? 1 : 2;
};
