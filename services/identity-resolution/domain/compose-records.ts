import type { Conflict } from '@hilo/contracts';
import { composeRecord, type RecordContent } from './compose-record.ts';
import type { Registry } from './registry.ts';
import type { KnownGraph, LinkState, NodeState } from './state.ts';

type Kept = Pick<KnownGraph, 'nodes' | 'links'>;

/** The records of these customers. */
export const recordsOf = (registry: Registry, kept: Kept, customers: ReadonlySet<string>): RecordContent[] => {
  const parts = new Map<string, NodeState[]>([...customers].map((id) => [id, []]));
  for (const node of kept.nodes.values()) parts.get(node.customer)?.push(node);
  const conflicts = conflictsOf(kept, customers);
  return [...parts].map(([id, members]) =>
    composeRecord(registry, id, members, [...(conflicts.get(id)?.values() ?? [])]),
  );
};

/**
 * Links that do not hold, by customer and pair. One that a shared identifier refused stands with those who used it, and
 * one of which somebody has too many, with the one too many: there it is only counted.
 */
const conflictsOf = ({ nodes, links }: Kept, customers: ReadonlySet<string>): Map<string, Map<string, Conflict>> => {
  const conflicts = new Map<string, Map<string, Conflict>>();
  for (const link of links.values()) {
    if (link.refusal === undefined) continue;
    const [one, two] = [nodes.get(link.a), nodes.get(link.b)];
    if (one === undefined || two === undefined || one.customer === two.customer) continue;
    for (const node of [one, two]) {
      if (node.shared || link.beyond === node.id || !customers.has(node.customer)) continue;
      const theirs = conflicts.get(node.customer) ?? new Map<string, Conflict>();
      conflicts.set(node.customer, theirs);
      const pair = `${link.a} ${link.b}`;
      // What a person said of the two is told, rather than what interactions did.
      if (!theirs.has(pair) || link.same) theirs.set(pair, conflict(link, link.refusal, one, two));
    }
  }
  return conflicts;
};

const conflict = ({ firstSeen }: LinkState, reason: Conflict['reason'], one: NodeState, two: NodeState): Conflict => ({
  between: [
    { kind: one.kind, value: one.value },
    { kind: two.kind, value: two.value },
  ],
  reason,
  firstSeenAt: new Date(firstSeen).toISOString(),
});
