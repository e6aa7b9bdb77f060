import { type Channel, type Consent, ConsentState, decidingConsent, type Identifier, knownWord } from '@hilo/contracts';
import { contactPointConsents, foldFact } from './aggregate.ts';
import { compare, compareKeys, type Fact } from './fact.ts';
import type { Node } from './node.ts';
import { type Registry, ruleOf } from './registry.ts';

export type Lawful = {
  purpose: string;
  channel: Channel;
  contactPoint: Identifier;
  lawful: boolean;
  why: 'granted' | 'withdrawn' | 'never-asked' | 'not-the-customers' | 'not-understood';
  deciding?: Consent;
};

/**
 * Every statement of consent until a moment, the latest first: what facts of the customer's subjects state for the whole
 * person, and what any fact states for one of the customer's contact points.
 */
export const statementsUntil = (
  facts: readonly (Fact & { subject: string })[],
  held: readonly Node[],
  at: number,
): Consent[] => {
  const theirs = new Set(held.map(({ id }) => id));
  return facts
    .filter((fact) => fact.at <= at)
    .flatMap((fact) => [
      ...(theirs.has(fact.subject) ? foldFact(fact).consents : []),
      ...contactPointConsents(fact).flatMap(([node, consent]) => (theirs.has(node) ? [consent] : [])),
    ])
    .sort((a, b) => compare(b.at, a.at) || compare(a.source, b.source) || compare(a.interaction, b.interaction));
};

/** For each purpose that was ever spoken of, and each way to reach the customer, whether that was lawful, and why. */
export const lawfulContacts = (registry: Registry, statements: readonly Consent[], held: readonly Node[]): Lawful[] =>
  [...new Set(statements.map(({ purpose }) => purpose))]
    .sort(compare)
    .flatMap((purpose) =>
      held
        .toSorted(compareKeys)
        .flatMap(({ kind, value }) =>
          ruleOf(registry, kind).contact.map((channel) =>
            lawfulContact(statements, held, { purpose, channel, contactPoint: { kind, value } }),
          ),
        ),
    );

/** Whether this contact was lawful, by the statement that decides it. Who was not known yet had never been asked. */
export const lawfulContact = (
  statements: readonly Consent[],
  held: readonly Node[],
  question: { purpose: string; channel: Channel; contactPoint: Identifier },
): Lawful => {
  const isHeld = held.some((node) => compareKeys(node, question.contactPoint) === 0);
  if (held.length === 0) return { ...question, lawful: false, why: 'never-asked' };
  if (!isHeld) return { ...question, lawful: false, why: 'not-the-customers' };
  const deciding = decidingConsent(statements, question);
  if (deciding === undefined) return { ...question, lawful: false, why: 'never-asked' };
  const why = knownWord(ConsentState, deciding.state) ?? 'not-understood';
  return { ...question, lawful: why === 'granted', why, deciding };
};
