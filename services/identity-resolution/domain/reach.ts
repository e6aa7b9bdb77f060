import type { SeenNode } from './evidence.ts';
import { type Attributed, type Known, otherValues } from './known.ts';
import type { Structure } from './restructure.ts';
import { mayMove } from './settle.ts';

/** Nodes to lock and look at as a whole, and nodes of which every link has to be read. */
export type OutOfReach = { nodes: readonly SeenNode[]; reopened: readonly string[] };

/** Whom the change concerns as well, but who is not locked or not looked at as a whole. */
export const outOfReach = (known: Known, structure: Structure, addedUp: readonly Attributed[]): OutOfReach => {
  const nodes = new Map<string, SeenNode>();
  for (const { fact } of addedUp.filter((one) => mayMove(structure, one.fact))) {
    for (const node of fact.nodes) if (!known.locked.has(node.id)) nodes.set(node.id, { ...node, firstSeen: fact.at });
  }
  for (const [before, after] of otherValues(known.links, structure.links)) {
    if (before?.refusal === after?.refusal && before?.beyond === after?.beyond) continue;
    for (const id of [before?.a ?? after?.a ?? '', before?.b ?? after?.b ?? '']) {
      const node = known.nodes.get(id);
      if (node !== undefined && !known.whole.has(id)) nodes.set(id, node);
    }
  }
  const reopened = structure.newlyShared.filter(
    (id) => (known.nodes.get(id)?.beyond ?? 0) > 0 && !known.reopened.has(id),
  );
  return { nodes: [...nodes.values()], reopened };
};
