import { type CustomerRecord, type ResolvedInteraction, topics } from '@hilo/contracts';
import { type CustomerChange, transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { handlers } from '../pipeline.ts';

export const uuidOf = (n: number): string => `00000000-0000-8000-8000-${String(n).padStart(12, '0')}`;

/** An interaction of the subject with this number, which was the customer of that number then. */
export const resolvedOf = (
  subject: number,
  id: string,
  fields: Partial<ResolvedInteraction['interaction']> = {},
  resolved: Partial<ResolvedInteraction> = {},
): ResolvedInteraction => ({
  interaction: {
    id,
    source: 'shop',
    receivedAt: '2026-05-01T10:00:00.000Z',
    occurredAt: '2026-05-01T10:00:00.000Z',
    channel: 'web',
    touchpoint: 'checkout',
    kind: 'viewed',
    identifiers: [{ kind: 'email', value: 'ana@example.org' }],
    ...fields,
  },
  subject: uuidOf(subject),
  customer: uuidOf(subject),
  version: 1,
  recordVersion: 1,
  why: { rule: 'strongest-identifier', identifier: { kind: 'email', value: 'ana@example.org' }, registryVersion: 1 },
  ...resolved,
});

/** The record of the customer with this number, who has these subjects. */
export const recordOf = (
  customer: number,
  version: number,
  subjects: readonly number[],
  fields: Partial<CustomerRecord> = {},
): CustomerChange => ({
  id: uuidOf(customer),
  version,
  record: {
    id: uuidOf(customer),
    version,
    updatedAt: new Date(Date.UTC(2026, 4, 1) + version * 1000).toISOString(),
    ambiguous: false,
    subjects: subjects.map(uuidOf),
    identifiers: [],
    traits: {},
    consents: [],
    contactPreferences: {},
    interactions: { total: 1, byChannel: {} },
    conflicts: [],
    ...fields,
  },
});

export const traitOf = (value: string | number) => ({
  value,
  source: 'shop',
  interaction: 'i-1',
  at: '2026-05-01T10:00:00.000Z',
});

/** Who was merged away, or erased. */
export const goneCustomer = (customer: number, version: number): CustomerChange => ({
  id: uuidOf(customer),
  version,
  record: undefined,
});

const hear = (pool: Pool, topic: string, records: readonly { key: string; value: string | null; version: number }[]) =>
  transaction(pool, async (tx) => {
    const told = records.map(({ key, value, version }, offset) => ({
      offset,
      key,
      value,
      headers: { hilo_version: String(version) },
      appendedAt: 0,
    }));
    await handlers[topic]?.(tx, { records: told });
  });

/** Analytics hears of these interactions. */
export const hearInteractions = (pool: Pool, ...all: readonly ResolvedInteraction[]) =>
  hear(
    pool,
    topics.resolved.name,
    all.map((one) => ({ key: one.customer, value: JSON.stringify(one), version: one.version })),
  );

/** Analytics hears of these records. */
export const hearCustomers = (pool: Pool, ...all: readonly CustomerChange[]) =>
  hear(
    pool,
    topics.customers.name,
    all.map(({ id, version, record }) => ({ key: id, value: record ? JSON.stringify(record) : null, version })),
  );
