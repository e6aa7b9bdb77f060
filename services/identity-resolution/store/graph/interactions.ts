import { bare, LostRace, statement, type Transaction, texts } from '@hilo/runtime';
import { z } from 'zod';
import { versionsFrom } from './versions.ts';

/** `names-nobody`: under the rules in force, none of its identifiers says anything. It counts for nobody, and stays stored. */
export const StoredRule = z.enum(['strongest-identifier', 'all-shared', 'names-nobody']);

export type StoredInteraction = {
  key: string;
  subject: string;
  rule: z.infer<typeof StoredRule>;
  version: number;
  content: string;
};

type Row = Omit<StoredInteraction, 'rule'> & { rule: string; withdrawn: boolean };

const columns = 'key, subject, rule, version, content, withdrawn';
/** Of what is told of next in a later version than this one. */
const changing = `key, subject, rule, greatest(version, ${versionsFrom}) AS version, content, withdrawn`;

const stored = ({ key, subject, rule, version, content }: Row): StoredInteraction => ({
  key,
  subject,
  rule: StoredRule.parse(rule),
  version,
  content,
});

const findContentsSql = statement({
  name: 'contents-by-key',
  text: 'SELECT key, content FROM interactions WHERE key = ANY ($1::uuid[])',
});

/** What is stored of these already; without content, it was withdrawn before it was heard of. */
export const findContents = async (tx: Transaction, keys: readonly string[]): Promise<Map<string, string>> => {
  const { rows } = await tx.query<{ key: string; content: string }>(findContentsSql([bare(keys)]));
  return new Map(rows.map(({ key, content }) => [key, content]));
};

const findBySubjectSql = statement({
  name: 'interactions-by-subject',
  text: `SELECT ${changing} FROM interactions WHERE subject = ANY ($1::uuid[]) AND NOT withdrawn AND rule <> 'names-nobody'`,
});

/** The interactions that count and are attributed to one of these subjects. */
export const findBySubject = async (tx: Transaction, subjects: readonly string[]): Promise<StoredInteraction[]> => {
  if (subjects.length === 0) return [];
  const { rows } = await tx.query<Row>(findBySubjectSql([bare(subjects)]));
  return rows.map(stored);
};

const findCountedSql = statement({
  name: 'counted-by-key',
  text: `SELECT ${changing} FROM interactions WHERE key = ANY ($1::uuid[]) AND NOT withdrawn AND rule <> 'names-nobody'`,
});

/** Those of these interactions that count. */
export const findCounted = async (tx: Transaction, keys: readonly string[]): Promise<StoredInteraction[]> => {
  if (keys.length === 0) return [];
  const { rows } = await tx.query<Row>(findCountedSql([bare(keys)]));
  return rows.map(stored);
};

const findInteractionSql = statement(`SELECT ${changing} FROM interactions WHERE key = $1`);

/** The interaction with this key, whether it counts or not. */
export const findInteraction = async (
  tx: Transaction,
  key: string,
): Promise<(StoredInteraction & { withdrawn: boolean }) | undefined> => {
  const { rows } = await tx.query<Row>(findInteractionSql([key]));
  return rows[0] && { ...stored(rows[0]), withdrawn: rows[0].withdrawn };
};

const insertInteractionsSql = statement({
  name: 'insert-interactions',
  text: `INSERT INTO interactions (key, subject, rule, version, content)
         SELECT key, subject, rule, version, content
           FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::integer[], $5::text[])
                AS n (key, subject, rule, version, content)
          ORDER BY key
         ON CONFLICT (key) DO NOTHING`,
});

/** Stores new interactions. If another transaction stored one of them meanwhile, throws `LostRace`. */
export const insertInteractions = async (tx: Transaction, fresh: readonly StoredInteraction[]): Promise<void> => {
  if (fresh.length === 0) return;
  const { rowCount } = await tx.query(
    insertInteractionsSql([
      bare(fresh.map(({ key }) => key)),
      bare(fresh.map(({ subject }) => subject)),
      texts(fresh.map(({ rule }) => rule)),
      bare(fresh.map(({ version }) => version)),
      texts(fresh.map(({ content }) => content)),
    ]),
  );
  if (rowCount !== fresh.length) throw new LostRace('an interaction of this batch was stored by another one');
};

const keepWithdrawnSql = statement(`
  UPDATE interactions AS i SET subject = n.subject, rule = n.rule, version = n.version, content = n.content
    FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::integer[], $5::text[]) AS n (key, subject, rule, version, content)
   WHERE i.key = n.key AND i.content = ''`);

/** Keeps what was withdrawn before it was heard of. If that was taken back meanwhile, throws `LostRace`. */
export const keepWithdrawn = async (tx: Transaction, heard: readonly StoredInteraction[]): Promise<void> => {
  if (heard.length === 0) return;
  const silent = heard.toSorted((one, other) => (one.key < other.key ? -1 : 1));
  const { rowCount } = await tx.query(
    keepWithdrawnSql([
      silent.map(({ key }) => key),
      silent.map(({ subject }) => subject),
      silent.map(({ rule }) => rule),
      silent.map(({ version }) => version),
      silent.map(({ content }) => content),
    ]),
  );
  if (rowCount !== silent.length) throw new LostRace('an interaction of this batch is no longer withdrawn');
};

const withdrawUnheardSql = statement(`
  INSERT INTO interactions (key, subject, rule, version, withdrawn, content)
  VALUES ($1, $1, 'strongest-identifier', 0, true, '') ON CONFLICT (key) DO NOTHING`);

/** Notes that this interaction is withdrawn, if it is not stored yet. Gives whether that was so. */
export const withdrawUnheard = async (tx: Transaction, key: string): Promise<boolean> => {
  const { rowCount } = await tx.query(withdrawUnheardSql([key]));
  return rowCount === 1;
};

const forgetUnheardSql = statement("DELETE FROM interactions WHERE key = $1 AND content = ''");

/** Forgets that this interaction was withdrawn, if it was never heard of. Gives whether that was so. */
export const forgetUnheard = async (tx: Transaction, key: string): Promise<boolean> => {
  const { rowCount } = await tx.query(forgetUnheardSql([key]));
  return rowCount === 1;
};

const reattributeSql = statement(`
  UPDATE interactions AS i SET subject = n.subject, rule = n.rule, version = n.version, withdrawn = n.withdrawn
    FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::integer[], $5::boolean[])
         AS n (key, subject, rule, version, withdrawn)
   WHERE i.key = n.key`);

/** Writes whose these interactions are now, and whether they count. */
export const saveAttribution = async (
  tx: Transaction,
  changed: readonly (StoredInteraction & { withdrawn: boolean })[],
): Promise<void> => {
  if (changed.length === 0) return;
  await tx.query(
    reattributeSql([
      changed.map(({ key }) => key),
      changed.map(({ subject }) => subject),
      changed.map(({ rule }) => rule),
      changed.map(({ version }) => version),
      changed.map(({ withdrawn }) => withdrawn),
    ]),
  );
};

/** No key is this one. */
export const beforeAllKeys = '00000000-0000-0000-0000-000000000000';

const listInteractionsSql = statement(`
  SELECT ${columns} FROM interactions AS i
   WHERE subject = ANY ($1::uuid[]) AND content <> '' AND key > $2
     AND (NOT withdrawn OR NOT EXISTS (SELECT FROM decisions AS d WHERE d.interaction = i.key AND d.nodes <> '{}'))
  UNION ALL
  SELECT ${columns} FROM interactions
   WHERE withdrawn AND content <> '' AND key > $2
     AND key = ANY (ARRAY(SELECT interaction FROM decisions WHERE nodes && $1::uuid[] AND kind = 'withdrawn'))
   ORDER BY key LIMIT $3`);

/**
 * A page of the interactions that are attributed to these subjects, and of those that were withdrawn and name one of them,
 * in the order of their keys.
 */
export const listInteractions = async (
  tx: Transaction,
  subjects: readonly string[],
  { after, limit }: { after: string | undefined; limit: number },
): Promise<(StoredInteraction & { withdrawn: boolean })[]> => {
  const { rows } = await tx.query<Row>(listInteractionsSql([subjects, after ?? beforeAllKeys, limit]));
  return rows.map((row) => ({ ...stored(row), withdrawn: row.withdrawn }));
};
