import { ConflictReason, Consent } from '@hilo/contracts';
import { z } from 'zod';
import { Aggregate, nothing } from '../domain/aggregate.ts';
import { type Denial, denialKey, linkKey } from '../domain/evidence.ts';
import type { LinkState, NodeState } from '../domain/settle.ts';

export type NodeRow = {
  id: string;
  kind: string;
  value: string;
  first_seen: string;
  component: string;
  customer: string;
  shared: boolean;
  aggregate: string;
  consents: string;
};
export type LinkRow = { a: string; b: string; first_seen: string; refusal: string | null };
export type DenialRow = { node: string; from_nodes: string[]; at: string; reason: string };

const Consents = z.array(Consent);

/** A node that was only just created has no aggregate yet, and is not known to the pure functions: they make it. */
export const isNew = ({ aggregate }: Pick<NodeRow, 'aggregate'>): boolean => aggregate === '';

export const nodeState = (row: NodeRow): NodeState => ({
  id: row.id,
  kind: row.kind,
  value: row.value,
  firstSeen: Number(row.first_seen),
  component: row.component,
  customer: row.customer,
  shared: row.shared,
  aggregate: isNew(row) ? nothing : Aggregate.parse(JSON.parse(row.aggregate)),
  consents: row.consents === '[]' ? [] : Consents.parse(JSON.parse(row.consents)),
});

export const linkState = ({ a, b, first_seen, refusal }: LinkRow): [string, LinkState] => {
  const reason = refusal === null ? {} : { refusal: ConflictReason.parse(refusal) };
  return [linkKey({ a, b }), { a, b, firstSeen: Number(first_seen), ...reason }];
};

const Reason = z.enum(['dissociated', 'not-same']);

export const denial = ({ node, from_nodes, at, reason }: DenialRow): [string, Denial] => {
  const one = { node, from: from_nodes, at: Number(at), reason: Reason.parse(reason) };
  return [denialKey(one), one];
};
