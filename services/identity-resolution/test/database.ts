import { join } from 'node:path';
import {
  isTransient,
  migrate,
  openDatabase,
  provisionSchemas,
  retry,
  type Transaction,
  transaction,
} from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';
import type { RecordContent } from '../domain/compose-record.ts';
import { derivedIds, erasureMarks } from '../domain/derive-id.ts';
import { compare } from '../domain/fact.ts';
import type { Registry } from '../domain/registry.ts';
import type { Rules } from '../domain/rules.ts';
import { resolveInteractions } from '../pipeline.ts';
import { beginWith } from '../registry/propose-registry.ts';
import { readRecords } from '../store/graph/customers.ts';
import { followRules, type RulesInForce } from '../store/registry/rules-in-force.ts';
import { accepted, type Posted, secret } from './histories.ts';

export type TestIdentity = { pool: Pool; rules: Rules; inForce: RulesInForce; drop(): Promise<void> };

/** Identity's own schema in a database of its own, as the service has it. */
export const openIdentity = async (registry: Registry, maxConnections: number): Promise<TestIdentity> => {
  const database = await createTestDatabase();
  const urls = await provisionSchemas({ adminUrl: database.url, secret }, ['identity'], { identity: 'identity_next' });
  const pool = openDatabase({
    connectionString: urls.identity ?? '',
    schema: 'identity',
    logger: { warn: () => {} },
    maxConnections,
    settings: { plan_cache_mode: 'force_generic_plan' },
  });
  await migrate(pool, join(import.meta.dirname, '..', 'migrations'));
  const derived = { deriveId: derivedIds(secret), markOf: erasureMarks(secret) };
  await beginWith(pool, { warn: () => {} }, registry, { isFromFile: false, now: 0 });
  return {
    pool,
    rules: { registry, ...derived },
    inForce: followRules(derived),
    drop: async () => {
      await pool.end();
      await database.drop();
    },
  };
};

/** In a transaction, again if it lost a race. */
export const withRetry = <Result>(
  pool: Pool,
  work: (tx: Transaction) => Promise<Result>,
  onRetry: () => void = () => {},
): Promise<Result> =>
  retry(() => transaction(pool, work), { shouldRetry: isTransient, onError: onRetry, firstDelayMs: 5 });

/** One batch, as the consumer handles it. */
export const consume = ({ pool, inForce }: TestIdentity, batch: readonly Posted[], onRetry?: () => void) => {
  const records = batch.map((one, offset) => ({
    offset,
    key: '',
    value: JSON.stringify(accepted(one)),
    headers: {},
    appendedAt: 0,
  }));
  return withRetry(pool, async (tx) => resolveInteractions(tx, await inForce.within(tx), { records, now: 0 }), onRetry);
};

/** Every record, but for what belongs to the transport. */
export const allRecords = async ({ pool, inForce }: TestIdentity): Promise<RecordContent[]> => {
  const { rows } = await pool.query<{ customer: string }>(
    "SELECT DISTINCT customer FROM identifiers WHERE aggregate <> ''",
  );
  const records = await readRecords(
    pool,
    inForce,
    rows.map(({ customer }) => customer),
  );
  return [...records.values()]
    .flatMap(({ record }) => {
      if (record === undefined) return [];
      const { version, updatedAt, ...content } = record;
      // Under which ids somebody was known before depends on the rules that there were.
      const held = new Set(content.identifiers.map(({ subject }) => subject));
      const subjects = content.subjects.filter((id) => held.has(id));
      return version > 0 && updatedAt !== '' ? [{ ...content, subjects }] : [];
    })
    .sort((a, b) => compare(a.id, b.id));
};
