import { ConflictReason, type Consent } from '@hilo/contracts';
import { z } from 'zod';
import type { Touched } from '../change.ts';
import { Aggregate, nothing } from '../domain/aggregate.ts';
import { type Denial, denialKey } from '../domain/evidence.ts';
import type { LinkState, NodeState } from '../domain/known.ts';

export type TouchedRow = {
  id: string;
  kind: string;
  value: string;
  first_seen: string;
  component: string;
  customer: string;
  aggregate: string;
  record_updated_at: string;
};
export type NodeRow = TouchedRow & { shared: boolean; beyond: number; consents: string };
export type LinkRow = {
  a: string;
  b: string;
  same: boolean;
  first_seen: string;
  refusal: string | null;
  beyond: string | null;
};
export type DenialRow = { origin: string; node: string; from_nodes: string[]; at: string; reason: string };

const Consents = z.custom<Consent[]>(Array.isArray);

/** When any of these changed last. */
export const latestOf = (rows: readonly Pick<TouchedRow, 'record_updated_at'>[]): number =>
  rows.reduce((latest, { record_updated_at }) => Math.max(latest, Number(record_updated_at)), 0);

/** A node that nothing counted mentions has no aggregate, and is not known to the pure functions: they make it. */
export const isNew = ({ aggregate }: Pick<TouchedRow, 'aggregate'>): boolean => aggregate === '';

export const touched = ({ id, kind, value, first_seen, component, customer }: TouchedRow): Touched => ({
  id,
  kind,
  value,
  firstSeen: Number(first_seen),
  component,
  customer,
});

export const nodeState = (row: NodeRow): NodeState => ({
  ...touched(row),
  shared: row.shared,
  beyond: row.beyond,
  aggregate: isNew(row) ? nothing : Aggregate.parse(JSON.parse(row.aggregate)),
  consents: row.consents === '[]' ? [] : Consents.parse(JSON.parse(row.consents)),
});

export const linkState = ({ a, b, same, first_seen, refusal, beyond }: LinkRow): LinkState => ({
  a,
  b,
  firstSeen: Number(first_seen),
  ...(same && { same }),
  ...(refusal !== null && { refusal: ConflictReason.parse(refusal) }),
  ...(beyond !== null && { beyond }),
});

const Reason = z.enum(['dissociated', 'not-same']);

export const denial = ({ origin, node, from_nodes, at, reason }: DenialRow): [string, Denial] => {
  const one = { origin, node, from: from_nodes, at: Number(at), reason: Reason.parse(reason) };
  return [denialKey(one), one];
};
