import { bare, LostRace, type Transaction, texts } from '@hilo/runtime';
import { z } from 'zod';

/** `names-nobody`: under the rules in force, none of its identifiers says anything. It counts for nobody, and stays stored. */
export const Rule = z.enum(['strongest-identifier', 'all-shared', 'names-nobody']);

export type StoredInteraction = {
  key: string;
  subject: string;
  rule: z.infer<typeof Rule>;
  version: number;
  content: string;
};
type Row = Omit<StoredInteraction, 'rule'> & { rule: string; withdrawn: boolean };

const columns = 'key, subject, rule, version, content, withdrawn';

const stored = ({ key, subject, rule, version, content }: Row): StoredInteraction => ({
  key,
  subject,
  rule: Rule.parse(rule),
  version,
  content,
});

/** What is stored of these already; without content, it was withdrawn before it was heard of. */
export const findContents = async (tx: Transaction, keys: readonly string[]): Promise<Map<string, string>> => {
  const { rows } = await tx.query<{ key: string; content: string }>({
    name: 'contents-by-key',
    text: 'SELECT key, content FROM interactions WHERE key = ANY ($1::uuid[])',
    values: [bare(keys)],
  });
  return new Map(rows.map(({ key, content }) => [key, content]));
};

/** The interactions that count and are attributed to one of these subjects. */
export const findBySubject = async (tx: Transaction, subjects: readonly string[]): Promise<StoredInteraction[]> => {
  if (subjects.length === 0) return [];
  const { rows } = await tx.query<Row>({
    name: 'interactions-by-subject',
    text: `SELECT ${columns} FROM interactions WHERE subject = ANY ($1::uuid[]) AND NOT withdrawn AND rule <> 'names-nobody'`,
    values: [bare(subjects)],
  });
  return rows.map(stored);
};

/** Those of these interactions that count. */
export const findCounted = async (tx: Transaction, keys: readonly string[]): Promise<StoredInteraction[]> => {
  if (keys.length === 0) return [];
  const { rows } = await tx.query<Row>({
    name: 'counted-by-key',
    text: `SELECT ${columns} FROM interactions WHERE key = ANY ($1::uuid[]) AND NOT withdrawn AND rule <> 'names-nobody'`,
    values: [bare(keys)],
  });
  return rows.map(stored);
};

/** The interaction with this key, whether it counts or not. */
export const findInteraction = async (
  tx: Transaction,
  key: string,
): Promise<(StoredInteraction & { withdrawn: boolean }) | undefined> => {
  const { rows } = await tx.query<Row>(`SELECT ${columns} FROM interactions WHERE key = $1`, [key]);
  return rows[0] && { ...stored(rows[0]), withdrawn: rows[0].withdrawn };
};

/** Stores new interactions. If another transaction stored one of them meanwhile, throws `LostRace`. */
export const insertInteractions = async (tx: Transaction, fresh: readonly StoredInteraction[]): Promise<void> => {
  if (fresh.length === 0) return;
  const { rowCount } = await tx.query({
    name: 'insert-interactions',
    text: `INSERT INTO interactions (key, subject, rule, version, content)
           SELECT key, subject, rule, version, content
             FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::integer[], $5::text[])
                  AS n (key, subject, rule, version, content)
            ORDER BY key
           ON CONFLICT (key) DO NOTHING`,
    values: [
      bare(fresh.map(({ key }) => key)),
      bare(fresh.map(({ subject }) => subject)),
      texts(fresh.map(({ rule }) => rule)),
      bare(fresh.map(({ version }) => version)),
      texts(fresh.map(({ content }) => content)),
    ],
  });
  if (rowCount !== fresh.length) throw new LostRace('an interaction of this batch was stored by another one');
};

/** Keeps what was withdrawn before it was heard of. If that was taken back meanwhile, throws `LostRace`. */
export const keepWithdrawn = async (tx: Transaction, heard: readonly StoredInteraction[]): Promise<void> => {
  if (heard.length === 0) return;
  const silent = heard.toSorted((one, other) => (one.key < other.key ? -1 : 1));
  const { rowCount } = await tx.query(
    `UPDATE interactions AS i SET subject = n.subject, rule = n.rule, version = n.version, content = n.content
       FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::integer[], $5::text[]) AS n (key, subject, rule, version, content)
      WHERE i.key = n.key AND i.content = ''`,
    [
      silent.map(({ key }) => key),
      silent.map(({ subject }) => subject),
      silent.map(({ rule }) => rule),
      silent.map(({ version }) => version),
      silent.map(({ content }) => content),
    ],
  );
  if (rowCount !== silent.length) throw new LostRace('an interaction of this batch is no longer withdrawn');
};

/** Notes that this interaction is withdrawn, if it is not stored yet. Gives whether that was so. */
export const withdrawUnheard = async (tx: Transaction, key: string): Promise<boolean> => {
  const { rowCount } = await tx.query(
    `INSERT INTO interactions (key, subject, rule, version, withdrawn, content)
     VALUES ($1, $1, 'strongest-identifier', 0, true, '') ON CONFLICT (key) DO NOTHING`,
    [key],
  );
  return rowCount === 1;
};

/** Forgets that this interaction was withdrawn, if it was never heard of. Gives whether that was so. */
export const forgetUnheard = async (tx: Transaction, key: string): Promise<boolean> => {
  const { rowCount } = await tx.query("DELETE FROM interactions WHERE key = $1 AND content = ''", [key]);
  return rowCount === 1;
};

/** Writes whose these interactions are now, and whether they count. */
export const reattribute = async (
  tx: Transaction,
  changed: readonly (StoredInteraction & { withdrawn: boolean })[],
): Promise<void> => {
  if (changed.length === 0) return;
  await tx.query(
    `UPDATE interactions AS i SET subject = n.subject, rule = n.rule, version = n.version, withdrawn = n.withdrawn
       FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::integer[], $5::boolean[])
            AS n (key, subject, rule, version, withdrawn)
      WHERE i.key = n.key`,
    [
      changed.map(({ key }) => key),
      changed.map(({ subject }) => subject),
      changed.map(({ rule }) => rule),
      changed.map(({ version }) => version),
      changed.map(({ withdrawn }) => withdrawn),
    ],
  );
};

/**
 * A page of the interactions that are attributed to these subjects, and of those that were withdrawn and name one of them,
 * in the order of their keys.
 */
export const listInteractions = async (
  tx: Transaction,
  subjects: readonly string[],
  { after, limit }: { after: string | undefined; limit: number },
): Promise<(StoredInteraction & { withdrawn: boolean })[]> => {
  const isOnPage = "content <> '' AND ($2::uuid IS NULL OR key > $2::uuid)";
  const { rows } = await tx.query<Row>(
    `SELECT ${columns} FROM interactions AS i
      WHERE subject = ANY ($1::uuid[]) AND ${isOnPage}
        AND (NOT withdrawn OR NOT EXISTS (SELECT FROM decisions AS d WHERE d.interaction = i.key AND d.nodes <> '{}'))
      UNION ALL
     SELECT ${columns} FROM interactions
      WHERE withdrawn AND ${isOnPage}
        AND key = ANY (ARRAY(SELECT interaction FROM decisions WHERE nodes && $1::uuid[] AND kind = 'withdrawn'))
      ORDER BY key LIMIT $3`,
    [subjects, after ?? null, limit],
  );
  return rows.map((row) => ({ ...stored(row), withdrawn: row.withdrawn }));
};
