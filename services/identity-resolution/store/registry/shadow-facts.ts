import { statement, statementIn, type Transaction } from '@hilo/runtime';
import { beforeAllKeys } from '../graph/interactions.ts';
import { queryLong } from './long-query.ts';
import { exampleSchemas, type ShadowSchemas } from './shadow.ts';

/** An interaction as the live schema has it. */
export type True = { key: string; content: string; counts: boolean };

const readInteractionsSql = statementIn(
  exampleSchemas,
  ({ base }) =>
    `SELECT key, content, NOT withdrawn AND content <> '' AS counts FROM ${base}.interactions WHERE key = ANY ($1::uuid[])`,
);

/** Rows of the live schema, not of the shadow. */
export const readShadowInteractions = async (
  tx: Transaction,
  places: ShadowSchemas,
  keys: readonly string[],
): Promise<Map<string, True>> => {
  const { rows } = await tx.query<True>(readInteractionsSql(places, [keys]));
  return new Map(rows.map((row) => [row.key, row]));
};

const nextKeysSql = statementIn(
  exampleSchemas,
  ({ base }) => `SELECT key FROM ${base}.interactions WHERE key > $1 ORDER BY key LIMIT $2`,
);

/** The keys of the next interactions, in order. */
export const nextKeys = async (
  tx: Transaction,
  places: ShadowSchemas,
  { after, limit }: { after: string | null; limit: number },
): Promise<string[]> => {
  const { rows } = await tx.query<{ key: string }>(nextKeysSql(places, [after ?? beforeAllKeys, limit]));
  return rows.map(({ key }) => key);
};

const countInteractionsSql = statementIn(exampleSchemas, ({ base }) => `SELECT count(*) FROM ${base}.interactions`);

export const countShadowInteractions = async (tx: Transaction, places: ShadowSchemas): Promise<number> => {
  const rows = await queryLong<{ count: string }>(tx, countInteractionsSql(places));
  return Number(rows[0]?.count ?? 0);
};

const writeAttributionsSql = statement(`
  INSERT INTO attributions (key, subject, rule)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[]) ORDER BY 1
  ON CONFLICT (key) DO UPDATE SET subject = EXCLUDED.subject, rule = EXCLUDED.rule`);

export const writeAttributions = async (
  tx: Transaction,
  told: readonly { key: string; subject: string; rule: string }[],
): Promise<void> => {
  if (told.length === 0) return;
  await tx.query(
    writeAttributionsSql([
      told.map(({ key }) => key),
      told.map(({ subject }) => subject),
      told.map(({ rule }) => rule),
    ]),
  );
};

const deleteAttributionsSql = statement('DELETE FROM attributions WHERE key = ANY ($1::uuid[])');

export const deleteAttributions = async (tx: Transaction, keys: readonly string[]): Promise<void> => {
  if (keys.length > 0) await tx.query(deleteAttributionsSql([keys]));
};

export type NamedDecision = { id: string; kind: string; at: string; content: string; holds: boolean };

const readDecisionsSql = statementIn(
  exampleSchemas,
  ({ base }) => `
  SELECT d.id, d.kind, d.at, d.content, d.retracted IS NULL AS holds, nullif(i.content, '') AS interaction
    FROM ${base}.decisions AS d LEFT JOIN ${base}.interactions AS i ON i.key = d.interaction
   WHERE d.id = ANY ($1::uuid[])`,
);

/** What these decisions are in truth, with the interaction of a withdrawal as far as it was heard of. */
export const readDecisions = async (
  tx: Transaction,
  places: ShadowSchemas,
  ids: readonly string[],
): Promise<(NamedDecision & { interaction: string | null })[]> => {
  const { rows } = await tx.query<NamedDecision & { interaction: string | null }>(readDecisionsSql(places, [ids]));
  return rows;
};

const allDecisionsSql = statementIn(exampleSchemas, ({ base }) => `SELECT id FROM ${base}.decisions ORDER BY id`);

export const allDecisions = async (tx: Transaction, places: ShadowSchemas): Promise<string[]> => {
  const { rows } = await tx.query<{ id: string }>(allDecisionsSql(places));
  return rows.map(({ id }) => id);
};

const readNamedSql = statement('SELECT id, kind, at, content, holds FROM named WHERE id = ANY ($1::uuid[])');

export const readNamed = async (tx: Transaction, ids: readonly string[]): Promise<Map<string, NamedDecision>> => {
  const { rows } = await tx.query<NamedDecision>(readNamedSql([ids]));
  return new Map(rows.map((row) => [row.id, row]));
};

const deleteNamedSql = statement('DELETE FROM named WHERE id = ANY ($1::uuid[])');

const insertNamedSql = statement(`
  INSERT INTO named (id, kind, at, content, nodes, holds)
  SELECT id, kind, at, content, nodes::uuid[], holds
    FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::boolean[])
         AS n (id, kind, at, content, nodes, holds)`);

/** Writes what these decisions are now, and removes those that are no more. */
export const writeNamed = async (
  tx: Transaction,
  ids: readonly string[],
  named: readonly (NamedDecision & { nodes: readonly string[] })[],
): Promise<void> => {
  await tx.query(deleteNamedSql([ids]));
  await tx.query(
    insertNamedSql([
      named.map(({ id }) => id),
      named.map(({ kind }) => kind),
      named.map(({ at }) => at),
      named.map(({ content }) => content),
      named.map(({ nodes }) => `{${nodes.join(',')}}`),
      named.map(({ holds }) => holds),
    ]),
  );
};

export type JournalEntry = { id: string; what: string; key: string };

const readJournalSql = statement(`
  SELECT id, what, key FROM journal
   WHERE key IN (SELECT key FROM journal ORDER BY id LIMIT $1) ORDER BY id`);

/** What came, changed or went first and was not told yet: all entries of the first so many keys. */
export const readJournal = async (tx: Transaction, limit: number): Promise<JournalEntry[]> => {
  const { rows } = await tx.query<JournalEntry>(readJournalSql([limit]));
  return rows;
};

const forgetEntriesSql = statement('DELETE FROM journal WHERE id = ANY ($1::bigint[])');

export const forgetEntries = async (tx: Transaction, entries: readonly JournalEntry[]): Promise<void> => {
  await tx.query(forgetEntriesSql([entries.map(({ id }) => id)]));
};
