import { bare, statement, type Transaction } from '@hilo/runtime';

/** An identifier that rules before the ones in force used, by its id, in an interaction or a decision. */
export type UnusedName = { node: string; key: string };

const noteUnusedSql = statement(`
  INSERT INTO unused_names (node, key) SELECT DISTINCT * FROM unnest($1::uuid[], $2::uuid[]) AS n (node, key)
   ORDER BY 1, 2 ON CONFLICT DO NOTHING`);

export const noteUnused = async (tx: Transaction, names: readonly UnusedName[]): Promise<void> => {
  if (names.length === 0) return;
  await tx.query(noteUnusedSql([bare(names.map(({ node }) => node)), bare(names.map(({ key }) => key))]));
};

const findUnusedSql = statement('SELECT DISTINCT key FROM unused_names WHERE node = ANY ($1::uuid[]) ORDER BY key');

/** The interactions and decisions in which one of these stands unused. */
export const findUnused = async (tx: Transaction, nodes: readonly string[]): Promise<string[]> => {
  const { rows } = await tx.query<{ key: string }>(findUnusedSql([nodes]));
  return rows.map(({ key }) => key);
};

const findNamedElsewhereSql = statement(`
  SELECT DISTINCT u.node FROM unused_names AS u JOIN interactions AS i ON i.key = u.key
   WHERE u.node = ANY ($1::uuid[]) AND u.key <> ALL ($2::uuid[]) AND NOT i.withdrawn AND i.rule <> 'names-nobody'`);

/** Those of these that stand unused in an interaction which counts and is none of those with these keys. */
export const findNamedElsewhere = async (
  tx: Transaction,
  nodes: readonly string[],
  own: readonly string[],
): Promise<string[]> => {
  const { rows } = await tx.query<{ node: string }>(findNamedElsewhereSql([nodes, own]));
  return rows.map(({ node }) => node);
};

const findNamedByOthersSql = statement(`
  SELECT DISTINCT u.node FROM unused_names AS u JOIN interactions AS i ON i.key = u.key
   WHERE u.node = ANY ($1::uuid[]) AND i.subject <> ALL ($1::uuid[]) AND NOT i.withdrawn AND i.rule <> 'names-nobody'`);

/** Those of these that stand unused in an interaction which counts and is attributed to none of them. */
export const findNamedByOthers = async (tx: Transaction, nodes: readonly string[]): Promise<string[]> => {
  const { rows } = await tx.query<{ node: string }>(findNamedByOthersSql([nodes]));
  return rows.map(({ node }) => node);
};

const findSilentSql = statement(`
  SELECT key, content FROM interactions
   WHERE rule = 'names-nobody' AND NOT withdrawn AND content <> ''
     AND (subject = ANY ($1::uuid[]) OR key IN (SELECT key FROM unused_names WHERE node = ANY ($1::uuid[])))
   ORDER BY key`);

/** Interactions that name nobody by the rules in force, and named one of these. */
export const findSilent = async (
  tx: Transaction,
  nodes: readonly string[],
): Promise<{ key: string; content: string }[]> => {
  const { rows } = await tx.query<{ key: string; content: string }>(findSilentSql([nodes]));
  return rows;
};

const forgetUnusedSql = statement('DELETE FROM unused_names WHERE node = ANY ($1::uuid[]) OR key = ANY ($2::uuid[])');

export const forgetUnused = async (
  tx: Transaction,
  { nodes, keys }: { nodes: readonly string[]; keys: readonly string[] },
): Promise<void> => {
  await tx.query(forgetUnusedSql([nodes, keys]));
};
