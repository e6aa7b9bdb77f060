import type { Identifier } from '@hilo/contracts';
import type { DeriveId } from './derive-id.ts';
import { normaliseIdentifier } from './normalise.ts';
import type { Registry } from './registry.ts';

/** A node of the evidence graph: an identifier and its derived id, which is the id of its subject too. */
export type Node = Identifier & { id: string };

/** As they were written: most that come have come lately. When the later ones are so many, the earlier ones are forgotten. */
type Remembered = { later: Map<string, Node | undefined>; earlier: Map<string, Node | undefined> };
const mostLater = 10_000;

const remembered = new WeakMap<Registry, WeakMap<DeriveId, Remembered>>();

/** The node of an identifier, or `undefined` if its value says nothing. */
export const nodeFor = (registry: Registry, deriveId: DeriveId, identifier: Identifier): Node | undefined => {
  const memory = memoryOf(registry, deriveId);
  const key = `${identifier.kind}\0${identifier.value}`;
  const known = memory.later.get(key);
  if (known !== undefined || memory.later.has(key)) return known;
  const node = memory.earlier.get(key) ?? newNode(registry, deriveId, identifier);
  if (memory.later.size >= mostLater) {
    memory.earlier = memory.later;
    memory.later = new Map();
  }
  memory.later.set(key, node);
  return node;
};

const newNode = (registry: Registry, deriveId: DeriveId, identifier: Identifier): Node | undefined => {
  const normal = normaliseIdentifier(registry, identifier);
  return normal && { ...normal, id: deriveId(normal) };
};

const memoryOf = (registry: Registry, deriveId: DeriveId): Remembered => {
  const byId = remembered.get(registry) ?? new WeakMap<DeriveId, Remembered>();
  remembered.set(registry, byId);
  const memory = byId.get(deriveId) ?? { later: new Map(), earlier: new Map() };
  byId.set(deriveId, memory);
  return memory;
};
