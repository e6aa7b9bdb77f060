import type { ConflictReason } from '@hilo/contracts';
import { aboutHeader, aboutText, type OutgoingRecord } from '@hilo/log';
import type { RecordContent } from '../domain/compose-record.ts';
import type { RecordVersion } from '../store/graph/versions.ts';
import type { Resolved } from '../store/publishing/resolved.ts';

/** A message of `hilo.customers.v1`; without a record, the tombstone of one that was merged away. */
export const customerMessage = (
  id: string,
  { version, updatedAt }: RecordVersion,
  record: RecordContent | undefined,
): OutgoingRecord => ({
  key: id,
  value: record ? JSON.stringify({ ...record, version, updatedAt: new Date(updatedAt).toISOString() }) : null,
  // A tombstone has no value to read the version from.
  headers: { hilo_version: String(version) },
});

/** A message of `hilo.resolved.v1`. The interaction is put in as it is, not parsed and written again. */
export const resolvedMessage = ({
  source,
  id: interaction,
  content,
  attribution,
  ...resolved
}: Resolved): OutgoingRecord => {
  const { kind, value, id } = attribution.node;
  const rest = JSON.stringify({
    subject: id,
    customer: resolved.customer,
    version: resolved.version,
    ...(resolved.withdrawn && { withdrawn: true }),
    recordVersion: resolved.recordVersion,
    why: { rule: attribution.rule, identifier: { kind, value }, registryVersion: resolved.registryVersion },
    notes: resolved.notes,
  });
  return {
    key: resolved.customer,
    value: `{"interaction":${content},${rest.slice(1)}`,
    headers: { [aboutHeader]: aboutText([[source, interaction]]) },
  };
};

/** What is to be published, and counted. */
export type Messages = {
  customers: readonly OutgoingRecord[];
  resolved: readonly OutgoingRecord[];
  interactions: readonly string[];
  /** Why each of the links that are refused since then is. */
  refused: readonly ConflictReason[];
};

/** Nothing to publish. */
export const noMessages: Messages = { customers: [], resolved: [], interactions: [], refused: [] };
