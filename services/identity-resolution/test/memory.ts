import type { Attribution } from '../domain/attribute.ts';
import type { Denial } from '../domain/evidence.ts';
import { compare, type Fact } from '../domain/fact.ts';
import type { RecordContent } from '../domain/record.ts';
import type { Registry } from '../domain/registry.ts';
import { type Known, type LinkState, type NodeState, recordsOf, restructure, settle } from '../domain/settle.ts';

/** Identity without a database: the steps of the pipeline over maps, loading whole components as the store does. */
export const identityInMemory = (registry: Registry) => {
  const nodes = new Map<string, NodeState>();
  const links = new Map<string, LinkState>();
  const denials = new Map<string, Denial>();
  const facts = new Map<string, { fact: Fact; subject: string }>();

  const load = (ids: readonly string[]): Known => {
    const components = new Set(ids.flatMap((id) => nodes.get(id)?.component ?? []));
    const loaded = new Map([...nodes].filter(([, node]) => components.has(node.component)));
    const open = new Set([...loaded.values()].filter(({ shared }) => !shared).map(({ id }) => id));
    const theirs = new Map([...links].filter(([, { a, b }]) => open.has(a) || open.has(b)));
    for (const { a, b } of theirs.values()) {
      for (const id of [a, b]) {
        const node = nodes.get(id);
        if (node !== undefined) loaded.set(id, node);
      }
    }
    return { nodes: loaded, links: theirs, denials: new Map([...denials].filter(([, { node }]) => loaded.has(node))) };
  };

  const keep = (attributions: ReadonlyMap<Fact, Attribution>): void => {
    for (const [fact, { node }] of attributions) {
      facts.set(JSON.stringify([fact.source, fact.id]), { fact, subject: node.id });
    }
  };

  const step = (batch: readonly Fact[]): void => {
    const distinct = new Map(batch.map((fact) => [JSON.stringify([fact.source, fact.id]), fact]));
    const fresh = [...distinct].filter(([key]) => !facts.has(key)).map(([, fact]) => fact);
    const known = load(fresh.flatMap((fact) => fact.nodes.map(({ id }) => id)));
    const structure = restructure(registry, known, fresh);
    const moved = [...facts.values()].filter(({ subject }) => structure.newlyShared.includes(subject));
    const settled = settle(registry, known, structure, { facts: fresh, moved: moved.map(({ fact }) => fact) });
    for (const [id, node] of settled.nodes) nodes.set(id, node);
    for (const [key, link] of structure.links) links.set(key, link);
    for (const [key, denial] of structure.denials) denials.set(key, denial);
    keep(settled.attributions);
  };

  const records = (): RecordContent[] => {
    const customers = new Set([...nodes.values()].map(({ customer }) => customer));
    return recordsOf(registry, { nodes, links }, customers).sort((a, b) => compare(a.id, b.id));
  };
  return { step, records };
};
