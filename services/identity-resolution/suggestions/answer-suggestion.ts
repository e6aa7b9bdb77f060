import { randomUUID } from 'node:crypto';
import type { DecidedBy, Decision, DecisionRequest, Identifier } from '@hilo/contracts';
import { HttpProblem, type Logger, type Transaction } from '@hilo/runtime';
import { commitDecision } from '../decisions/commit-decision.ts';
import { type Made, makeDecision } from '../decisions/make-decision.ts';
import { compareStrength } from '../domain/fact.ts';
import type { Rules } from '../domain/rules.ts';
import { pairOf } from '../domain/suggestion.ts';
import { countAnswer } from '../events.ts';
import { noMessages } from '../publishing/messages.ts';
import type { Publisher } from '../publishing/publish.ts';
import { findDecision } from '../store/decisions.ts';
import { basesOf, readBases } from '../store/graph/customers.ts';
import { findSpellings } from '../store/graph/spellings.ts';
import { findApart, type Judged, lockSuggestion, markJudged } from '../store/suggestions/suggestions.ts';

export type SuggestionAnswer = { id: string; state: 'accepted' | 'rejected'; reason?: string | undefined };

/** Answers a suggestion: the answer is a decision like any other. `undefined` if there is no such suggestion. */
export const answerSuggestion = async (
  publisher: Publisher,
  logger: Pick<Logger, 'warn'>,
  verdict: SuggestionAnswer,
  { by, now }: { by: DecidedBy; now: number },
): Promise<Decision | undefined> => {
  const asking = { by, now, id: randomUUID() };
  const made = await commitDecision(publisher, logger, (tx, rules) => judge(tx, rules, verdict, asking));
  if (made?.decision.id === asking.id) countAnswer(verdict.state);
  return made?.decision;
};

const judge = async (
  tx: Transaction,
  rules: Rules,
  { id, state, reason }: SuggestionAnswer,
  asking: { by: DecidedBy; now: number; id: string },
): Promise<Made | undefined> => {
  const suggestion = await lockSuggestion(tx, id);
  if (suggestion === undefined) return undefined;
  const before = suggestion.decision === null ? undefined : await findDecision(tx, suggestion.decision);
  if (before !== undefined && before.decision.retracted === undefined) {
    if (suggestion.state === state) return { ...noMessages, decision: before.decision };
    throw new HttpProblem(409, 'Conflict', `It was ${suggestion.state} already; that decision can be taken back.`);
  }
  const [one, other] = await sidesOf(tx, rules, suggestion);
  const said = { reason: reason ?? reasonOf(suggestion) };
  const request: DecisionRequest =
    state === 'accepted'
      ? { kind: 'same', one: one[0], other: other[0], ...said }
      : { kind: 'not_same', one, other, ...said };
  const made = await makeDecision(tx, rules, request, asking);
  await markJudged(tx, { id, state, decision: made.decision.id });
  return made;
};

const reasonOf = ({ probability, model }: Judged): string =>
  `suggested with probability ${probability.toFixed(4)} by model ${model}`;

type Written = [Identifier, ...Identifier[]];

/** The strongest identifier of each side, in every way in which it was written. */
const sidesOf = async (tx: Transaction, rules: Rules, { a, b }: Judged): Promise<[Written, Written]> => {
  const customers = await basesOf(tx, [a, b]);
  const [one, other] = [customers.get(a), customers.get(b)];
  if (one === undefined || other === undefined) throw notOpen('One of the two is no more.');
  if (one === other) throw notOpen('They are one customer already.');
  if ((await findApart(tx, [pairOf(one, other)])).length > 0) throw notOpen('Something says that they are two.');
  const strongest = async (id: string): Promise<Written> => {
    const [first] = (await readBases(tx, [id])).sort((x, y) => compareStrength(rules.registry, x, y));
    if (first === undefined) throw notOpen('One of the two is no more.');
    const { kind, value } = first;
    const [written, ...others] = (await findSpellings(tx, rules, [first.id])).get(first.id) ?? [];
    return [written ?? { kind, value }, ...others];
  };
  return [await strongest(one), await strongest(other)];
};

const notOpen = (detail: string): HttpProblem => new HttpProblem(409, 'Conflict', detail);
