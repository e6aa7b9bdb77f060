import { statement, type Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';

export const RegistryState = z.enum(['in-force', 'being-applied', 'superseded', 'cancelled']);

const Row = z.object({
  version: z.int(),
  content: z.string(),
  state: RegistryState,
  by: z.string(),
  proposedAt: z.coerce.number(),
  inForceAt: z.coerce.number().nullable(),
  phase: z.enum(['begin', 'tell', 'catch-up']),
  copiedUpTo: z.string().nullable(),
  done: z.coerce.number(),
  total: z.coerce.number(),
  cancelledBy: z.string().nullable(),
});

export type StoredRegistry = z.infer<typeof Row>;

const columns = `version, content, state, by, proposed_at AS "proposedAt",
  CASE WHEN in_force_at IS NOT NULL THEN in_force_at::float8 END AS "inForceAt", phase, told_up_to AS "copiedUpTo", done, total,
  cancelled_by AS "cancelledBy"`;

const holdRegistrySql = statement(
  "LOCK TABLE registries IN ROW SHARE MODE; SELECT version FROM registries WHERE state = 'in-force'",
);

/**
 * Until the end of the transaction, no other registry comes into force. Gives the version of the one that is; `undefined`
 * if none is. Two statements in one round trip: the lock takes no snapshot, so that what is read then is later.
 */
export const holdRegistry = async (tx: Transaction): Promise<number | undefined> => {
  const results = await tx.query(holdRegistrySql());
  const [, { rows }] = Held.parse(results);
  return rows[0]?.version;
};

const Held = z.tuple([z.unknown(), z.object({ rows: z.array(z.object({ version: z.int() })) })]);

const seizeRegistrySql = statement('LOCK TABLE registries IN EXCLUSIVE MODE');

/** Waits until nobody holds the registry, and keeps all others from it. */
export const seizeRegistry = async (tx: Transaction): Promise<void> => {
  await tx.query(seizeRegistrySql());
};

const lockProposalsSql = statement('LOCK TABLE registries IN SHARE ROW EXCLUSIVE MODE');

/** Until the end of the transaction, nobody else proposes a registry. */
export const lockProposals = async (tx: Transaction): Promise<void> => {
  await tx.query(lockProposalsSql());
};

const readInForceSql = statement("SELECT content FROM registries WHERE state = 'in-force'");

/** The registry in force, JSON; empty if none is. */
export const readInForce = async (tx: Transaction | Pool): Promise<string> => {
  const { rows } = await tx.query<{ content: string }>(readInForceSql());
  return rows[0]?.content ?? '';
};

const listRegistriesSql = statement(`SELECT ${columns} FROM registries ORDER BY version DESC`);

/** Every version, the latest first. */
export const listRegistries = async (tx: Transaction | Pool): Promise<StoredRegistry[]> => {
  const { rows } = await tx.query(listRegistriesSql());
  return z.array(Row).parse(rows);
};

const insertRegistrySql = statement(`
  INSERT INTO registries (version, content, state, by, proposed_at, in_force_at)
  VALUES ($1, $2, $3, $4, $5, CASE $3 WHEN 'in-force' THEN $5::bigint END)`);

export const insertRegistry = async (
  tx: Transaction,
  registry: Pick<StoredRegistry, 'version' | 'content' | 'state' | 'by' | 'proposedAt'>,
): Promise<void> => {
  const { version, content, state, by, proposedAt } = registry;
  await tx.query(insertRegistrySql([version, content, state, by, proposedAt]));
};

const claimProposalSql = statement(
  `SELECT ${columns} FROM registries WHERE state = 'being-applied' FOR UPDATE SKIP LOCKED`,
);

/** The registry that is being applied, unless somebody else is at it at this moment. */
export const claimProposal = async (tx: Transaction): Promise<StoredRegistry | undefined> => {
  const { rows } = await tx.query(claimProposalSql());
  return z.array(Row).parse(rows)[0];
};

const noteProgressSql = statement(
  'UPDATE registries SET phase = $2, told_up_to = $3, done = $4, total = $5 WHERE version = $1',
);

export const noteProgress = async (
  tx: Transaction,
  { version, phase, copiedUpTo, done, total }: StoredRegistry,
): Promise<void> => {
  await tx.query(noteProgressSql([version, phase, copiedUpTo, done, total]));
};

const supersedeSql = statement("UPDATE registries SET state = 'superseded' WHERE state = 'in-force'");

const putInForceSql = statement(
  "UPDATE registries SET state = 'in-force', in_force_at = $2, done = total WHERE version = $1",
);

/** From now on this one is in force. */
export const putInForce = async (tx: Transaction, version: number, now: number): Promise<void> => {
  await tx.query(supersedeSql());
  await tx.query(putInForceSql([version, now]));
};

const cancelProposalSql = statement(
  "UPDATE registries SET state = 'cancelled', cancelled_by = $2 WHERE version = $1 AND state = 'being-applied'",
);

/** It never comes into force. */
export const cancelProposal = async (tx: Transaction, version: number, by: string): Promise<void> => {
  await tx.query(cancelProposalSql([version, by]));
};
