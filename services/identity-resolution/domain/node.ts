import type { Identifier } from '@hilo/contracts';
import type { DeriveId } from './derive-id.ts';
import { normaliseIdentifier } from './normalise.ts';
import type { Registry } from './registry.ts';

/** A node of the evidence graph: an identifier and its derived id, which is the id of its subject too. */
export type Node = Identifier & { id: string };

/** How many identifiers are remembered, as they were written: most that come have come lately. */
const mostRemembered = 50_000;

const remembered = new WeakMap<Registry, WeakMap<DeriveId, Map<string, Node | undefined>>>();

/** The node of an identifier, or `undefined` if its value says nothing. */
export const nodeFor = (registry: Registry, deriveId: DeriveId, identifier: Identifier): Node | undefined => {
  const nodes = memoryOf(registry, deriveId);
  const key = `${identifier.kind}\0${identifier.value}`;
  const known = nodes.get(key);
  if (known !== undefined || nodes.has(key)) return known;
  const normal = normaliseIdentifier(registry, identifier);
  const node = normal && { ...normal, id: deriveId(normal) };
  if (nodes.size >= mostRemembered) nodes.clear();
  nodes.set(key, node);
  return node;
};

const memoryOf = (registry: Registry, deriveId: DeriveId): Map<string, Node | undefined> => {
  const byId = remembered.get(registry) ?? new WeakMap<DeriveId, Map<string, Node | undefined>>();
  const nodes = byId.get(deriveId) ?? new Map<string, Node | undefined>();
  remembered.set(registry, byId.set(deriveId, nodes));
  return nodes;
};
