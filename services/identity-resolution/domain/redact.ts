import { AcceptedInteraction, type Decision, type Identifier } from '@hilo/contracts';
import { z } from 'zod';
import type { Fact } from './fact.ts';
import type { Node } from './node.ts';

/** All whom an identifier names, several where a cell held several; or named, where the rules in force do not use it. */
export type NodesOf = (identifier: Identifier) => readonly Node[];

/** Whether the identifier names none of these. */
const isOther =
  (nodesOf: NodesOf, erased: ReadonlySet<string>) =>
  (identifier: Identifier): boolean =>
    !nodesOf(identifier).some(({ id }) => erased.has(id));

/** What is left of an identifier: all of it, nothing, or the others of several. */
const leftOf =
  (nodesOf: NodesOf, erased: ReadonlySet<string>) =>
  (identifier: Identifier): Identifier[] => {
    if (isOther(nodesOf, erased)(identifier)) return [identifier];
    return nodesOf(identifier).flatMap(({ id, kind, value }) => (erased.has(id) ? [] : [{ kind, value }]));
  };

/** Fields that this version does not know may name anybody. */
const Known = z.object(AcceptedInteraction.shape);

/**
 * The interaction of somebody else, without the identifiers that were erased. Where those were the wrong person's, nobody
 * else was: it ended in no other way that is known.
 */
export const redactInteraction = (
  nodesOf: NodesOf,
  erased: ReadonlySet<string>,
  interaction: AcceptedInteraction,
  { wrong }: Pick<Fact, 'wrong'>,
): AcceptedInteraction => {
  const [left, stays] = [leftOf(nodesOf, erased), isOther(nodesOf, erased)];
  const { outcome, consents, identifiers, alias, ...rest } = Known.parse(interaction);
  const wasWrong = wrong.length > 0 && wrong.every((id) => erased.has(id));
  const kept = consents?.flatMap((consent) =>
    consent.contactPoint === undefined
      ? [consent]
      : left(consent.contactPoint).map((contactPoint) => ({ ...consent, contactPoint })),
  );
  const others = identifiers.flatMap(left);
  const contactPoints = kept?.flatMap(({ contactPoint }) => contactPoint ?? []) ?? [];
  return {
    ...rest,
    // A contact point counts as one of the identifiers, and one there has to be.
    identifiers: others.length > 0 ? others : contactPoints,
    ...(kept && { consents: kept }),
    ...(alias !== undefined && { alias: alias && namesWhoseAlias(identifiers, stays) }),
    ...(outcome && !wasWrong && { outcome }),
  };
};

/** Whether of every kind of which an earlier one stays, the one that the person has now does. */
const namesWhoseAlias = (identifiers: readonly Identifier[], stays: (one: Identifier) => boolean): boolean =>
  identifiers.every((one) => stays(identifiers.find(({ kind }) => kind === one.kind) ?? one) || !stays(one));

/** The decision without the identifiers that were erased, or `undefined` if it says nothing of anybody else. */
export const redactDecision = (
  nodesOf: NodesOf,
  erased: ReadonlySet<string>,
  decision: Decision,
): Decision | undefined => {
  const stays = isOther(nodesOf, erased);
  switch (decision.kind) {
    case 'same':
      return stays(decision.one) && stays(decision.other) ? decision : undefined;
    case 'not_same': {
      const [one, other] = [decision.one.filter(stays), decision.other.filter(stays)];
      return one.length > 0 && other.length > 0 ? { ...wordless(decision), one, other } : undefined;
    }
    case 'dissociated': {
      const from = decision.from.filter(stays);
      return stays(decision.identifier) && from.length > 0 ? { ...wordless(decision), from } : undefined;
    }
    case 'withdrawn':
      return decision;
    // Whom else it names, this version cannot tell.
    default:
      return undefined;
  }
};

/** Without the words of whoever decided: they are about all who are named. */
const wordless = <One extends Decision>({ reason: _reason, ...decision }: One): Omit<One, 'reason'> => decision;
