import { command, statement, type Transaction } from '@hilo/runtime';

/** The schema of what is in force, and the one in which what follows from other rules is built beside it. */
export type ShadowSchemas = { base: string; next: string };

/** As they are called where nobody calls them otherwise. */
export const exampleSchemas: ShadowSchemas = { base: 'identity', next: 'identity_next' };

const rebuilt = ['identifiers', 'links', 'denials', 'automatic_links'] as const;

const findShadowSchemasSql = statement('SELECT current_schema() AS base');

/** The places of this connection: what takes the place of a schema is built in `<schema>_next`. */
export const findShadowSchemas = async (tx: Transaction): Promise<ShadowSchemas> => {
  const { rows } = await tx.query<{ base: string }>(findShadowSchemasSql());
  const base = rows[0]?.base ?? '';
  return { base, next: `${base}_next` };
};

/** Until the end of the transaction, who is who is read and written in the shadow: every name is looked up there first. */
export const enterShadow = async (tx: Transaction, { base, next }: ShadowSchemas): Promise<void> => {
  await tx.query(command(`SET LOCAL search_path TO ${next}, ${base}`));
};

/**
 * Makes an empty shadow: tables like those in force, with their keys and indexes; whose the facts are in it; and the views
 * through which it sees only the facts and decisions that it was told, as they were when it was told.
 */
export const createShadow = async (tx: Transaction, { base, next }: ShadowSchemas): Promise<void> => {
  for (const table of rebuilt) {
    await tx.query(
      command(`CREATE TABLE ${next}.${table} (LIKE ${base}.${table} INCLUDING DEFAULTS INCLUDING STORAGE)`),
    );
    for (const text of await furnishing(tx, `${base}.${table}`, `${next}.${table}`)) await tx.query(command(text));
  }
  await tx.query(
    command(`
    CREATE TABLE ${next}.attributions (key uuid PRIMARY KEY, subject uuid NOT NULL, rule text NOT NULL);
    CREATE INDEX attributions_subject ON ${next}.attributions (subject);
    CREATE TABLE ${next}.named (id uuid PRIMARY KEY, kind text NOT NULL, at bigint NOT NULL, content text NOT NULL,
                                nodes uuid[] NOT NULL, holds boolean NOT NULL);
    CREATE INDEX named_nodes ON ${next}.named USING gin (nodes);
    CREATE TABLE ${next}.journal (id bigserial PRIMARY KEY, what text NOT NULL, key uuid NOT NULL, content text);
    CREATE INDEX journal_key ON ${next}.journal (key);
    CREATE VIEW ${next}.interactions AS
      SELECT a.key, a.subject, a.rule, 0 AS version, false AS withdrawn, coalesce(j.content, i.content) AS content
        FROM ${next}.attributions AS a
        LEFT JOIN ${base}.interactions AS i ON i.key = a.key
        LEFT JOIN LATERAL (SELECT content FROM ${next}.journal
                            WHERE key = a.key AND content IS NOT NULL ORDER BY id LIMIT 1) AS j ON true;
    CREATE VIEW ${next}.decisions AS
      SELECT id, kind, at, '' AS request, content, nodes, CASE WHEN holds THEN NULL ELSE '{}' END AS retracted
        FROM ${next}.named`),
  );
};

const furnishingSql = statement(`
  SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s', $2::text, conname, pg_get_constraintdef(oid)) AS text
    FROM pg_constraint WHERE conrelid = $1::text::regclass AND contype IN ('p', 'u', 'c')
  UNION ALL
  SELECT replace(pg_get_indexdef(indexrelid), format(' ON %s ', $1::text), format(' ON %s ', $2::text))
    FROM pg_index AS i WHERE indrelid = $1::text::regclass
     AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid)
  UNION ALL
  SELECT format('ALTER TABLE %s SET (%s)', $2::text, array_to_string(reloptions, ', '))
    FROM pg_class WHERE oid = $1::text::regclass AND reloptions IS NOT NULL`);

/** Keys, indexes and storage options: what `LIKE` does not bring, or would bring under other names. */
const furnishing = async (tx: Transaction, from: string, to: string): Promise<string[]> => {
  const { rows } = await tx.query<{ text: string }>(furnishingSql([from, to]));
  return rows.map(({ text }) => text);
};

/**
 * From now on, every interaction and decision that comes, changes or goes is noted in the shadow's journal, whoever writes it;
 * of what changes or goes, with what it was.
 */
export const watch = async (tx: Transaction, { base, next }: ShadowSchemas): Promise<void> => {
  await tx.query(
    command(`
    CREATE FUNCTION ${next}.note_interactions() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'INSERT' THEN
        INSERT INTO ${next}.journal (what, key) SELECT 'interaction', key FROM later;
      ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO ${next}.journal (what, key, content) SELECT 'interaction', key, nullif(content, '') FROM earlier;
      ELSE
        INSERT INTO ${next}.journal (what, key, content)
          SELECT 'interaction', key, CASE WHEN e.content <> l.content THEN nullif(e.content, '') END
            FROM earlier AS e JOIN later AS l USING (key)
           WHERE e.withdrawn <> l.withdrawn OR e.content <> l.content;
      END IF;
      RETURN NULL;
    END $$;
    CREATE FUNCTION ${next}.note_decisions() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'DELETE' THEN
        INSERT INTO ${next}.journal (what, key) SELECT 'decision', id FROM earlier;
      ELSE
        INSERT INTO ${next}.journal (what, key) SELECT 'decision', id FROM later;
      END IF;
      RETURN NULL;
    END $$`),
  );
  for (const table of watched) {
    await tx.query(
      command(`
      CREATE TRIGGER shadow_insert AFTER INSERT ON ${base}.${table} REFERENCING NEW TABLE AS later
        FOR EACH STATEMENT EXECUTE FUNCTION ${next}.note_${table}();
      CREATE TRIGGER shadow_update AFTER UPDATE ON ${base}.${table} REFERENCING OLD TABLE AS earlier NEW TABLE AS later
        FOR EACH STATEMENT EXECUTE FUNCTION ${next}.note_${table}();
      CREATE TRIGGER shadow_delete AFTER DELETE ON ${base}.${table} REFERENCING OLD TABLE AS earlier
        FOR EACH STATEMENT EXECUTE FUNCTION ${next}.note_${table}()`),
    );
  }
};

const watched = ['interactions', 'decisions'] as const;

/** What was built takes the place of what was in force. */
export const takePlace = async (tx: Transaction, { base, next }: ShadowSchemas): Promise<void> => {
  for (const table of rebuilt) {
    await tx.query(command(`DROP TABLE ${base}.${table}; ALTER TABLE ${next}.${table} SET SCHEMA ${base}`));
  }
};

/** Removes whatever there is of a shadow. */
export const dropShadow = async (tx: Transaction, { base, next }: ShadowSchemas): Promise<void> => {
  // To look for a trigger in vain would keep everybody from the table.
  for (const text of await triggers(tx, base)) await tx.query(command(text));
  for (const table of watched) {
    await tx.query(command(`DROP FUNCTION IF EXISTS ${next}.note_${table}; DROP VIEW IF EXISTS ${next}.${table}`));
  }
  for (const table of [...rebuilt, 'attributions', 'named', 'journal', 'renamed'])
    await tx.query(command(`DROP TABLE IF EXISTS ${next}.${table}`));
};

const triggersSql = statement(`
  SELECT format('DROP TRIGGER %I ON %s.%I', tgname, relnamespace::regnamespace, relname) AS text
    FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
   WHERE relnamespace = $1::regnamespace AND tgname IN ('shadow_insert', 'shadow_update', 'shadow_delete')`);

const triggers = async (tx: Transaction, base: string): Promise<string[]> => {
  const { rows } = await tx.query<{ text: string }>(triggersSql([base]));
  return rows.map(({ text }) => text);
};

/** So that the planner knows how large it has become. */
export const analyseShadow = async (tx: Transaction, { next }: ShadowSchemas): Promise<void> => {
  for (const table of [...rebuilt, 'attributions', 'named']) await tx.query(command(`ANALYZE ${next}.${table}`));
};
