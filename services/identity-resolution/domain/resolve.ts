import type { ConflictReason } from '@hilo/contracts';
import { isAutomatic, uniteAutomatically } from './automatic.ts';
import type { Denial, Evidence, Link, SeenNode } from './evidence.ts';
import { linkKey } from './evidence.ts';
import { compare, compareKeys } from './fact.ts';
import { growingGroups } from './groups.ts';
import { type Registry, ruleOf } from './registry.ts';
import { linksBeyond, rankings, sharedNodes } from './sharing.ts';

export type Resolution = {
  /** The customer of every node: the id of the oldest node of its group. A shared node is a customer by itself. */
  customerOf: ReadonlyMap<string, string>;
  /** The customer that it would be of without what is linked automatically. */
  baseOf: ReadonlyMap<string, string>;
  shared: ReadonlySet<string>;
  /** Links of which one end has too many, with that end, by the link's key. They are refused as well. */
  beyond: ReadonlyMap<string, string>;
  /** Why a link does not hold, by its key; a link that is missing here holds. */
  refusals: ReadonlyMap<string, ConflictReason>;
};

/**
 * Who is who, from the whole evidence of one or more components. A pure function of the set of evidence: shared
 * identifiers link no further, nor does what is beyond a limit; links are followed from the strongest and oldest on,
 * except into a group that may not be. What a person said comes first, and no limit binds it. The links of a dissociated
 * identifier come last, so that it leaves the customer and does not break the customer up. What a model finds probable comes
 * after all that was said, and every limit binds it.
 */
export const resolve = (registry: Registry, evidence: Evidence): Resolution => {
  const { denials } = evidence;
  const automatic = evidence.links.filter(isAutomatic);
  const links = automatic.length === 0 ? evidence.links : evidence.links.filter((link) => !isAutomatic(link));
  const nodes = new Map(evidence.nodes.map((node) => [node.id, node]));
  const shared = sharedNodes(registry, nodes, links);
  const beyond = linksBeyond(registry, nodes, links, shared);
  const groups = growingGroups(evidence.nodes, (kind) => ruleOf(registry, kind).maxPerCustomer);
  for (const denial of denials) {
    for (const other of deniedFrom(denial, links, beyond)) groups.deny(denial.node, other, denial.reason);
  }
  const refusals = new Map<string, ConflictReason>();
  for (const link of inCanonicalOrder(registry, nodes, links, denials)) {
    const key = linkKey(link);
    const refusal = beyond.has(key)
      ? 'max-per-customer'
      : shared.has(link.a) || shared.has(link.b)
        ? 'shared'
        : groups.unite(link.a, link.b, link.same === true);
    if (refusal !== undefined) refusals.set(key, refusal);
  }
  const baseOf = customers(nodes, groups.groups());
  if (automatic.length === 0) return { customerOf: baseOf, baseOf, shared, beyond, refusals };
  uniteAutomatically(
    automatic.filter(({ a, b }) => !shared.has(a) && !shared.has(b)),
    (id) => baseOf.get(id),
    (a, b) => groups.unite(a, b, false) === undefined,
  );
  return { customerOf: customers(nodes, groups.groups()), baseOf, shared, beyond, refusals };
};

const deniedFrom = (
  { node, from, at }: Denial,
  links: readonly Link[],
  beyond: ReadonlyMap<string, string>,
): readonly string[] =>
  from.length > 0
    ? from
    : links.flatMap((link) => {
        const { a, b, firstSeen } = link;
        if (firstSeen > at || (a !== node && b !== node) || beyond.get(linkKey(link)) === node) return [];
        return a === node ? [b] : [a];
      });

const inCanonicalOrder = (
  registry: Registry,
  nodes: ReadonlyMap<string, SeenNode>,
  links: readonly Link[],
  denials: readonly Denial[],
): Link[] => {
  const rankOf = rankings(registry, nodes);
  const dissociated = new Set(denials.filter(({ reason }) => reason === 'dissociated').map(({ node }) => node));
  const ordered = links.map((link) => {
    const [x, y] = [rankOf(link.a), rankOf(link.b)];
    const turn = link.same ? 0 : dissociated.has(link.a) || dissociated.has(link.b) ? 2 : 1;
    return { link, turn, weaker: Math.max(x, y), stronger: Math.min(x, y) };
  });
  ordered.sort(
    (x, y) =>
      x.turn - y.turn ||
      x.weaker - y.weaker ||
      x.stronger - y.stronger ||
      x.link.firstSeen - y.link.firstSeen ||
      compare(x.link.a, y.link.a) ||
      compare(x.link.b, y.link.b),
  );
  return ordered.map(({ link }) => link);
};

const customers = (nodes: ReadonlyMap<string, SeenNode>, groups: readonly string[][]): Map<string, string> => {
  const customerOf = new Map<string, string>();
  for (const members of groups) {
    const oldest = members
      .flatMap((id) => nodes.get(id) ?? [])
      .reduce((first, node) => ((first.firstSeen - node.firstSeen || compareKeys(first, node)) <= 0 ? first : node));
    for (const id of members) customerOf.set(id, oldest.id);
  }
  return customerOf;
};
