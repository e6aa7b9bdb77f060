import { LostRace, type Transaction } from '@hilo/runtime';

export type StoredInteraction = { key: string; subject: string; rule: string; version: number; content: string };

/** The interactions that are stored already, by key. */
export const findStored = async (tx: Transaction, keys: readonly string[]): Promise<Map<string, StoredInteraction>> => {
  const { rows } = await tx.query<StoredInteraction>({
    name: 'interactions-by-key',
    text: 'SELECT key, subject, rule, version, content FROM interactions WHERE key = ANY ($1::uuid[])',
    values: [keys],
  });
  return new Map(rows.map((row) => [row.key, row]));
};

/** The interactions that are attributed to one of these subjects. */
export const findBySubject = async (tx: Transaction, subjects: readonly string[]): Promise<StoredInteraction[]> => {
  if (subjects.length === 0) return [];
  const { rows } = await tx.query<StoredInteraction>({
    name: 'interactions-by-subject',
    text: 'SELECT key, subject, rule, version, content FROM interactions WHERE subject = ANY ($1::uuid[])',
    values: [subjects],
  });
  return rows;
};

/** Stores new interactions. If another transaction stored one of them meanwhile, throws `LostRace`. */
export const insertInteractions = async (tx: Transaction, stored: readonly StoredInteraction[]): Promise<void> => {
  const { rowCount } = await tx.query({
    name: 'insert-interactions',
    text: `INSERT INTO interactions (key, subject, rule, version, content)
           SELECT key, subject, rule, version, content
             FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::integer[], $5::text[])
                  AS n (key, subject, rule, version, content)
            ORDER BY key
           ON CONFLICT (key) DO NOTHING`,
    values: [
      stored.map(({ key }) => key),
      stored.map(({ subject }) => subject),
      stored.map(({ rule }) => rule),
      stored.map(({ version }) => version),
      stored.map(({ content }) => content),
    ],
  });
  if (rowCount !== stored.length) throw new LostRace('an interaction of this batch was stored by another one');
};

/** Writes whose these interactions are now. */
export const reattribute = async (tx: Transaction, stored: readonly StoredInteraction[]): Promise<void> => {
  if (stored.length === 0) return;
  await tx.query(
    `UPDATE interactions AS i SET subject = n.subject, rule = n.rule, version = n.version
       FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::integer[]) AS n (key, subject, rule, version)
      WHERE i.key = n.key`,
    [
      stored.map(({ key }) => key),
      stored.map(({ subject }) => subject),
      stored.map(({ rule }) => rule),
      stored.map(({ version }) => version),
    ],
  );
};
