import type { Conflict, ConflictReason, Consent } from '@hilo/contracts';
import { type Aggregate, combine, contactPointConsents, foldFact, latestConsents, nothing } from './aggregate.ts';
import { type Attribution, attribute } from './attribute.ts';
import { componentsOf } from './components.ts';
import { type Denial, denialKey, evidenceOf, joinEvidence, type Link, linkKey, type SeenNode } from './evidence.ts';
import type { Fact } from './fact.ts';
import { composeRecord, type RecordContent } from './record.ts';
import type { Registry } from './registry.ts';
import { resolve } from './resolve.ts';

/** An identifier as it is kept: whose it is, and what the facts that are attributed to it add up to. */
export type NodeState = SeenNode & {
  shared: boolean;
  component: string;
  customer: string;
  aggregate: Aggregate;
  consents: readonly Consent[];
};

export type LinkState = Link & { refusal?: ConflictReason };

/**
 * What is known of whole components: all their nodes, the links and denials of these, and the shared nodes at the other
 * ends of their links. Of a shared node, its links need not be here.
 */
export type Known = {
  nodes: ReadonlyMap<string, NodeState>;
  links: ReadonlyMap<string, LinkState>;
  denials: ReadonlyMap<string, Denial>;
};

/** Who is who after a batch; `newlyShared` lose the facts that are somebody else's then. */
export type Structure = Known & { newlyShared: readonly string[] };

export type Settled = {
  nodes: ReadonlyMap<string, NodeState>;
  attributions: ReadonlyMap<Fact, Attribution>;
  /** Customers whose record is another than before. */
  changed: ReadonlySet<string>;
  /** Customers that are no more, since all of theirs is another's now. */
  vanished: ReadonlySet<string>;
};

/** Who is who with these facts too. */
export const restructure = (registry: Registry, known: Known, facts: readonly Fact[]): Structure => {
  const fresh = joinEvidence(facts.map(evidenceOf));
  const seen = new Map<string, SeenNode>(known.nodes);
  const links = new Map<string, Link>(known.links);
  const denials = new Map(known.denials);
  let news = false;
  for (const node of fresh.nodes) {
    const before = seen.get(node.id);
    if (before !== undefined && before.firstSeen <= node.firstSeen) continue;
    seen.set(node.id, { ...before, ...node });
    news = true;
  }
  for (const link of fresh.links) {
    const before = links.get(linkKey(link));
    if (before !== undefined && before.firstSeen <= link.firstSeen) continue;
    links.set(linkKey(link), link);
    news = true;
  }
  for (const denial of fresh.denials) {
    if (denials.has(denialKey(denial))) continue;
    denials.set(denialKey(denial), denial);
    news = true;
  }
  if (!news) return { ...known, newlyShared: [] };
  return resolved(registry, known, { seen, links, denials });
};

const resolved = (
  registry: Registry,
  known: Known,
  { seen, links, denials }: { seen: Map<string, SeenNode>; links: Map<string, Link>; denials: Map<string, Denial> },
): Structure => {
  const { customerOf, shared, refusals } = resolve(registry, {
    nodes: [...seen.values()],
    links: [...links.values()],
    denials: [...denials.values()],
  });
  const componentOf = componentsOf(
    [...seen.keys()].map((id) => ({ id, component: known.nodes.get(id)?.component ?? id })),
    links.values(),
    (id) => shared.has(id),
  );
  const nodes = new Map<string, NodeState>();
  for (const [id, node] of seen) {
    const before = known.nodes.get(id);
    const after = {
      ...node,
      shared: shared.has(id),
      component: componentOf.get(id) ?? id,
      customer: customerOf.get(id) ?? id,
      aggregate: before?.aggregate ?? nothing,
      consents: before?.consents ?? [],
    };
    // A node that is as it was stays the same object: what is to be written is found by that.
    nodes.set(
      id,
      before !== undefined && before.component === after.component && sameNode(before, after) ? before : after,
    );
  }
  const linkStates = new Map<string, LinkState>();
  for (const [key, { a, b, firstSeen }] of links) {
    const refusal = refusals.get(key);
    linkStates.set(key, { a, b, firstSeen, ...(refusal && { refusal }) });
  }
  const newlyShared = [...shared].filter((id) => known.nodes.get(id)?.shared === false);
  return { nodes, links: linkStates, denials, newlyShared };
};

/**
 * Whose the new facts are, and what that makes of the records. `moved` are all facts that were attributed to the nodes
 * that became shared.
 */
export const settle = (
  registry: Registry,
  known: Known,
  structure: Structure,
  { facts, moved }: { facts: readonly Fact[]; moved: readonly Fact[] },
): Settled => {
  const nodes = new Map(structure.nodes);
  const update = (id: string, change: (node: NodeState) => Partial<NodeState>): void => {
    const node = nodes.get(id);
    if (node !== undefined) nodes.set(id, { ...node, ...change(node) });
  };
  for (const id of structure.newlyShared) update(id, () => ({ aggregate: nothing }));
  const attributions = new Map<Fact, Attribution>();
  for (const fact of [...moved, ...facts]) {
    const attribution = attribute(fact, (id) => structure.nodes.get(id)?.shared === true);
    attributions.set(fact, attribution);
    update(attribution.node.id, ({ aggregate }) => ({ aggregate: combine(registry, aggregate, foldFact(fact)) }));
  }
  for (const [id, consent] of facts.flatMap(contactPointConsents)) {
    update(id, ({ consents }) => ({ consents: latestConsents([...consents, consent]) }));
  }
  return { nodes, attributions, ...customersThatChanged(known, nodes, structure.links) };
};

const customersThatChanged = (
  known: Known,
  nodes: ReadonlyMap<string, NodeState>,
  links: Structure['links'],
): Pick<Settled, 'changed' | 'vanished'> => {
  const touched = new Set<string>();
  for (const node of nodes.values()) {
    const before = known.nodes.get(node.id);
    if (before !== undefined && sameNode(before, node)) continue;
    touched.add(node.customer);
    if (before !== undefined) touched.add(before.customer);
  }
  for (const [key, link] of links) {
    const before = known.links.get(key);
    if (before?.refusal === link.refusal && (link.refusal === undefined || before?.firstSeen === link.firstSeen))
      continue;
    for (const id of [link.a, link.b]) {
      const node = nodes.get(id);
      if (node?.shared === false) touched.add(node.customer);
    }
  }
  const living = new Set([...nodes.values()].map(({ customer }) => customer));
  return { changed: touched.intersection(living), vanished: touched.difference(living) };
};

const sameNode = (one: NodeState, two: NodeState): boolean =>
  one.firstSeen === two.firstSeen &&
  one.shared === two.shared &&
  one.customer === two.customer &&
  one.aggregate === two.aggregate &&
  one.consents === two.consents;

/** The records of these customers. Links that a shared identifier refused stand with those who used it, not with it. */
export const recordsOf = (
  registry: Registry,
  { nodes, links }: Pick<Known, 'nodes' | 'links'>,
  customers: ReadonlySet<string>,
): RecordContent[] => {
  const parts = new Map<string, NodeState[]>([...customers].map((id) => [id, []]));
  for (const node of nodes.values()) parts.get(node.customer)?.push(node);
  const conflicts = new Map<string, Map<string, Conflict>>([...customers].map((id) => [id, new Map()]));
  for (const [key, { a, b, refusal, firstSeen }] of links) {
    const [one, two] = [nodes.get(a), nodes.get(b)];
    if (refusal === undefined || one === undefined || two === undefined) continue;
    const conflict: Conflict = {
      between: [
        { kind: one.kind, value: one.value },
        { kind: two.kind, value: two.value },
      ],
      reason: refusal,
      firstSeenAt: new Date(firstSeen).toISOString(),
    };
    for (const node of [one, two]) if (!node.shared) conflicts.get(node.customer)?.set(key, conflict);
  }
  return [...parts].map(([id, members]) =>
    composeRecord(
      registry,
      id,
      members.map((node) => ({
        node,
        shared: node.shared,
        aggregate: node.aggregate,
        contactPointConsents: node.consents,
      })),
      [...(conflicts.get(id)?.values() ?? [])],
    ),
  );
};
