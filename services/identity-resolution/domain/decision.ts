import { type Decision, type Identifier, instantOf } from '@hilo/contracts';
import { type Denial, type Evidence, linkBetween } from './evidence.ts';
import { compare } from './fact.ts';
import type { Node } from './node.ts';

/** A decision as evidence, with the identifiers that it names. */
export type Decided = { id: string; at: number; evidence: Evidence };

/** What a decision says of who is who. Withdrawing an interaction says nothing: it takes away what that one said. */
export const decided = (nodeOf: (identifier: Identifier) => Node | undefined, decision: Decision): Decided => {
  const at = instantOf(decision.at);
  const nodes = distinct(identifiersIn(decision).flatMap((identifier) => nodeOf(identifier) ?? []));
  const seen = nodes.map((node) => ({ ...node, firstSeen: at }));
  const ids = (identifiers: readonly Identifier[]): string[] =>
    distinct(identifiers.flatMap((identifier) => nodeOf(identifier) ?? []))
      .map(({ id }) => id)
      .sort(compare);
  return { id: decision.id, at, evidence: { nodes: seen, ...said(decision, at, ids) } };
};

const said = (
  decision: Decision,
  at: number,
  ids: (identifiers: readonly Identifier[]) => string[],
): Omit<Evidence, 'nodes'> => {
  switch (decision.kind) {
    case 'same': {
      const [one, other] = [ids([decision.one])[0], ids([decision.other])[0]];
      if (one === undefined || other === undefined || one === other) return { links: [], denials: [] };
      return { links: [{ ...linkBetween(one, other, at), same: true }], denials: [] };
    }
    case 'not_same':
      return { links: [], denials: apart(decision.id, ids(decision.one), ids(decision.other), at) };
    case 'dissociated': {
      const denial = { origin: decision.id, at, reason: 'dissociated' } as const;
      return {
        links: [],
        denials: ids([decision.identifier]).flatMap((node) => from(denial, node, ids(decision.from))),
      };
    }
    case 'withdrawn':
      return { links: [], denials: [] };
    // One of a kind that a later version knows is kept, and says nothing here.
    default:
      return { links: [], denials: [] };
  }
};

/** One denial for each of the fewer. */
const apart = (origin: string, one: readonly string[], other: readonly string[], at: number): Denial[] => {
  const [few, many] = one.length <= other.length ? [one, other] : [other, one];
  return few.flatMap((node) => from({ origin, at, reason: 'not-same' }, node, many));
};

/**
 * Two that were written otherwise may be one identifier under other rules, and one may say nothing any more. Nobody is kept
 * apart from himself, and a denial from nobody would be one from all.
 */
const from = (denial: Pick<Denial, 'origin' | 'at' | 'reason'>, node: string, all: readonly string[]): Denial[] => {
  const others = all.filter((other) => other !== node);
  return others.length === 0 ? [] : [{ ...denial, node, from: others }];
};

/** The identifiers that a decision names, as they were said. */
export const identifiersIn = (decision: Decision): readonly Identifier[] => {
  switch (decision.kind) {
    case 'same':
      return [decision.one, decision.other];
    case 'not_same':
      return [...decision.one, ...decision.other];
    case 'dissociated':
      return [decision.identifier, ...decision.from];
    case 'withdrawn':
      return [];
    default:
      return [];
  }
};

const distinct = (nodes: readonly Node[]): Node[] => [...new Map(nodes.map((node) => [node.id, node])).values()];
