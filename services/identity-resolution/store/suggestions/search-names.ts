import { statement, type Transaction } from '@hilo/runtime';

export type NamedCustomer = { customer: string; words: readonly string[] };

/** Each word stands beside all of them, in their order, with blanks around each. */
const written = (words: readonly string[]): string => ` ${words.join(' ')} `;

const insertNamesSql = statement({
  name: 'insert-names',
  text: `INSERT INTO search_names (word, customer, words)
         SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[]) ON CONFLICT DO NOTHING`,
});

/** Keeps the words of the names of these, of whom none is kept. */
export const insertNames = async (tx: Transaction, named: readonly NamedCustomer[]): Promise<void> => {
  const rows = named.flatMap(({ customer, words }) => words.map((word) => ({ customer, word, words: written(words) })));
  if (rows.length === 0) return;
  await tx.query(
    insertNamesSql([rows.map(({ word }) => word), rows.map(({ customer }) => customer), rows.map((row) => row.words)]),
  );
};

const deleteNamesSql = statement({
  name: 'delete-names',
  text: 'DELETE FROM search_names WHERE customer = ANY ($1::uuid[])',
});

/** Forgets the names of these. */
export const deleteNames = async (tx: Transaction, customers: readonly string[]): Promise<void> => {
  await tx.query(deleteNamesSql([customers]));
};

/** After which a page goes on: which of the words leads, and where it is. */
export type SearchPosition = { leading: string; word: string; customer: string };

type Asked = { words: readonly string[]; except: readonly string[]; after: SearchPosition | undefined; limit: number };

const findNamedSql = statement({
  name: 'find-named',
  // One lower bound: of two, Postgres may begin at the lesser. The words of a name are in order: so the first of them that
  // begins so stands for the customer, and none comes twice.
  text: `SELECT word, customer FROM search_names
          WHERE (word, customer) > ($3, $4::uuid) AND word < $2
            AND strpos(words, ' ' || $1) = strpos(words, ' ' || word || ' ')
            AND words LIKE ALL ($5::text[]) AND customer <> ALL ($6::uuid[])
          ORDER BY word, customer LIMIT $7`,
});

/** Customers of whose names each of these words begins one, in the order of the word that fewest have. */
export const findNamed = async (tx: Transaction, { words, except, after, limit }: Asked): Promise<SearchPosition[]> => {
  const leading = after?.leading ?? (await rarest(tx, words));
  if (leading === undefined) return [];
  const { rows } = await tx.query<{ word: string; customer: string }>(
    findNamedSql([
      leading,
      beyond(leading),
      after?.word ?? leading,
      after?.customer ?? '00000000-0000-0000-0000-000000000000',
      words.filter((word) => word !== leading).map((word) => `% ${word}%`),
      except,
      limit,
    ]),
  );
  return rows.map((row) => ({ leading, ...row }));
};

/** What begins with this stands before it, in the order of bytes. */
const beyond = (prefix: string): string => `${prefix}\u{10FFFF}`;

const mostCounted = 10_000;

const rarestSql = statement({
  name: 'rarest-word',
  text: `SELECT asked.word FROM unnest($1::text[], $2::text[]) AS asked (word, beyond)
          CROSS JOIN LATERAL (SELECT count(*) FROM (SELECT FROM search_names AS s
                                                     WHERE s.word >= asked.word COLLATE "C"
                                                       AND s.word < asked.beyond COLLATE "C" LIMIT $3) AS counted) AS found
          ORDER BY found.count, length(asked.word) DESC, asked.word LIMIT 1`,
});

/** The word that begins the fewest words of names; of those that begin many, the longest. */
const rarest = async (tx: Transaction, words: readonly string[]): Promise<string | undefined> => {
  if (words.length < 2) return words[0];
  const { rows } = await tx.query<{ word: string }>(rarestSql([words, words.map(beyond), mostCounted]));
  return rows[0]?.word;
};
