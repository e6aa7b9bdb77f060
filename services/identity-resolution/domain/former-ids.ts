import type { SeenNode } from './evidence.ts';
import type { Structure } from './restructure.ts';
import { type KnownGraph, type NodeState, otherValues } from './state.ts';

/** An id of before that leads to an identifier, as long as nobody has it; whether anybody had it before the change. */
export type Lead = { leader: SeenNode; former: string; isHad: boolean };

/** Which identifiers come to be known by a change, and which are known no more. */
export type Arrivals = { come: ReadonlySet<string>; gone: ReadonlySet<string> };

export const arrivalsOf = (known: KnownGraph, structure: Structure): Arrivals => {
  const others = otherValues(known.nodes, structure.nodes);
  return {
    come: new Set(others.flatMap(([was, is]) => (was === undefined && is !== undefined ? [is.id] : []))),
    gone: new Set(others.flatMap(([was, is]) => (was !== undefined && is === undefined ? [was.id] : []))),
  };
};

/** Who is who, where an id of before leads to somebody only while nobody has it. */
export const withLeads = (structure: Structure, leads: readonly Lead[], { come, gone }: Arrivals): Structure => {
  if (leads.length === 0) return structure;
  const nodes = new Map(structure.nodes);
  for (const [leader, theirs] of Map.groupBy(leads, (lead) => lead.leader.id)) {
    const node = nodes.get(leader);
    if (node === undefined) continue;
    const former = theirs.filter((lead) => !come.has(lead.former) && (!lead.isHad || gone.has(lead.former)));
    if (!isSame(node, former)) nodes.set(leader, { ...node, former: former.map((lead) => lead.former) });
  }
  return { ...structure, nodes };
};

const isSame = ({ former = [] }: NodeState, leads: readonly Lead[]): boolean =>
  former.length === leads.length && leads.every((lead) => former.includes(lead.former));
