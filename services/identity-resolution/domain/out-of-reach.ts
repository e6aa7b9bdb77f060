import { isAutomatic } from './automatic-links.ts';
import type { SeenNode } from './evidence.ts';
import type { Lead } from './former-ids.ts';
import { mayMove } from './reattribute.ts';
import type { Structure } from './restructure.ts';
import { type Attributed, type KnownGraph, otherValues } from './state.ts';

/** Nodes to lock and look at as a whole, and nodes of which every link has to be read. */
export type OutOfReach = { nodes: readonly SeenNode[]; reopened: readonly string[] };

/** Nodes outside the locked components that this change also touches, and nodes that it touches but did not read with all their links. */
export const outOfReach = (
  known: KnownGraph,
  structure: Structure,
  { addedUp, leads }: { addedUp: readonly Attributed[]; leads: readonly Lead[] },
): OutOfReach => {
  const nodes = new Map<string, SeenNode>();
  for (const { fact } of addedUp.filter((one) => mayMove(structure, one.fact))) {
    for (const node of fact.nodes) if (!known.locked.has(node.id)) nodes.set(node.id, { ...node, firstSeen: fact.at });
  }
  for (const { leader } of leads) if (!known.locked.has(leader.id)) nodes.set(leader.id, leader);
  const reach = (id: string): void => {
    const node = known.nodes.get(id);
    if (node !== undefined && !known.whole.has(id)) nodes.set(id, node);
  };
  for (const [before, after] of otherValues(known.links, structure.links)) {
    if (before?.refusal === after?.refusal && before?.beyond === after?.beyond) continue;
    for (const id of [before?.a ?? after?.a ?? '', before?.b ?? after?.b ?? '']) reach(id);
  }
  if (structure.noLongerShared.length > 0) for (const id of automaticEnds(structure)) reach(id);
  const reopened = structure.newlyShared.filter(
    (id) => (known.nodes.get(id)?.beyond ?? 0) > 0 && !known.reopened.has(id),
  );
  return { nodes: [...nodes.values()], reopened };
};

/** Those who are linked automatically with somebody who is shared no longer: that is told by no refusal. */
const automaticEnds = ({ links, noLongerShared }: Structure): string[] =>
  [...links.values()].flatMap((link) =>
    isAutomatic(link) && [link.a, link.b].some((id) => noLongerShared.includes(id)) ? [link.a, link.b] : [],
  );
