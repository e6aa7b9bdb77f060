import type { AcceptedInteraction, Decision, Identifier } from '@hilo/contracts';
import { identifiersIn } from './decision.ts';
import { compare, compareKeys } from './fact.ts';
import type { Node } from './node.ts';

/** An identifier as it was written, and when. */
export type Spelt = { at: number; identifier: Identifier };

/** Every identifier in an interaction, as it was written. */
export const speltIn = ({
  occurredAt,
  identifiers,
  consents = [],
}: Pick<AcceptedInteraction, 'occurredAt' | 'identifiers' | 'consents'>): Spelt[] =>
  [...identifiers, ...consents.flatMap(({ contactPoint }) => contactPoint ?? [])].map((identifier) => ({
    at: Date.parse(occurredAt),
    identifier,
  }));

/** Every identifier in a decision, as it was said. */
export const speltBy = (decision: Decision): Spelt[] =>
  identifiersIn(decision).map((identifier) => ({ at: Date.parse(decision.at), identifier }));

/**
 * In which ways each of these nodes was written, the earliest first. One node may have been written in many ways, which
 * other rules tell apart.
 */
export const spellingsOf = (
  nodeOf: (identifier: Identifier) => Node | undefined,
  nodes: readonly string[],
  spelt: readonly Spelt[],
): Map<string, Identifier[]> => {
  const found = new Map(nodes.map((node) => [node, new Map<string, Spelt>()]));
  for (const one of spelt) {
    const known = found.get(nodeOf(one.identifier)?.id ?? '');
    const before = known?.get(one.identifier.value);
    if (before === undefined || one.at < before.at) known?.set(one.identifier.value, one);
  }
  return new Map([...found].map(([node, known]) => [node, earliestFirst([...known.values()])]));
};

const earliestFirst = (spelt: readonly Spelt[]): Identifier[] =>
  spelt
    .toSorted((a, b) => compare(a.at, b.at) || compareKeys(a.identifier, b.identifier))
    .map(({ identifier: { kind, value } }) => ({ kind, value }));
