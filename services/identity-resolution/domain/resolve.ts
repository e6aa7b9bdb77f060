import type { ConflictReason } from '@hilo/contracts';
import type { Denial, Evidence, Link, SeenNode } from './evidence.ts';
import { linkKey } from './evidence.ts';
import { compare, compareKeys } from './fact.ts';
import { growingGroups } from './groups.ts';
import { type Registry, ruleOf } from './registry.ts';

export type Resolution = {
  /** The customer of every node: the id of the oldest node of its group. A shared node is a customer by itself. */
  customerOf: ReadonlyMap<string, string>;
  shared: ReadonlySet<string>;
  /** Why a link does not hold, by its key; a link that is missing here holds. */
  refusals: ReadonlyMap<string, ConflictReason>;
};

/**
 * Who is who, from the whole evidence of one or more components. A pure function of the set of evidence: shared
 * identifiers link no further; links are followed from the strongest and oldest on, except into a group that may not be.
 * The links of a dissociated identifier come last, so that it leaves the customer and does not break the customer up.
 */
export const resolve = (registry: Registry, { nodes, links, denials }: Evidence): Resolution => {
  const shared = sharedNodes(registry, nodes, links);
  const groups = growingGroups(nodes, (kind) => ruleOf(registry, kind).maxPerCustomer);
  for (const denial of denials) {
    for (const other of deniedFrom(denial, links)) groups.deny(denial.node, other, denial.reason);
  }
  const refusals = new Map<string, ConflictReason>();
  for (const link of inCanonicalOrder(registry, nodes, links, denials)) {
    const refusal = shared.has(link.a) || shared.has(link.b) ? 'shared' : groups.unite(link.a, link.b);
    if (refusal !== undefined) refusals.set(linkKey(link), refusal);
  }
  return { customerOf: customers(nodes, groups.groups()), shared, refusals };
};

/** Nodes that more customers use than their kind allows: seen from the identifiers that they were named with. */
const sharedNodes = (registry: Registry, nodes: readonly SeenNode[], links: readonly Link[]): Set<string> => {
  const kindOf = new Map(nodes.map((node) => [node.id, node.kind]));
  const neighbours = new Map<string, Map<string, number>>();
  const count = (id: string, other: string): void => {
    const kind = kindOf.get(other);
    if (kind === undefined) return;
    const perKind = neighbours.get(id) ?? new Map<string, number>();
    neighbours.set(id, perKind.set(kind, (perKind.get(kind) ?? 0) + 1));
  };
  for (const { a, b } of links) {
    count(a, b);
    count(b, a);
  }
  const isShared = ({ id, kind, shared }: SeenNode): boolean =>
    shared === true ||
    [...(neighbours.get(id) ?? [])].some(
      ([other, number]) =>
        Math.ceil(number / ruleOf(registry, other).maxPerCustomer) > ruleOf(registry, kind).maxCustomers,
    );
  return new Set(nodes.filter(isShared).map((node) => node.id));
};

const deniedFrom = ({ node, from, at }: Denial, links: readonly Link[]): readonly string[] =>
  from.length > 0
    ? from
    : links.flatMap(({ a, b, firstSeen }) => {
        if (firstSeen > at || (a !== node && b !== node)) return [];
        return a === node ? [b] : [a];
      });

const inCanonicalOrder = (
  registry: Registry,
  nodes: readonly SeenNode[],
  links: readonly Link[],
  denials: readonly Denial[],
): Link[] => {
  const rankOf = new Map(nodes.map((node) => [node.id, ruleOf(registry, node.kind).rank]));
  const dissociated = new Set(denials.filter(({ reason }) => reason === 'dissociated').map(({ node }) => node));
  const ordered = links.map((link) => {
    const [x, y] = [rankOf.get(link.a) ?? 0, rankOf.get(link.b) ?? 0];
    const late = dissociated.has(link.a) || dissociated.has(link.b) ? 1 : 0;
    return { link, late, weaker: Math.max(x, y), stronger: Math.min(x, y) };
  });
  ordered.sort(
    (x, y) =>
      x.late - y.late ||
      x.weaker - y.weaker ||
      x.stronger - y.stronger ||
      x.link.firstSeen - y.link.firstSeen ||
      compare(linkKey(x.link), linkKey(y.link)),
  );
  return ordered.map(({ link }) => link);
};

const customers = (nodes: readonly SeenNode[], groups: readonly string[][]): Map<string, string> => {
  const nodeOf = new Map(nodes.map((node) => [node.id, node]));
  const customerOf = new Map<string, string>();
  for (const members of groups) {
    const oldest = members
      .flatMap((id) => nodeOf.get(id) ?? [])
      .reduce((first, node) => ((first.firstSeen - node.firstSeen || compareKeys(first, node)) <= 0 ? first : node));
    for (const id of members) customerOf.set(id, oldest.id);
  }
  return customerOf;
};
