import { ContactPolicy, DecidedBy } from '@hilo/contracts';
import { statement, type Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { type CompiledPolicy, compilePolicy } from '../domain/policy/compiled.ts';

const holdSql = statement('LOCK TABLE contact_policies IN ROW SHARE MODE');

const holdWithRegistersSql = statement('LOCK TABLE contact_policies, opt_out_lists IN ROW SHARE MODE');

const inForceSql = statement({
  name: 'contact-policy-in-force',
  text: `SELECT version, at::text AS at, CASE WHEN version <> $1 OR at <> $2::timestamptz THEN policy END AS policy
           FROM contact_policies ORDER BY version DESC LIMIT 1`,
});

/** The policy by which it is decided in a transaction; `undefined` where there is none that can be read, which permits nothing. */
export type PoliciesInForce = {
  inForce(tx: Transaction): Promise<CompiledPolicy | undefined>;
  /** The same, and no other list of an opt-out register comes in force either. */
  inForceWithRegisters(tx: Transaction): Promise<CompiledPolicy | undefined>;
  /** The one that was read last: whoever decides by it looks in the transaction whether it still is in force. */
  assumed(pool: Pick<Transaction, 'query'>): Promise<CompiledPolicy | undefined>;
  /** The latest, without keeping others from publishing another: for who only says what would be decided. */
  latest(pool: Pick<Transaction, 'query'>): Promise<CompiledPolicy | undefined>;
  /** The one that was published then under this number, for who has seen in the transaction that it is the latest; read only where it is new. */
  published(
    tx: Pick<Transaction, 'query'>,
    version: number | null,
    at: string | null,
  ): Promise<CompiledPolicy | undefined>;
};

/**
 * The policy in force, as every transaction finds it. No other is published until the transaction ends: what an instance decides
 * after a version was published, it decides by that. It is read and made ready once; after that a transaction asks for its number alone.
 */
export const openPolicies = (): PoliciesInForce => {
  // By when it was published as well: in a database that was set back, the same number may be another version.
  let known: { at: string; compiled: CompiledPolicy | undefined } | undefined;
  const latest: PoliciesInForce['latest'] = async (tx) => {
    const { rows } = await tx.query<{ version: number; at: string; policy: unknown }>(
      inForceSql([known?.compiled?.version ?? 0, known?.at ?? '-infinity']),
    );
    const [row] = rows;
    if (row === undefined) return undefined;
    if (known?.compiled?.version === row.version && known.at === row.at) return known.compiled;
    const { data } = ContactPolicy.safeParse(row.policy);
    known = { at: row.at, compiled: data && compilePolicy(row.version, data) };
    return known.compiled;
  };
  return {
    latest,
    assumed: async (pool) => known?.compiled ?? latest(pool),
    published: async (tx, version, at) =>
      known !== undefined && known.compiled?.version === version && known.at === at ? known.compiled : latest(tx),
    inForce: async (tx) => {
      await tx.query(holdSql());
      return latest(tx);
    },
    inForceWithRegisters: async (tx) => {
      await tx.query(holdWithRegistersSql());
      return latest(tx);
    },
  };
};

const Stored = z.object({
  version: z.int(),
  policy: z.unknown(),
  by: DecidedBy,
  why: z.string(),
  at: z.date().transform((date) => date.toISOString()),
  restored: z.int().nullable(),
});

export type StoredPolicy = z.infer<typeof Stored>;

const columns = 'version, policy, by, why, at, restored';

const listSql = statement(`SELECT ${columns} FROM contact_policies WHERE version < $1 ORDER BY version DESC LIMIT $2`);

/** So many versions before this one, the latest first. */
export const listPolicies = async (
  pool: Pool | Transaction,
  { before, limit }: { before: number; limit: number },
): Promise<StoredPolicy[]> => {
  const { rows } = await pool.query(listSql([before, limit]));
  return z.array(Stored).parse(rows);
};

const findSql = statement(`SELECT ${columns} FROM contact_policies WHERE version = $1`);

export const findPolicy = async (pool: Pool | Transaction, version: number): Promise<StoredPolicy | undefined> => {
  const { rows } = await pool.query(findSql([version]));
  return rows[0] && Stored.parse(rows[0]);
};

const latestSql = statement(`SELECT ${columns} FROM contact_policies ORDER BY version DESC LIMIT 1`);

export const latestPolicy = async (pool: Pool | Transaction): Promise<StoredPolicy | undefined> => {
  const { rows } = await pool.query(latestSql());
  return rows[0] && Stored.parse(rows[0]);
};

const lockSql = statement('LOCK TABLE contact_policies IN EXCLUSIVE MODE');

/** Waits until nobody decides by the policy in force, and keeps all others from deciding and publishing. */
export const lockPolicies = async (tx: Transaction): Promise<void> => {
  await tx.query(lockSql());
};

const insertSql = statement(
  'INSERT INTO contact_policies (version, policy, by, why, at, restored) VALUES ($1, $2, $3, $4, to_timestamp($5), $6)',
);

export type NewPolicy = { policy: ContactPolicy; by: DecidedBy; why: string; restored: number | null };

export const insertPolicy = async (
  tx: Transaction,
  version: number,
  { policy, by, why, restored }: NewPolicy,
  now: number,
): Promise<void> => {
  await tx.query(insertSql([version, JSON.stringify(policy), JSON.stringify(by), why, now / 1000, restored]));
};
