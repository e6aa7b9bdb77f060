import type { AcceptedInteraction, Identifier } from '@hilo/contracts';
import type { DeriveId } from './derive-id.ts';
import { type Node, namedBy } from './node.ts';
import type { Registry } from './registry.ts';

/** The rules in force, and those that were in force before. */
export type Naming = { registry: Registry; former?: readonly Registry[]; deriveId: DeriveId };

/** All identifiers of an interaction, those that consent was given for too. */
export const identifiersOf = ({ identifiers, consents = [] }: AcceptedInteraction): Identifier[] => [
  ...identifiers,
  ...consents.flatMap(({ contactPoint }) => contactPoint ?? []),
];

/** Whom an identifier names; where the rules in force do not use it, whom it named by those before. */
export const nodesEver = ({ registry, former = [], deriveId }: Naming, identifier: Identifier): readonly Node[] => {
  const now = namedBy(registry, deriveId, identifier).nodes;
  return now.length === 0 ? nodesBy(former, deriveId, identifier) : now;
};

/** The ids of those of these identifiers that the rules in force do not use, and rules before did. */
export const unusedIds = (naming: Naming, identifiers: readonly Identifier[]): string[] => {
  const { registry, former, deriveId } = naming;
  if (former === undefined || former.length === 0) return [];
  const unused = identifiers.filter((one) => namedBy(registry, deriveId, one).nodes.length === 0);
  return [...new Set(unused.flatMap((one) => nodesEver(naming, one).map(({ id }) => id)))];
};

/** The ids that these identifiers had by rules before. */
export const formerIds = ({ former = [], deriveId }: Naming, identifiers: readonly Identifier[]): string[] => [
  ...new Set(identifiers.flatMap((one) => nodesBy(former, deriveId, one).map(({ id }) => id))),
];

const nodesBy = (registries: readonly Registry[], deriveId: DeriveId, identifier: Identifier): readonly Node[] =>
  registries.flatMap((registry) => namedBy(registry, deriveId, identifier).nodes);
