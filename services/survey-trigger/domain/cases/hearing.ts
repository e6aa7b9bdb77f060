import { instantOf } from '@hilo/contracts';
import { type Case, isActive, type Stepped } from './case.ts';
import { followUpId } from './case-resolved.ts';
import type { CompiledRules } from './compiled-rules.ts';
import { caseId, newCase } from './open-case.ts';
import type { Signal } from './signals.ts';
import { isMoreSevere, prioritise, recover, reopen, resume } from './steps.ts';
import { type CustomerWord, heardBy, recoveryIn } from './words.ts';

/** What is known when customers speak: their cases, whose each word is, and what was heard before. */
export type Listening = {
  cases: readonly Case[];
  /** The cases that are there already, by what opens them. */
  known: ReadonlySet<string>;
  customerOf(word: CustomerWord): string;
  isHeard(id: string, word: CustomerWord): boolean;
  rules: CompiledRules;
  now: number;
};

/** Hears these words in their order: a case is opened, taken up by one that is in hand, goes on, is open again, or has recovered. */
export const hearWords = (words: readonly CustomerWord[], listening: Listening): Stepped[] => {
  const cases = new Map(listening.cases.map((one) => [one.id, one]));
  const steps: Stepped[] = [];
  const take = (some: readonly Stepped[]): void => {
    for (const step of some) {
      steps.push(step);
      cases.set(step.after.id, step.after);
    }
  };
  for (const word of words.toSorted((one, other) => one.at - other.at)) {
    const customer = listening.customerOf(word);
    const own = (): Case[] => [...cases.values()].filter((one) => one.customer === customer);
    take(own().flatMap((one) => recovered(one, word, listening)));
    take(own().flatMap((one) => resumed(one, word, listening)));
    take(reopened(own(), word, listening));
    if (word.signal !== undefined) take(opened({ ...word, signal: word.signal }, customer, own(), listening));
  }
  return steps;
};

const recovered = (one: Case, word: CustomerWord, { isHeard }: Listening): Stepped[] => {
  const score = isHeard(one.id, word) ? undefined : recoveryIn(one, word, followUpId(one));
  return score === undefined ? [] : [recover(one, score, word)];
};

const resumed = (one: Case, word: CustomerWord, { rules, isHeard, now }: Listening): Stepped[] =>
  heardBy(one, word, 0) === 'resume' && !isHeard(one.id, word)
    ? [resume(one, rules, { at: Math.min(word.at, now), word, why: 'customer-answered' })]
    : [];

/** What the customer says anew about the same opens that case again; what is about nothing in particular, the one resolved last. */
const reopened = (own: readonly Case[], word: CustomerWord, { rules, isHeard, now }: Listening): Stepped[] => {
  const { signal } = word;
  if (signal === undefined && own.some(isActive)) return [];
  if (signal !== undefined && own.some((one) => isActive(one) && one.about === signal.about)) return [];
  const [latest] = own
    .filter((one) => signal === undefined || one.about === signal.about)
    .filter((one) => heardBy(one, word, reopenUntil(one, rules)) === 'reopen' && !isHeard(one.id, word))
    .toSorted((one, other) => (other.resolvedAt ?? 0) - (one.resolvedAt ?? 0));
  if (latest === undefined || own.some((one) => isActive(one) && one.about === latest.about)) return [];
  // As when one is opened: its clocks run from when Hilo accepted what was said.
  const at = Math.min(instantOf(word.resolved.interaction.receivedAt), now);
  return [reopen(latest, rules, { at, word, why: 'customer-spoke' })];
};

const reopenUntil = ({ resolvedAt = 0, rule }: Case, rules: CompiledRules): number =>
  resolvedAt + (rules.ruleOf(rule)?.reopenHours ?? 0) * 3_600_000;

/** A case of what makes one, or what has taken it up that is in hand. */
export const opened = (
  word: CustomerWord & { signal: Signal },
  customer: string,
  own: readonly Case[],
  { rules, known, now }: Pick<Listening, 'rules' | 'known' | 'now'>,
): Stepped[] => {
  const { signal } = word;
  const id = caseId(signal);
  if (known.has(id) || own.some((one) => one.id === id)) return [];
  const fresh = newCase(signal, customer, rules);
  const host = own.find((one) => isActive(one) && one.about === signal.about);
  if (host === undefined)
    return [
      {
        after: fresh,
        step: 'opened',
        at: fresh.openedAt,
        word,
        detail: { rule: signal.rule.id, reach: signal.reach, verbatim: signal.verbatim },
      },
    ];
  const joined: Stepped = {
    after: { ...fresh, state: 'joined', joinedTo: host.id },
    step: 'joined',
    at: now,
    word,
    detail: { to: host.id, rule: signal.rule.id, verbatim: signal.verbatim },
  };
  return isMoreSevere(signal.severity, host.severity) ? [joined, prioritise(host, signal, rules, now)] : [joined];
};
