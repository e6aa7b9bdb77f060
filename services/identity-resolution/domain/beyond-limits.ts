import { type Alias, type Link, linkKey, type SeenNode } from './evidence.ts';
import { compare } from './fact.ts';
import { type Registry, ruleOf } from './registry.ts';
import type { Nodes } from './sharing.ts';

/** The links of one identifier with those of a kind of which it may have so many. */
type Limited = { owner: string; limit: number; links: { link: Link; since: number; value: string }[] };

/**
 * Links that link no further, because one end has too many of the other's kind: of its links with a kind that says less
 * strongly who it is, only the first `maxPerCustomer` count, unless too many would make it shared; of its earlier names,
 * the first `maxAliases`. Gives that end by the link's key.
 */
export const linksBeyond = (
  registry: Registry,
  nodes: Nodes,
  links: readonly Link[],
  shared: ReadonlySet<string>,
): Map<string, string> => {
  const beyond = new Map<string, string>();
  const limited = new Map<string, Limited>();
  for (const link of links) {
    const [strong, weak] = link.same ? [] : ownerFirst(registry, nodes.get(link.a), nodes.get(link.b), link.alias);
    if (strong === undefined || weak === undefined || shared.has(strong.id)) continue;
    if (strong.shared === false) {
      if (link.beyond !== undefined) beyond.set(linkKey(link), link.beyond);
      continue;
    }
    const isAlias = strong.kind === weak.kind;
    if (!isAlias && Object.hasOwn(ruleOf(registry, strong.kind).sharedOver, weak.kind)) continue;
    const { maxPerCustomer, maxAliases } = ruleOf(registry, weak.kind);
    // Whether she has one of them by an alias is seen where both are.
    const limit = isAlias ? maxAliases : maxPerCustomer + maxAliases;
    const key = `${strong.id} ${weak.kind}`;
    const known = limited.get(key) ?? { owner: strong.id, limit, links: [] };
    known.links.push({ link, since: isAlias ? (link.alias?.at ?? 0) : link.firstSeen, value: weak.value });
    limited.set(key, known);
  }
  for (const { owner, limit, links: theirs } of limited.values()) {
    if (theirs.length <= limit) continue;
    theirs.sort((x, y) => x.since - y.since || compare(x.value, y.value));
    for (const { link } of theirs.slice(limit)) beyond.set(linkKey(link), owner);
  }
  return beyond;
};

/** The end that has the other as one of several, and that; nothing if neither has. */
const ownerFirst = (
  registry: Registry,
  one: SeenNode | undefined,
  two: SeenNode | undefined,
  alias: Alias | undefined,
): [SeenNode, SeenNode] | [] => {
  if (one === undefined || two === undefined) return [];
  if (one.kind === two.kind) {
    if (alias?.former === undefined) return [];
    return alias.former === two.id ? [one, two] : [two, one];
  }
  const stronger = ruleOf(registry, one.kind).rank - ruleOf(registry, two.kind).rank;
  return stronger === 0 ? [] : stronger < 0 ? [one, two] : [two, one];
};

/**
 * Links by which an alias joins what a limit would keep apart, by their keys: with all who are said to have had the
 * earlier name. One of whom there are several says so of none of them, unless they are one.
 */
export const joiningAliases = (nodes: Nodes, links: readonly Link[]): Map<string, readonly string[]> => {
  const holders = new Map<string, string[]>();
  const byKey = new Map<string, readonly string[]>();
  for (const link of links) {
    const { a, b, alias } = link;
    if (alias?.former === undefined || nodes.get(a)?.kind !== nodes.get(b)?.kind) continue;
    const theirs = holders.get(alias.former) ?? [];
    holders.set(alias.former, theirs);
    theirs.push(alias.former === a ? b : a);
    byKey.set(linkKey(link), theirs);
  }
  return byKey;
};
