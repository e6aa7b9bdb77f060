import { DecidedBy } from '@hilo/contracts';
import { statement, type Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { type CompiledReactions, compileReactions } from '../domain/reactions/compiled-reactions.ts';
import { ReactionRules } from '../domain/reactions/reaction-rules.ts';

type Queryable = Pick<Transaction, 'query'>;

const inForceSql = statement({
  name: 'reaction-rules-in-force',
  text: `SELECT version, at::text AS at, CASE WHEN version <> $1 OR at <> $2::timestamptz THEN rules END AS rules
           FROM reaction_rules ORDER BY version DESC LIMIT 1`,
});

/** The rules by which Hilo reacts; none, where this release cannot read them: then it reacts to nothing. */
export type ReactionRulesInForce = { latest(tx: Queryable): Promise<CompiledReactions | undefined> };

/** The rules in force, read and made ready once; after that a transaction asks for their number alone. */
export const openReactionRules = (): ReactionRulesInForce => {
  // By when it was published as well: in a database that was set back, the same number may be another version.
  let known: { version: number; at: string; compiled: CompiledReactions | undefined } | undefined;
  return {
    latest: async (tx) => {
      const { rows } = await tx.query<{ version: number; at: string; rules: unknown }>(
        inForceSql([known?.version ?? 0, known?.at ?? '-infinity']),
      );
      const [row] = rows;
      if (row === undefined) return undefined;
      if (known?.version === row.version && known.at === row.at) return known.compiled;
      const { data } = ReactionRules.safeParse(row.rules);
      known = { version: row.version, at: row.at, compiled: data && compileReactions(row.version, data) };
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
export type StoredReactionRules = z.infer<typeof Stored>;

const latestSql = statement('SELECT version, rules, by, why, at FROM reaction_rules ORDER BY version DESC LIMIT 1');

export const latestReactionRules = async (pool: Pool | Transaction): Promise<StoredReactionRules | undefined> => {
  const { rows } = await pool.query(latestSql());
  return rows[0] && Stored.parse(rows[0]);
};

const listSql = statement(
  'SELECT version, rules, by, why, at FROM reaction_rules WHERE version < $1 ORDER BY version DESC LIMIT $2',
);

/** So many versions before this one, the latest first. */
export const listReactionRules = async (
  pool: Pool,
  { before, limit }: { before: number; limit: number },
): Promise<StoredReactionRules[]> => z.array(Stored).parse((await pool.query(listSql([before, limit]))).rows);

const lockSql = statement('LOCK TABLE reaction_rules IN SHARE ROW EXCLUSIVE MODE');

/** Keeps all others from publishing. */
export const lockReactionRules = async (tx: Transaction): Promise<void> => {
  await tx.query(lockSql());
};

const insertSql = statement(
  'INSERT INTO reaction_rules (version, rules, by, why, at) VALUES ($1, $2, $3, $4, to_timestamp($5))',
);

export type NewReactionRules = { rules: ReactionRules; by: DecidedBy; why: string };

export const insertReactionRules = async (
  tx: Transaction,
  version: number,
  { rules, by, why }: NewReactionRules,
  now: number,
): Promise<void> => {
  await tx.query(insertSql([version, JSON.stringify(rules), JSON.stringify(by), why, now / 1000]));
};
