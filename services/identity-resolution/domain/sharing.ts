import type { Alias, Link, SeenNode } from './evidence.ts';
import { compare } from './fact.ts';
import { type Registry, ruleOf } from './registry.ts';

export type Nodes = ReadonlyMap<string, SeenNode>;

/**
 * Identifiers that say of too many others that they are one's: seen from the identifiers that interactions named them
 * with. How many of a kind are too many is a limit of the registry.
 */
export const sharedNodes = (registry: Registry, nodes: Nodes, links: readonly Link[]): Set<string> => {
  const counts = countNeighbours(nodes, links);
  const isShared = ({ id, kind, shared }: SeenNode): boolean =>
    shared ?? (counts.get(id) ?? []).some((count) => isTooMany(registry, kind, count));
  return new Set([...nodes.values()].filter(isShared).map((node) => node.id));
};

/** The limit that makes an identifier shared. */
export type SharingLimit = { limit: 'maxCustomers' | 'sharedOver' | 'maxAliases'; is: number; of: string };

/** By which limit it is shared; `undefined` if its links in this evidence do not tell. */
export const sharingLimit = (
  registry: Registry,
  nodes: Nodes,
  links: readonly Link[],
  id: string,
): SharingLimit | undefined => {
  const kind = nodes.get(id)?.kind ?? '';
  const theirs = links.filter(({ a, b }) => a === id || b === id);
  const found = (countNeighbours(nodes, theirs).get(id) ?? [])
    .filter((count) => isTooMany(registry, kind, count))
    .sort(
      (x, y) =>
        ruleOf(registry, x.of).rank - ruleOf(registry, y.of).rank ||
        compare(x.of, y.of) ||
        Number(x.aliases) - Number(y.aliases),
    )[0];
  if (found === undefined) return undefined;
  const { of, aliases } = found;
  if (aliases) return { limit: 'maxAliases', is: ruleOf(registry, of).maxAliases, of };
  const { sharedOver, maxCustomers } = ruleOf(registry, kind);
  const over = Object.hasOwn(sharedOver, of) ? sharedOver[of] : undefined;
  return over === undefined ? { limit: 'maxCustomers', is: maxCustomers, of } : { limit: 'sharedOver', is: over, of };
};

/** How many different identifiers of a kind one was named with; `aliases`: those that are one's by another name. */
type Count = { of: string; aliases: boolean; number: number };

const countNeighbours = (nodes: Nodes, links: readonly Link[]): Map<string, Count[]> => {
  const counts = new Map<string, Count[]>();
  const count = (id: string, other: string, alias: Alias | undefined): void => {
    const [kind, of] = [nodes.get(id)?.kind, nodes.get(other)?.kind];
    if (kind === undefined || of === undefined) return;
    // Of the earlier names of one, those that are too many are beyond the limit.
    if (alias !== undefined && alias.former === other && of === kind) return;
    const aliases = alias !== undefined && (alias.former !== id || of === kind);
    const theirs = counts.get(id) ?? [];
    counts.set(id, theirs);
    const known = theirs.find((one) => one.of === of && one.aliases === aliases);
    if (known === undefined) theirs.push({ of, aliases, number: 1 });
    else known.number += 1;
  };
  for (const { a, b, same, alias } of links) {
    if (same) continue;
    count(a, b, alias);
    count(b, a, alias);
  }
  return counts;
};

const isTooMany = (registry: Registry, kind: string, { of, aliases, number }: Count): boolean => {
  const own = ruleOf(registry, kind);
  const other = ruleOf(registry, of);
  const isOwnLimit = Object.hasOwn(own.sharedOver, of);
  if (aliases) return number > other.maxAliases && (isOwnLimit || other.rank <= own.rank);
  if (isOwnLimit) return number > (own.sharedOver[of] ?? 0);
  // A customer number is not shared for its many devices.
  return other.rank <= own.rank && number > own.maxCustomers * other.maxPerCustomer;
};

/** How weakly each identifier says who it is; 1 is the strongest. */
export const rankings = (registry: Registry, nodes: Nodes): ((id: string) => number) => {
  const rank = new Map([...nodes.values()].map((node) => [node.id, ruleOf(registry, node.kind).rank]));
  return (id) => rank.get(id) ?? Number.MAX_SAFE_INTEGER;
};
