import { openDatabase } from '@hilo/runtime';

/** Where in the whole database one of these texts stands: every column of every table of every schema is looked at. */
export const placesOf = async (databaseUrl: string, texts: readonly string[]): Promise<string[]> => {
  const pool = openDatabase({ connectionString: databaseUrl, schema: 'public', logger: { warn: () => {} } });
  try {
    const { rows: tables } = await pool.query<{ schema: string; name: string }>(
      `SELECT table_schema AS schema, table_name AS name FROM information_schema.tables
        WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
    );
    const found: string[] = [];
    for (const { schema, name } of tables) {
      const { rows } = await pool.query<{ text: string; rows: string }>(
        `SELECT s.text, count(*) AS rows FROM "${schema}"."${name}" AS t, unnest($1::text[]) AS s (text)
          WHERE strpos(lower(t::text), lower(s.text)) > 0 GROUP BY s.text`,
        [texts],
      );
      found.push(...rows.map(({ text, rows }) => `${schema}.${name}: ${text} in ${rows}`));
    }
    return found.sort();
  } finally {
    await pool.end();
  }
};
