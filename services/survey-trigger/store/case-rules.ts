import { DecidedBy } from '@hilo/contracts';
import { statement, type Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { CaseRules } from '../domain/cases/case-rules.ts';
import { type CompiledRules, compileRules } from '../domain/cases/compiled-rules.ts';

type Queryable = Pick<Transaction, 'query'>;

const inForceSql = statement({
  name: 'case-rules-in-force',
  text: `SELECT version, at::text AS at, CASE WHEN version <> $1 OR at <> $2::timestamptz THEN rules END AS rules
           FROM case_rules ORDER BY version DESC LIMIT 1`,
});

/** The rules by which cases are opened; none, where this release cannot read them: then nothing is opened, and nothing escalates. */
export type CaseRulesInForce = { latest(tx: Queryable): Promise<CompiledRules | undefined> };

/** The rules in force, read and made ready once; after that a transaction asks for their number alone. */
export const openCaseRules = (): CaseRulesInForce => {
  // By when it was published as well: in a database that was set back, the same number may be another version.
  let known: { version: number; at: string; compiled: CompiledRules | undefined } | undefined;
  return {
    latest: async (tx) => {
      const { rows } = await tx.query<{ version: number; at: string; rules: unknown }>(
        inForceSql([known?.version ?? 0, known?.at ?? '-infinity']),
      );
      const [row] = rows;
      if (row === undefined) return undefined;
      if (known?.version === row.version && known.at === row.at) return known.compiled;
      const { data } = CaseRules.safeParse(row.rules);
      known = { version: row.version, at: row.at, compiled: data && compileRules(row.version, data) };
      return known.compiled;
    },
  };
};

const Stored = z.object({
  version: z.int(),
  rules: z.unknown(),
  by: DecidedBy,
  why: z.string(),
  at: z.date().transform((date) => date.toISOString()),
});
export type StoredCaseRules = z.infer<typeof Stored>;

const latestSql = statement('SELECT version, rules, by, why, at FROM case_rules ORDER BY version DESC LIMIT 1');

export const latestCaseRules = async (pool: Pool | Transaction): Promise<StoredCaseRules | undefined> => {
  const { rows } = await pool.query(latestSql());
  return rows[0] && Stored.parse(rows[0]);
};

const listSql = statement(
  'SELECT version, rules, by, why, at FROM case_rules WHERE version < $1 ORDER BY version DESC LIMIT $2',
);

/** So many versions before this one, the latest first. */
export const listCaseRules = async (
  pool: Pool,
  { before, limit }: { before: number; limit: number },
): Promise<StoredCaseRules[]> => z.array(Stored).parse((await pool.query(listSql([before, limit]))).rows);

const lockSql = statement('LOCK TABLE case_rules IN SHARE ROW EXCLUSIVE MODE');

/** Keeps all others from publishing. */
export const lockCaseRules = async (tx: Transaction): Promise<void> => {
  await tx.query(lockSql());
};

const insertSql = statement(
  'INSERT INTO case_rules (version, rules, by, why, at) VALUES ($1, $2, $3, $4, to_timestamp($5))',
);

export type NewCaseRules = { rules: CaseRules; by: DecidedBy; why: string };

export const insertCaseRules = async (
  tx: Transaction,
  version: number,
  { rules, by, why }: NewCaseRules,
  now: number,
): Promise<void> => {
  await tx.query(insertSql([version, JSON.stringify(rules), JSON.stringify(by), why, now / 1000]));
};
