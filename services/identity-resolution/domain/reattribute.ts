import { combine, contactPointConsents, emptyAggregate, foldFact, latestConsents } from './aggregate.ts';
import { type Attribution, attribute } from './attribute.ts';
import type { Fact } from './fact.ts';
import type { Registry } from './registry.ts';
import type { Structure } from './restructure.ts';
import { type Attributed, type KnownGraph, type NodeState, otherValues } from './state.ts';
import { neighboursOf, type Remaining } from './what-remains.ts';

export type Reattributed = {
  nodes: ReadonlyMap<string, NodeState>;
  attributions: ReadonlyMap<Fact, Attribution>;
  /** Customers whose record is another than before. */
  changed: ReadonlySet<string>;
  /** Customers that are no more, since all of theirs is another's now. */
  vanished: ReadonlySet<string>;
};

/** The subjects whose facts are added up anew: they lose some, or gain some that are somebody else's so far. */
export const subjectsToAddUp = (structure: Structure, withdrawn: readonly Attributed[]): Set<string> =>
  new Set([
    ...withdrawn.map(({ subject }) => subject),
    ...structure.newlyShared,
    ...structure.noLongerShared.flatMap((id) => [id, ...neighboursOf(structure, id)]),
  ]);

/** Whether the fact may be somebody else's now: whose it is depends on its own identifiers alone. */
export const mayMove = ({ newlyShared, noLongerShared }: Structure, { nodes }: Fact): boolean =>
  nodes.some(({ id }) => newlyShared.includes(id) || noLongerShared.includes(id));

const attributeAnew = (structure: Structure, { fact, subject, rule }: Attributed): Attribution => {
  if (mayMove(structure, fact)) return attribute(fact, (id) => isShared(structure, id));
  const node = fact.nodes.find(({ id }) => id === subject);
  if (node === undefined) throw new Error('a fact is attributed to an identifier that it does not name');
  return { node, rule };
};

const isShared = ({ nodes }: Structure, id: string): boolean => {
  const node = nodes.get(id);
  if (node === undefined) throw new Error('an identifier that a fact names was not read');
  return node.shared;
};

/** Whose the facts are, and what that makes of the records. `addedUp` are all facts of the subjects that are added up anew. */
export const reattribute = (
  registry: Registry,
  known: KnownGraph,
  structure: Structure,
  {
    facts,
    subjects,
    addedUp,
    left,
  }: { facts: readonly Fact[]; subjects: ReadonlySet<string>; addedUp: readonly Attributed[]; left: Remaining },
): Reattributed => {
  const nodes = new Map(structure.nodes);
  const update = (id: string, change: (node: NodeState) => Partial<NodeState>): void => {
    const node = nodes.get(id);
    if (node !== undefined) nodes.set(id, { ...node, ...change(node) });
  };
  for (const id of subjects) update(id, () => ({ aggregate: emptyAggregate }));
  const attributions = new Map<Fact, Attribution>();
  const addUp = (fact: Fact, attribution: Attribution): void => {
    attributions.set(fact, attribution);
    update(attribution.node.id, ({ aggregate }) => ({ aggregate: combine(registry, aggregate, foldFact(fact)) }));
  };
  for (const one of addedUp) addUp(one.fact, attributeAnew(structure, one));
  for (const fact of facts)
    addUp(
      fact,
      attribute(fact, (id) => isShared(structure, id)),
    );
  for (const [id, consents] of left.consents) update(id, () => ({ consents }));
  for (const fact of facts) {
    for (const [id, consent] of contactPointConsents(fact))
      update(id, ({ consents }) => ({ consents: latestConsents([...consents, consent]) }));
  }
  return { nodes, attributions, ...customersThatChanged(known, nodes, structure.links) };
};

const customersThatChanged = (
  known: KnownGraph,
  nodes: ReadonlyMap<string, NodeState>,
  links: Structure['links'],
): Pick<Reattributed, 'changed' | 'vanished'> => {
  const touched = new Set<string>();
  const touch = (before: NodeState | undefined, node: NodeState | undefined): void => {
    if (before !== undefined) touched.add(before.customer);
    if (node !== undefined) touched.add(node.customer);
  };
  for (const [before, node] of otherValues(known.nodes, nodes)) {
    if (before === undefined || node === undefined || !isSameRecordPart(before, node)) touch(before, node);
  }
  for (const [before, link] of otherValues(known.links, links)) {
    if (before?.refusal === link?.refusal && (link?.refusal === undefined || before?.firstSeen === link.firstSeen))
      continue;
    for (const id of [link?.a ?? before?.a ?? '', link?.b ?? before?.b ?? '']) {
      const node = nodes.get(id);
      if (node?.shared === false) touch(known.nodes.get(id), node);
    }
  }
  const living = new Set<string>();
  for (const { customer } of nodes.values()) living.add(customer);
  return { changed: touched.intersection(living), vanished: touched.difference(living) };
};

const isSameRecordPart = (one: NodeState, two: NodeState): boolean =>
  one.firstSeen === two.firstSeen &&
  one.shared === two.shared &&
  one.customer === two.customer &&
  one.beyond === two.beyond &&
  one.former === two.former &&
  one.aggregate === two.aggregate &&
  one.consents === two.consents;
