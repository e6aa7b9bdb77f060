import { ConflictReason, type Consent } from '@hilo/contracts';
import { z } from 'zod';
import { type Aggregate, emptyAggregate } from '../../domain/aggregate.ts';
import { type Denial, denialKey } from '../../domain/evidence.ts';
import type { Touched } from '../../domain/reader.ts';
import type { LinkState, NodeState } from '../../domain/state.ts';

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

/** The columns of `nodeColumns`. A batch reads thousands of them: an array is cheaper than an object. */
export type NodeRow = [
  id: string,
  kind: string,
  value: string,
  firstSeen: string | number,
  component: string,
  customer: string,
  shared: boolean,
  beyond: number,
  aggregate: string,
  consents: string,
  recordUpdatedAt: string | number,
  recordVersion: number,
  former: string[] | null,
  base: string | null,
];

/** As `selectedNodeColumns` names them. */
export const nodeColumns = `id, kind, value, first_seen, component, customer, shared, beyond, aggregate, consents,
  record_updated_at, record_version, former, base`;

/** The columns of identifiers; of the ids of before, those that nobody has now. */
export const selectedNodeColumns = nodeColumns.replace(
  'former',
  `CASE WHEN former IS NOT NULL
        THEN ARRAY(SELECT led FROM unnest(former) AS led
                    WHERE NOT EXISTS (SELECT FROM identifiers AS had WHERE had.id = led AND had.aggregate <> ''))
    END AS former`,
);

export type LinkRow = {
  a: string;
  b: string;
  same: boolean;
  first_seen: string;
  alias_at: string | null;
  alias_former: string | null;
  refusal: string | null;
  beyond: string | null;
  weight?: number | null;
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

/** The nodes in these rows that something counted mentions, and when a record among all of them changed last. */
export const nodesIn = (rows: readonly NodeRow[]): { nodes: NodeState[]; latest: number } => {
  const nodes: NodeState[] = [];
  let latest = 0;
  for (const row of rows) {
    const [id, kind, value, firstSeen, component, customer, shared, beyond, aggregate, consents, at, , former, base] =
      row;
    latest = Math.max(latest, Number(at));
    if (aggregate === '') continue;
    nodes.push({
      id,
      kind,
      value,
      firstSeen: Number(firstSeen),
      component,
      customer,
      ...(base !== null && { base }),
      shared,
      beyond,
      aggregate: aggregate === noAggregate ? emptyAggregate : aggregateIn(aggregate),
      consents: consents === '[]' ? [] : Consents.parse(JSON.parse(consents)),
      ...(former && { former }),
    });
  }
  return { nodes, latest };
};

/** As it was written, by nobody but this service: checking it again would take longer than all else. */
const aggregateIn = (text: string): Aggregate => JSON.parse(text);

/** As it is written of most identifiers: facts are attributed to the strongest that they name. */
const noAggregate = JSON.stringify(emptyAggregate);

export const linkState = ({
  a,
  b,
  same,
  first_seen,
  alias_at,
  alias_former,
  refusal,
  beyond,
  weight,
}: LinkRow): LinkState => ({
  a,
  b,
  firstSeen: Number(first_seen),
  ...(same && { same }),
  ...(alias_at !== null && { alias: { at: Number(alias_at), ...(alias_former !== null && { former: alias_former }) } }),
  ...(typeof weight === 'number' && { automatic: weight }),
  ...(refusal !== null && { refusal: ConflictReason.parse(refusal) }),
  ...(beyond !== null && { beyond }),
});

const Reason = z.enum(['dissociated', 'not-same']);

export const denial = ({ origin, node, from_nodes, at, reason }: DenialRow): [string, Denial] => {
  const one = { origin, node, from: from_nodes, at: Number(at), reason: Reason.parse(reason) };
  return [denialKey(one), one];
};
