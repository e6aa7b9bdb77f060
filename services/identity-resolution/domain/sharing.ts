import { type Link, linkKey, type SeenNode } from './evidence.ts';
import { compare } from './fact.ts';
import { type Registry, ruleOf } from './registry.ts';

type Nodes = ReadonlyMap<string, SeenNode>;

/**
 * Identifiers that more customers use than their kind allows: seen from the identifiers that interactions named them
 * with and that say at least as strongly who it is. A customer number is not shared for its many devices.
 */
export const sharedNodes = (registry: Registry, nodes: Nodes, links: readonly Link[]): Set<string> => {
  const rankOf = rankings(registry, nodes);
  const neighbours = new Map<string, Map<string, number>>();
  const count = (id: string, other: string): void => {
    const kind = nodes.get(other)?.kind;
    if (kind === undefined || rankOf(other) > rankOf(id)) return;
    const perKind = neighbours.get(id) ?? new Map<string, number>();
    neighbours.set(id, perKind.set(kind, (perKind.get(kind) ?? 0) + 1));
  };
  for (const { a, b, same } of links) {
    if (same) continue;
    count(a, b);
    count(b, a);
  }
  const isShared = ({ id, kind, shared }: SeenNode): boolean =>
    shared ??
    [...(neighbours.get(id) ?? [])].some(
      ([other, number]) =>
        Math.ceil(number / ruleOf(registry, other).maxPerCustomer) > ruleOf(registry, kind).maxCustomers,
    );
  return new Set([...nodes.values()].filter(isShared).map((node) => node.id));
};

/**
 * Links that link no further, because one end has too many of the other's kind: of its links with a kind that says less
 * strongly who it is, only the first `maxPerCustomer` count. Gives that end by the link's key.
 */
export const linksBeyond = (
  registry: Registry,
  nodes: Nodes,
  links: readonly Link[],
  shared: ReadonlySet<string>,
): Map<string, string> => {
  const rankOf = rankings(registry, nodes);
  const beyond = new Map<string, string>();
  const perKind = new Map<string, { owner: string; kind: string; links: [Link, SeenNode][] }>();
  for (const link of links) {
    if (link.same || rankOf(link.a) === rankOf(link.b)) continue;
    const [owner, other] = rankOf(link.a) < rankOf(link.b) ? [link.a, link.b] : [link.b, link.a];
    const [strong, weak] = [nodes.get(owner), nodes.get(other)];
    if (strong === undefined || weak === undefined || shared.has(owner)) continue;
    if (strong.shared === false) {
      if (link.beyond !== undefined) beyond.set(linkKey(link), link.beyond);
      continue;
    }
    const key = `${owner} ${weak.kind}`;
    const known = perKind.get(key) ?? { owner, kind: weak.kind, links: [] };
    known.links.push([link, weak]);
    perKind.set(key, known);
  }
  for (const { owner, kind, links: theirs } of perKind.values()) {
    const { maxPerCustomer } = ruleOf(registry, kind);
    if (theirs.length <= maxPerCustomer) continue;
    theirs.sort(([x, one], [y, two]) => x.firstSeen - y.firstSeen || compare(one.value, two.value));
    for (const [link] of theirs.slice(maxPerCustomer)) beyond.set(linkKey(link), owner);
  }
  return beyond;
};

/** How weakly each identifier says who it is; 1 is the strongest. */
export const rankings = (registry: Registry, nodes: Nodes): ((id: string) => number) => {
  const rank = new Map([...nodes.values()].map((node) => [node.id, ruleOf(registry, node.kind).rank]));
  return (id) => rank.get(id) ?? Number.MAX_SAFE_INTEGER;
};
