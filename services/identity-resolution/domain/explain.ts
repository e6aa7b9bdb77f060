import type { ConflictReason } from '@hilo/contracts';
import { type Denial, type Link, linkKey, type SeenNode } from './evidence.ts';
import { evidenceAt, type Surroundings } from './evidence-at.ts';
import { compare } from './fact.ts';
import { type Registry, ruleOf } from './registry.ts';
import { type Resolution, resolve } from './resolve.ts';
import { type SharingLimit, sharingLimit } from './sharing.ts';

/** The limit of the registry that a link is refused by: so many identifiers, of one kind where it is another than `kind`. */
type LinkRule = { kind: string; limit: 'maxPerCustomer' | SharingLimit['limit']; is: number; of?: string };

export type Explained = {
  customer: string;
  members: readonly SeenNode[];
  shared: ReadonlySet<string>;
  holding: readonly Link[];
  refused: readonly { link: Link; reason: ConflictReason; rule?: LinkRule; denials: readonly Denial[] }[];
};

/** Why these identifiers are one customer at that moment: what links them, and what does not, by which rule. */
export const explain = (
  registry: Registry,
  surroundings: Surroundings,
  identifier: string,
  at: number,
): Explained | undefined => {
  const evidence = evidenceAt(surroundings, at);
  const resolution = resolve(registry, evidence);
  const customer = resolution.customerOf.get(identifier);
  if (customer === undefined) return undefined;
  const nodes = new Map(evidence.nodes.map((node) => [node.id, node]));
  const isTheirs = (id: string): boolean => resolution.customerOf.get(id) === customer;
  const theirs = evidence.links.filter(({ a, b }) => isTheirs(a) || isTheirs(b));
  const limits = new Map<string, SharingLimit | undefined>();
  const limitOf = (id: string): SharingLimit | undefined => {
    if (!limits.has(id)) limits.set(id, sharingLimit(registry, nodes, evidence.links, id));
    return limits.get(id);
  };
  return {
    customer,
    members: evidence.nodes.filter(({ id }) => isTheirs(id)),
    shared: resolution.shared,
    holding: theirs.filter(({ a, b }) => isTheirs(a) && isTheirs(b)),
    refused: theirs.flatMap((link) => {
      const reason = resolution.refusals.get(linkKey(link));
      if (reason === undefined || (isTheirs(link.a) && isTheirs(link.b))) return [];
      const rule = ruleBehind(registry, { nodes, resolution, limitOf }, link, reason);
      const denials = evidence.denials.filter((denial) => isBetween(resolution, denial, link));
      return [{ link, reason, ...(rule && { rule }), denials }];
    }),
  };
};

type Looked = {
  nodes: ReadonlyMap<string, SeenNode>;
  resolution: Resolution;
  /** What makes an identifier shared. */
  limitOf(id: string): SharingLimit | undefined;
};

const ruleBehind = (
  registry: Registry,
  { nodes, resolution: { shared, beyond, customerOf }, limitOf }: Looked,
  link: Link,
  reason: ConflictReason,
): LinkRule | undefined => {
  const kindOf = (id: string): string => nodes.get(id)?.kind ?? '';
  if (reason === 'shared') {
    const id = shared.has(link.a) ? link.a : link.b;
    const kind = kindOf(id);
    return { kind, ...(limitOf(id) ?? { limit: 'maxCustomers', is: ruleOf(registry, kind).maxCustomers }) };
  }
  if (reason !== 'max-per-customer') return undefined;
  const owner = beyond.get(linkKey(link));
  const kind = kindOf(link.a);
  if (owner !== undefined && kindOf(link.b) === kind) {
    return { kind, limit: 'maxAliases', is: ruleOf(registry, kind).maxAliases };
  }
  const tooMany =
    owner === undefined
      ? tooManyTogether(registry, nodes, customerOf, link)
      : kindOf(owner === link.a ? link.b : link.a);
  if (tooMany === undefined) return undefined;
  return { kind: tooMany, limit: 'maxPerCustomer', is: ruleOf(registry, tooMany).maxPerCustomer };
};

/** The kind of which both customers together would have too many. */
const tooManyTogether = (
  registry: Registry,
  nodes: ReadonlyMap<string, SeenNode>,
  customerOf: ReadonlyMap<string, string>,
  { a, b }: Link,
): string | undefined => {
  const together = new Set([customerOf.get(a), customerOf.get(b)]);
  const counts = new Map<string, number>();
  for (const [id, customer] of customerOf) {
    const kind = nodes.get(id)?.kind ?? '';
    if (together.has(customer)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts]
    .sort(([one], [other]) => compare(one, other))
    .find(([kind, count]) => count > ruleOf(registry, kind).maxPerCustomer)?.[0];
};

/** Whether this is what keeps the customers of both ends apart. */
const isBetween = ({ customerOf }: Resolution, { node, from }: Denial, { a, b }: Link): boolean => {
  const ends = [customerOf.get(a), customerOf.get(b)];
  const mine = customerOf.get(node);
  if (!ends.includes(mine)) return false;
  return from.length === 0
    ? node === a || node === b
    : from.some((id) => {
        const other = customerOf.get(id);
        return other !== mine && ends.includes(other);
      });
};
