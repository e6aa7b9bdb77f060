import { emptyAggregate } from './aggregate.ts';
import { isAutomatic } from './automatic-links.ts';
import { componentsOf } from './components.ts';
import { type Denial, denialKey, type Evidence, joinLinks, type Link, linkKey, type SeenNode } from './evidence.ts';
import type { Registry } from './registry.ts';
import { type Resolution, resolve } from './resolve.ts';
import type { KnownGraph, LinkState, NodeState } from './state.ts';
import type { Remaining } from './what-remains.ts';

/** Who is who after a change. */
export type Structure = Pick<KnownGraph, 'nodes' | 'links' | 'denials'> & {
  /** These lose the facts that are somebody else's then. */
  newlyShared: readonly string[];
  /** Facts that were attributed elsewhere because these were shared may be theirs now. */
  noLongerShared: readonly string[];
};

/** Who is who with this evidence too, and with only what is left of what was taken away. */
export const restructure = (registry: Registry, known: KnownGraph, added: Evidence, left: Remaining): Structure => {
  const nodes = new Map<string, SeenNode>();
  for (const id of known.whole) {
    const node = known.nodes.get(id);
    if (node !== undefined) nodes.set(id, node);
  }
  const links = new Map<string, Link>();
  known.links.forEach((link, key) => {
    if (nodes.has(link.a) || nodes.has(link.b)) links.set(key, link);
  });
  const denials = new Map(known.denials);
  takeAway(left, nodes, links, denials);
  add(added, nodes, links, denials);
  const resolution = resolve(registry, {
    nodes: [...nodes.values()].map((node) => unsettled(known, node)).concat(otherEnds(known, nodes, links)),
    links: [...links.values()],
    denials: [...denials.values()],
  });
  return structureOf(known, { nodes, links, denials }, resolution);
};

const takeAway = (
  left: Remaining,
  nodes: Map<string, SeenNode>,
  links: Map<string, Link>,
  denials: Map<string, Denial>,
): void => {
  for (const [id, firstSeen] of left.nodes) {
    const node = nodes.get(id);
    if (node === undefined || firstSeen === undefined) nodes.delete(id);
    else if (firstSeen !== node.firstSeen) nodes.set(id, { ...node, firstSeen });
  }
  for (const [key, remaining] of left.links) {
    const link = links.get(key);
    if (link === undefined || remaining === undefined) links.delete(key);
    else {
      const { alias: _alias, ...rest } = link;
      links.set(key, { ...rest, ...remaining });
    }
  }
  for (const [key, { origin }] of denials) if (left.withoutOrigins.has(origin)) denials.delete(key);
  const isGone = (id: string): boolean => left.nodes.has(id) && !nodes.has(id);
  for (const [key, link] of links) if (isAutomatic(link) && (isGone(link.a) || isGone(link.b))) links.delete(key);
};

const add = (
  added: Evidence,
  nodes: Map<string, SeenNode>,
  links: Map<string, Link>,
  denials: Map<string, Denial>,
): void => {
  for (const node of added.nodes) {
    const before = nodes.get(node.id);
    if (before === undefined || before.firstSeen > node.firstSeen) nodes.set(node.id, { ...before, ...node });
  }
  for (const link of added.links) {
    const before = links.get(linkKey(link));
    links.set(linkKey(link), before === undefined ? link : joinLinks(before, link));
  }
  for (const denial of added.denials) denials.set(denialKey(denial), denial);
};

/** Whether it is shared is to be found out, unless it is known to be: links that come never end that. */
const unsettled = ({ reopened }: KnownGraph, { id, kind, value, firstSeen, shared }: SeenNode): SeenNode => ({
  id,
  kind,
  value,
  firstSeen,
  ...(shared === true && !reopened.has(id) && { shared }),
});

const otherEnds = (
  known: KnownGraph,
  nodes: ReadonlyMap<string, SeenNode>,
  links: ReadonlyMap<string, Link>,
): SeenNode[] =>
  [...new Set([...links.values()].flatMap(({ a, b }) => [a, b]))].flatMap((id) =>
    nodes.has(id) ? [] : (known.nodes.get(id) ?? []),
  );

const structureOf = (
  known: KnownGraph,
  after: { nodes: Map<string, SeenNode>; links: Map<string, Link>; denials: Map<string, Denial> },
  { customerOf, baseOf, shared, beyond, refusals }: Resolution,
): Structure => {
  const componentOf = componentsOf(
    [...after.nodes.keys()].map((id) => ({ id, component: known.nodes.get(id)?.component ?? id })),
    [...after.links].filter(([key]) => !beyond.has(key)).map(([, link]) => link),
    (id) => shared.has(id),
  );
  const links = new Map<string, LinkState>();
  known.links.forEach((link, key) => {
    if (!known.whole.has(link.a) && !known.whole.has(link.b) && !after.links.has(key)) links.set(key, link);
  });
  for (const [key, link] of after.links) links.set(key, linkState(link, refusals.get(key), beyond.get(key)));
  const more = moreBeyond(known, links);
  const nodes = new Map<string, NodeState>();
  known.nodes.forEach((node, id) => {
    if (!known.whole.has(id)) nodes.set(id, node);
  });
  for (const [id, node] of after.nodes) {
    const before = known.nodes.get(id);
    const [customer, base] = [customerOf.get(id) ?? id, baseOf.get(id) ?? id];
    const state = {
      id,
      kind: node.kind,
      value: node.value,
      firstSeen: node.firstSeen,
      shared: shared.has(id),
      component: componentOf.get(id) ?? id,
      customer,
      ...(base !== customer && { base }),
      beyond: (before?.beyond ?? 0) + (more.get(id) ?? 0),
      aggregate: before?.aggregate ?? emptyAggregate,
      consents: before?.consents ?? [],
      ...(before?.former && { former: before.former }),
    };
    // A node that is as it was stays the same object: what is to be written is found by that.
    nodes.set(id, before !== undefined && isSamePlace(before, state) ? before : state);
  }
  const wasShared = (id: string): boolean | undefined => known.nodes.get(id)?.shared;
  return {
    nodes,
    links,
    denials: after.denials,
    newlyShared: [...after.nodes.keys()].filter((id) => shared.has(id) && wasShared(id) === false),
    noLongerShared: [...after.nodes.keys()].filter((id) => !shared.has(id) && wasShared(id) === true),
  };
};

const linkState = (
  { a, b, firstSeen, same, alias, automatic }: Link,
  refusal: LinkState['refusal'],
  beyond: string | undefined,
): LinkState => ({
  a,
  b,
  firstSeen,
  ...(same && { same }),
  ...(alias && { alias }),
  ...(automatic !== undefined && { automatic }),
  ...(refusal && { refusal }),
  ...(beyond && { beyond }),
});

/** By how many the links beyond a limit of each node became more, or fewer. */
const moreBeyond = (known: KnownGraph, links: ReadonlyMap<string, LinkState>): Map<string, number> => {
  const more = new Map<string, number>();
  const count = (id: string | undefined, by: number): void => {
    if (id !== undefined) more.set(id, (more.get(id) ?? 0) + by);
  };
  for (const { beyond } of known.links.values()) count(beyond, -1);
  for (const { beyond } of links.values()) count(beyond, 1);
  return more;
};

const isSamePlace = (one: NodeState, two: NodeState): boolean =>
  one.firstSeen === two.firstSeen &&
  one.shared === two.shared &&
  one.component === two.component &&
  one.customer === two.customer &&
  one.base === two.base &&
  one.beyond === two.beyond;
