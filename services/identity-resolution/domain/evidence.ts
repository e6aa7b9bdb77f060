import { compare, type Fact } from './fact.ts';
import type { Node } from './node.ts';

/** `shared`, if it is given, is settled elsewhere; then its links need not all be in the evidence. */
export type SeenNode = Node & { firstSeen: number; shared?: boolean };

/**
 * Two identifiers that an interaction named as one person's, or, if `same`, that a person said are; `a` is the smaller id.
 * `beyond` is the end that has too many of the other's kind. If `automatic`, nobody said so, but a model finds it probable,
 * with this weight: it links what there is, makes nothing known, and is `firstSeen` when it was found.
 */
export type Link = { a: string; b: string; firstSeen: number; same?: true; beyond?: string; automatic?: number };

/**
 * The identifier is not the customer's who has any of `from`. Without `from`, it is not the customer's with whom it
 * was linked until then. `origin` is the key of the interaction, or the id of the decision, that says so.
 */
export type Denial = {
  origin: string;
  node: string;
  from: readonly string[];
  at: number;
  reason: 'dissociated' | 'not-same';
};

export type Evidence = { nodes: readonly SeenNode[]; links: readonly Link[]; denials: readonly Denial[] };

export const linkKey = ({ a, b, same, automatic }: Pick<Link, 'a' | 'b' | 'same' | 'automatic'>): string =>
  `${a} ${b}${same ? ' same' : automatic === undefined ? '' : ' automatic'}`;

export const denialKey = ({ origin, node }: Pick<Denial, 'origin' | 'node'>): string => `${origin} ${node}`;

/** What one interaction says of who is who. Who was the wrong person is linked with nobody. */
export const evidenceOf = ({ key, nodes, at, wrong }: Fact): Evidence => {
  const right = nodes.filter((node) => !wrong.includes(node.id)).map((node) => node.id);
  return {
    nodes: nodes.map(({ id, kind, value }) => ({ id, kind, value, firstSeen: at })),
    links: right.flatMap((x, position) => right.slice(position + 1).map((y) => linkBetween(x, y, at))),
    denials: wrong.map((node) => ({ origin: key, node, from: right.toSorted(compare), at, reason: 'dissociated' })),
  };
};

export const linkBetween = (x: string, y: string, firstSeen: number): Link =>
  compare(x, y) < 0 ? { a: x, b: y, firstSeen } : { a: y, b: x, firstSeen };

/** The evidence of all of these together: order and repetition do not matter. */
export const joinEvidence = (parts: readonly Evidence[]): Evidence => ({
  nodes: earliest<SeenNode>(
    parts,
    (part) => part.nodes,
    (node) => node.id,
  ),
  links: earliest<Link>(parts, (part) => part.links, linkKey),
  denials: [...new Map(parts.flatMap((part) => part.denials).map((denial) => [denialKey(denial), denial])).values()],
});

const earliest = <T extends { firstSeen: number }>(
  parts: readonly Evidence[],
  seenIn: (part: Evidence) => readonly T[],
  keyOf: (one: T) => string,
): T[] => {
  const first = new Map<string, T>();
  for (const part of parts) {
    for (const one of seenIn(part)) {
      const key = keyOf(one);
      const known = first.get(key);
      if (known === undefined || one.firstSeen < known.firstSeen) first.set(key, one);
    }
  }
  return [...first.values()];
};
