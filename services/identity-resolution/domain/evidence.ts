import { compare, type Fact } from './fact.ts';
import type { Node } from './node.ts';

/** `shared`, if it is given, is settled elsewhere; then its links need not all be in the evidence. */
export type SeenNode = Node & { firstSeen: number; shared?: boolean };

/** When a sender said first that one end, the former, is an earlier name of the other; without it, that both are of a third. */
export type Alias = { at: number; former?: string };

/**
 * Two identifiers that an interaction named as one person's, or, if `same`, that a person said are; `a` is the smaller id.
 * `beyond` is the end that has too many of the other's kind. If `automatic`, nobody said so, but a model finds it probable,
 * with this weight: it links what there is, makes nothing known, and is `firstSeen` when it was found.
 */
export type Link = {
  a: string;
  b: string;
  firstSeen: number;
  same?: true;
  alias?: Alias;
  beyond?: string;
  automatic?: number;
};

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
export const evidenceOf = ({ key, nodes, at, wrong, former }: Fact): Evidence => {
  const right = nodes.filter((node) => !wrong.includes(node.id)).map((node) => node.id);
  return {
    nodes: nodes.map(({ id, kind, value }) => ({ id, kind, value, firstSeen: at })),
    links: right.flatMap((x, position) =>
      right.slice(position + 1).map((y) => withAlias(linkBetween(x, y, at), former)),
    ),
    denials: wrong.map((node) => ({ origin: key, node, from: right.toSorted(compare), at, reason: 'dissociated' })),
  };
};

const withAlias = (link: Link, former: readonly string[]): Link => {
  if (former.length === 0) return link;
  const [one, other] = former.filter((id) => id === link.a || id === link.b);
  if (one === undefined) return link;
  const at = link.firstSeen;
  return { ...link, alias: other === undefined ? { at, former: one } : { at } };
};

export const linkBetween = (x: string, y: string, firstSeen: number): Link =>
  compare(x, y) < 0 ? { a: x, b: y, firstSeen } : { a: y, b: x, firstSeen };

/** The evidence of all of these together: order and repetition do not matter. */
export const joinEvidence = (parts: readonly Evidence[]): Evidence => ({
  nodes: joined<SeenNode>(
    parts,
    (part) => part.nodes,
    (node) => node.id,
    earlierOf,
  ),
  links: joined<Link>(parts, (part) => part.links, linkKey, joinLinks),
  denials: [...new Map(parts.flatMap((part) => part.denials).map((denial) => [denialKey(denial), denial])).values()],
});

const joined = <T>(
  parts: readonly Evidence[],
  seenIn: (part: Evidence) => readonly T[],
  keyOf: (one: T) => string,
  join: (known: T, one: T) => T,
): T[] => {
  const all = new Map<string, T>();
  for (const part of parts) {
    for (const one of seenIn(part)) {
      const key = keyOf(one);
      const known = all.get(key);
      all.set(key, known === undefined ? one : join(known, one));
    }
  }
  return [...all.values()];
};

const earlierOf = <T extends { firstSeen: number }>(known: T, one: T): T =>
  one.firstSeen < known.firstSeen ? one : known;

/** What is said of two identifiers by both of these. */
export const joinLinks = (known: Link, one: Link): Link => {
  const isAlias = isEarlierAlias(one.alias, known.alias);
  if (one.firstSeen >= known.firstSeen && !isAlias) return known;
  const firstSeen = Math.min(one.firstSeen, known.firstSeen);
  return { ...known, firstSeen, ...(isAlias && one.alias && { alias: one.alias }) };
};

/** One that names the former says more than one that does not. */
export const isEarlierAlias = (one: Alias | undefined, known: Alias | undefined): boolean => {
  if (one === undefined || known === undefined) return one !== undefined;
  const more = Number(known.former !== undefined) - Number(one.former !== undefined);
  return (more || one.at - known.at || compare(one.former ?? '', known.former ?? '')) < 0;
};
