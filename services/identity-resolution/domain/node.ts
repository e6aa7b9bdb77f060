import type { Identifier } from '@hilo/contracts';
import type { DeriveId } from './derive-id.ts';
import { normalise, type WhyUnused } from './normalise.ts';
import type { Registry } from './registry.ts';

/** A node of the evidence graph: an identifier and its derived id, which is the id of its subject too. */
export type Node = Identifier & { id: string };

/** What a posted identifier names: one node, several where a cell held several, or none; and why it is not used, if so. */
export type NamedNode = { nodes: readonly Node[]; unused?: WhyUnused };

/** As they were written: most that come have come lately. When the later ones are so many, the earlier ones are forgotten. */
type Remembered = { later: Map<string, NamedNode>; earlier: Map<string, NamedNode> };
const mostLater = 10_000;

let remembered = new WeakMap<Registry, WeakMap<DeriveId, Remembered>>();

/** Forgets what was read so far: somebody of whom it is may have been erased. */
export const forgetNamed = (): void => {
  remembered = new WeakMap();
};

/** What an identifier names by these rules. */
export const namedBy = (registry: Registry, deriveId: DeriveId, identifier: Identifier): NamedNode => {
  const memory = memoryOf(registry, deriveId);
  const key = `${identifier.kind}\0${identifier.value}`;
  const known = memory.later.get(key);
  if (known !== undefined) return known;
  const named = memory.earlier.get(key) ?? newNamed(registry, deriveId, identifier);
  if (memory.later.size >= mostLater) {
    memory.earlier = memory.later;
    memory.later = new Map();
  }
  memory.later.set(key, named);
  return named;
};

/** The node of an identifier, the first of several, or `undefined` if its value says nothing. */
export const nodeFor = (registry: Registry, deriveId: DeriveId, identifier: Identifier): Node | undefined =>
  namedBy(registry, deriveId, identifier).nodes[0];

const newNamed = (registry: Registry, deriveId: DeriveId, identifier: Identifier): NamedNode => {
  const { kind } = identifier;
  const { values, unused } = normalise(registry, identifier);
  const nodes = values.map((value) => ({ kind, value, id: deriveId({ kind, value }) }));
  return unused === undefined ? { nodes } : { nodes, unused };
};

const memoryOf = (registry: Registry, deriveId: DeriveId): Remembered => {
  const byId = remembered.get(registry) ?? new WeakMap<DeriveId, Remembered>();
  remembered.set(registry, byId);
  const memory = byId.get(deriveId) ?? { later: new Map(), earlier: new Map() };
  byId.set(deriveId, memory);
  return memory;
};
