import type { Identifier } from '@hilo/contracts';
import { statement, type Transaction } from '@hilo/runtime';

const isAnybodyErasedSql = statement({ name: 'anybody-erased', text: 'SELECT FROM erased LIMIT 1' });

/** Whether anybody was ever erased. */
export const isAnybodyErased = async (tx: Transaction): Promise<boolean> => {
  const { rowCount } = await tx.query(isAnybodyErasedSql());
  return rowCount === 1;
};

const findMarksSql = statement({
  name: 'erased-marks',
  text: 'SELECT mark, until FROM erased WHERE mark = ANY ($1::uuid[])',
});

/** Until when those of these were erased that were, in milliseconds since the epoch, by their marks. */
export const findMarks = async (tx: Transaction, marks: readonly string[]): Promise<Map<string, number>> => {
  if (marks.length === 0) return new Map();
  const { rows } = await tx.query<{ mark: string; until: string }>(findMarksSql([marks]));
  return new Map(rows.map(({ mark, until }) => [mark, Number(until)]));
};

const insertMarksSql = statement(`
  INSERT INTO erased AS e (mark, until) SELECT DISTINCT m, $2::bigint FROM unnest($1::uuid[]) AS m ORDER BY 1
  ON CONFLICT (mark) DO UPDATE SET until = greatest(e.until, EXCLUDED.until)`);

/** Keeps what was erased, so that nothing that happened until then is let in. */
export const insertMarks = async (tx: Transaction, marks: readonly string[], until: number): Promise<void> => {
  await tx.query(insertMarksSql([marks, until]));
};

const findMentioningSql = statement(`
  SELECT key FROM interactions
   WHERE NOT withdrawn AND NOT subject = ANY ($1::uuid[])
     AND subject IN (SELECT b FROM links WHERE a = ANY ($1::uuid[])
                     UNION SELECT a FROM links WHERE b = ANY ($1::uuid[]) AND beyond IS DISTINCT FROM b
                     UNION SELECT a FROM links WHERE beyond = ANY ($1::uuid[]) AND b = beyond)
  UNION SELECT origin FROM denials WHERE node = ANY ($1::uuid[])`);

/** The facts of others that may mention one of these nodes: who names it is linked with it, or was told it is wrong. */
export const findMentioning = async (tx: Transaction, nodes: readonly string[]): Promise<string[]> => {
  const { rows } = await tx.query<{ key: string }>(findMentioningSql([nodes]));
  return rows.map(({ key }) => key);
};

const findWithdrawnNamingSql = statement(`
  SELECT key FROM interactions
   WHERE withdrawn AND content <> '' AND (subject = ANY ($1::uuid[]) OR key IN (
           SELECT interaction FROM decisions WHERE nodes && $1::uuid[] AND interaction IS NOT NULL))`);

/** Interactions that count for nobody and name one of these nodes. */
export const findWithdrawnNaming = async (tx: Transaction, nodes: readonly string[]): Promise<string[]> => {
  const { rows } = await tx.query<{ key: string }>(findWithdrawnNamingSql([nodes]));
  return rows.map(({ key }) => key);
};

const namedInWithdrawalsSql = statement(
  `SELECT DISTINCT unnest(nodes) AS id FROM decisions WHERE nodes && $1::uuid[] AND kind = 'withdrawn'`,
);

/** The nodes that were named together with one of these in an interaction that was withdrawn. */
export const namedInWithdrawals = async (tx: Transaction, nodes: readonly string[]): Promise<string[]> => {
  const { rows } = await tx.query<{ id: string }>(namedInWithdrawalsSql([nodes]));
  return rows.map(({ id }) => id);
};

const findUnmentionedSql = statement(
  `SELECT id, record_version AS version FROM identifiers WHERE id = ANY ($1::uuid[]) AND aggregate = '' ORDER BY id`,
);

/** Those of these nodes that nothing mentions, with whether a record was ever published of them. */
export const findUnmentionedNodes = async (
  tx: Transaction,
  nodes: readonly string[],
): Promise<{ id: string; version: number }[]> => {
  const { rows } = await tx.query<{ id: string; version: number }>(findUnmentionedSql([nodes]));
  return rows;
};

const rewriteContentsSql = statement(`
  UPDATE interactions AS i SET content = n.content FROM unnest($1::uuid[], $2::text[]) AS n (key, content)
   WHERE i.key = n.key`);

/** Writes what is left of these interactions of others. */
export const rewriteContents = async (
  tx: Transaction,
  redacted: readonly { key: string; content: string }[],
): Promise<void> => {
  if (redacted.length === 0) return;
  await tx.query(rewriteContentsSql([redacted.map(({ key }) => key), redacted.map(({ content }) => content)]));
};

const countEvidenceSql = statement(`
  SELECT (SELECT count(*)::int FROM links WHERE a = ANY ($1::uuid[]) OR b = ANY ($1::uuid[])) AS links,
         (SELECT count(*)::int FROM denials WHERE node = ANY ($1::uuid[])) AS denials`);

/** How many rows an erasure takes away beside those that it deletes as such. */
export const countEvidence = async (
  tx: Transaction,
  nodes: readonly string[],
): Promise<{ links: number; denials: number }> => {
  const { rows } = await tx.query<{ links: number; denials: number }>(countEvidenceSql([nodes]));
  return rows[0] ?? { links: 0, denials: 0 };
};

const deleteInteractionsSql = statement('DELETE FROM interactions WHERE key = ANY ($1::uuid[])');

const deleteDecisionsSql = statement('DELETE FROM decisions WHERE interaction = ANY ($1::uuid[])');

/** Deletes interactions, with the decisions to withdraw them. */
export const deleteInteractions = async (
  tx: Transaction,
  keys: readonly string[],
): Promise<{ interactions: number; withdrawals: number }> => {
  const interactions = await tx.query(deleteInteractionsSql([keys]));
  const withdrawals = await tx.query(deleteDecisionsSql([keys]));
  return { interactions: interactions.rowCount ?? 0, withdrawals: withdrawals.rowCount ?? 0 };
};

const findNamesSql = statement("SELECT kind, value FROM identifiers WHERE id = ANY ($1::uuid[]) AND kind <> ''");

/** What these nodes are called. */
export const findNames = async (tx: Transaction, nodes: readonly string[]): Promise<Identifier[]> => {
  const { rows } = await tx.query<Identifier>(findNamesSql([nodes]));
  return rows;
};

const findNamedSql = statement("SELECT id FROM identifiers WHERE id = $1 AND kind <> ''");

/** This node, if it has a name, whether anything that counts mentions it or not. */
export const findNamedNodes = async (tx: Transaction, id: string): Promise<string[]> => {
  const { rows } = await tx.query<{ id: string }>(findNamedSql([id]));
  return rows.map((row) => row.id);
};

const forgetNamesSql = statement(`
  UPDATE identifiers SET kind = '', value = '', first_seen = 0, former = NULL WHERE id = ANY ($1::uuid[]) AND kind <> ''
  RETURNING aggregate`);

/** Takes the names of these nodes away. Throws where something that counts still mentions one of them. */
export const forgetNames = async (tx: Transaction, nodes: readonly string[]): Promise<number> => {
  const { rows } = await tx.query<{ aggregate: string }>(forgetNamesSql([nodes]));
  if (rows.some(({ aggregate }) => aggregate !== '')) throw new Error('an erased identifier is still mentioned');
  return rows.length;
};

const deleteReadsSql = statement(
  'DELETE FROM reads WHERE customer = ANY ($1::uuid[]) AND at <= to_timestamp($2::float8 / 1000)',
);

/** Deletes who read these records until then. */
export const deleteReads = async (tx: Transaction, customers: readonly string[], until: number): Promise<number> => {
  const { rowCount } = await tx.query(deleteReadsSql([customers, until]));
  return rowCount ?? 0;
};
