import { type AutomaticLink, isAutomatic, linkedAutomatically } from '../domain/automatic-links.ts';
import type { RecordContent } from '../domain/compose-record.ts';
import { recordsOf } from '../domain/compose-records.ts';
import type { Decided } from '../domain/decision.ts';
import { type Denial, linkKey } from '../domain/evidence.ts';
import { compare, type Fact } from '../domain/fact.ts';
import type { Lead } from '../domain/former-ids.ts';
import type { IdentityReader, Wanted } from '../domain/reader.ts';
import type { Registry } from '../domain/registry.ts';
import { type Attributed, isOpenFrom, type KnownGraph, type LinkState, type NodeState } from '../domain/state.ts';
import { applyChange, type Change } from '../resolution/apply-change.ts';

/** What is left of a fact of others, and of a decision, without the identifiers of a person. */
export type Redacting = {
  fact(fact: Fact, person: ReadonlySet<string>): Fact;
  decision(decided: Decided): Decided[];
};

/** Identity without a database: the same steps over maps, reading what the store reads and no more. */
export const identityInMemory = (registry: Registry, formerLeads: readonly Omit<Lead, 'isHad'>[] = []) => {
  let leads = formerLeads;
  const nodes = new Map<string, NodeState>();
  const links = new Map<string, LinkState>();
  const denials = new Map<string, Denial>();
  const facts = new Map<string, Attributed>();
  const withdrawn = new Set<string>();
  const stored = new Map<string, Fact>();
  const decisions = new Map<string, Decided>();
  const retracted = new Set<string>();

  /** How often an identifier ceased to be shared, links came to be within a limit again, components were read, and a fact proved to be earlier. */
  const counted = { noLongerShared: 0, noLongerBeyond: 0, wholeComponents: 0, renewed: 0 };

  const read = ({ components, customers, reopened }: Wanted): Pick<KnownGraph, 'nodes' | 'links' | 'denials'> => {
    const whole = [...nodes.values()].filter(({ component }) => components.has(component));
    const others = [...nodes.values()].filter(({ customer }) => customers.has(customer));
    const found = new Map([...whole, ...others].map((node) => [node.id, node]));
    const isRead = (link: LinkState): boolean =>
      [link.a, link.b].some((id) => {
        const node = found.get(id);
        return reopened.has(id) || (node !== undefined && isOpenFrom(node, link));
      });
    const theirs = new Map([...links].filter(([, link]) => isRead(link)));
    for (const { a, b } of theirs.values()) {
      for (const id of [a, b]) {
        const node = nodes.get(id);
        if (node !== undefined) found.set(id, node);
      }
    }
    const wholeIds = new Set(whole.map(({ id }) => id));
    return { nodes: found, links: theirs, denials: new Map([...denials].filter(([, { node }]) => wholeIds.has(node))) };
  };

  const reader: IdentityReader<Attributed> = {
    lock: async (wanted) => wanted.flatMap(({ id }) => nodes.get(id) ?? []),
    latest: () => 0,
    linksAmong: async (wanted) => wanted.flatMap((link) => links.get(linkKey(link)) ?? []),
    read: async (wanted) => {
      counted.wholeComponents += wanted.components.size;
      return read(wanted);
    },
    factsOf: async (subjects) => [...facts.values()].filter(({ subject }) => subjects.has(subject)),
    factsByKey: async (keys) => [...facts].flatMap(([key, one]) => (keys.has(key) ? [one] : [])),
    leads: async (ids) => {
      const wanted = new Set(ids);
      const leaders = leads.flatMap(({ leader: { id }, former }) => (wanted.has(id) || wanted.has(former) ? [id] : []));
      return leads
        .filter(({ leader: { id } }) => leaders.includes(id))
        .map((lead) => ({ ...lead, isHad: nodes.has(lead.former) }));
    },
    decisionsNaming: async (wanted) =>
      [...decisions.values()].filter(
        ({ id, evidence }) => !retracted.has(id) && evidence.nodes.some((node) => wanted.includes(node.id)),
      ),
  };

  const change = async (wanted: Change): Promise<void> => {
    const { known, structure, settled } = await applyChange(reader, registry, wanted);
    counted.noLongerShared += structure.noLongerShared.length;
    for (const [key, link] of structure.links) {
      if (known.links.get(key)?.beyond !== undefined && link.beyond === undefined) counted.noLongerBeyond += 1;
    }
    replace(nodes, known.nodes, settled.nodes);
    replace(links, known.links, structure.links);
    replace(denials, known.denials, structure.denials);
    for (const { key } of wanted.withdrawn ?? []) facts.delete(key);
    for (const [fact, { node, rule }] of settled.attributions) facts.set(fact.key, { fact, subject: node.id, rule });
  };

  /** Of deliveries of one fact, the earliest holds; of one that is stored without somebody who was erased, its time. */
  const step = async (batch: readonly Fact[]): Promise<void> => {
    const now = new Map<string, Fact>();
    for (const fact of batch) {
      const before = now.get(fact.key) ?? stored.get(fact.key);
      if (before === undefined) now.set(fact.key, fact);
      else if (fact.at < before.at) now.set(fact.key, { ...before, at: fact.at });
    }
    const taken = [...now.values()].filter(({ key }) => !withdrawn.has(key));
    const before = taken.flatMap(({ key }) => stored.get(key) ?? []);
    counted.renewed += before.length;
    for (const fact of now.values()) stored.set(fact.key, fact);
    await change({ facts: taken, withdrawn: before });
  };

  const withdraw = async (key: string): Promise<void> => {
    const effective = facts.get(key);
    withdrawn.add(key);
    if (effective !== undefined) await change({ facts: [], withdrawn: [effective.fact] });
  };

  const putBack = async (key: string): Promise<void> => {
    if (!withdrawn.delete(key)) return;
    const fact = stored.get(key);
    if (fact !== undefined) await change({ facts: [fact] });
  };

  const decide = async (decision: Decided): Promise<void> => {
    if (decisions.has(decision.id)) return;
    decisions.set(decision.id, decision);
    await change({ facts: [], decided: [decision] });
  };

  const retract = async (id: string): Promise<void> => {
    const decision = decisions.get(id);
    if (decision === undefined || retracted.has(id)) return;
    retracted.add(id);
    await change({ facts: [], retracted: [decision] });
  };

  /**
   * Erases whose these nodes are: what they said, and what others said of them but for what is left of it. Gives all nodes
   * that are nobody's then.
   */
  const erase = async (person: ReadonlySet<string>, left: Redacting): Promise<ReadonlySet<string>> => {
    const names = ({ nodes: named }: Pick<Fact, 'nodes'>): boolean => named.some(({ id }) => person.has(id));
    const counting = [...facts.values()];
    const own = counting.filter(({ subject }) => person.has(subject)).map(({ fact }) => fact);
    const others = counting.filter(({ subject, fact }) => !person.has(subject) && names(fact)).map(({ fact }) => fact);
    const naming = [...decisions.values()].filter(({ id, evidence }) => !retracted.has(id) && names(evidence));
    const named = [...own, ...naming.map(({ evidence }) => evidence)].flatMap((one) => one.nodes.map(({ id }) => id));
    const theirs = new Set([...person, ...named]);
    leads = leads.filter(({ leader, former }) => !person.has(leader.id) && !(theirs.has(former) && nodes.has(former)));
    await change({ facts: [], withdrawn: [...own, ...others], retracted: naming });
    for (const { key } of own) stored.delete(key);
    for (const { id } of naming) decisions.delete(id);
    const [factsLeft, decisionsLeft] = [others.map((fact) => left.fact(fact, person)), naming.flatMap(left.decision)];
    for (const fact of factsLeft) stored.set(fact.key, fact);
    for (const one of decisionsLeft) decisions.set(one.id, one);
    await change({ facts: factsLeft, decided: decisionsLeft });
    const mentioned = [...own, ...naming.map(({ evidence }) => evidence)].flatMap((one) =>
      one.nodes.map(({ id }) => id),
    );
    const gone = new Set([...person, ...mentioned.filter((id) => !nodes.has(id))]);
    for (const [key, fact] of stored) {
      if (withdrawn.has(key) && fact.nodes.some(({ id }) => gone.has(id))) stored.delete(key);
    }
    return gone;
  };

  /** Links automatically, if both are known; and no longer. */
  const link = async (one: AutomaticLink): Promise<void> => {
    const [a, b] = [nodes.get(one.a), nodes.get(one.b)];
    if (a && b && !links.has(linkKey(one))) await change({ facts: [], decided: [linkedAutomatically(one, [a, b])] });
  };
  const unlink = async (one: AutomaticLink): Promise<void> => {
    const ends = [one.a, one.b].flatMap((id) => nodes.get(id) ?? []);
    await change({ facts: [], retracted: [linkedAutomatically({ ...one, firstSeen: 0 }, ends)] });
  };

  /** All at once, as if nothing else had ever been. */
  const all = (surviving: readonly Fact[], holding: readonly Decided[]): Promise<void> =>
    change({ facts: surviving, decided: holding });

  const records = (): RecordContent[] => {
    const customers = new Set([...nodes.values()].map(({ customer }) => customer));
    return recordsOf(registry, { nodes, links }, customers).sort((a, b) => compare(a.id, b.id));
  };
  return {
    step,
    withdraw,
    putBack,
    decide,
    retract,
    erase,
    link,
    unlink,
    linked: (): AutomaticLink[] => [...links.values()].filter(isAutomatic),
    all,
    records,
    counted,
    leads: () => leads,
    stored: (key: string) => stored.get(key),
    counts: (key: string) => facts.has(key),
  };
};

const replace = <Value>(
  all: Map<string, Value>,
  before: ReadonlyMap<string, Value>,
  after: ReadonlyMap<string, Value>,
): void => {
  for (const key of before.keys()) if (!after.has(key)) all.delete(key);
  for (const [key, value] of after) all.set(key, value);
};
