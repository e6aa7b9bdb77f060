/**
 * By what an erasure finds records without reading them: hashes of what each is about. An entry of its own in an index costs as
 * much as appending the record; so an append writes one row, with all of its hashes, into `new_mentions`, and `pack.ts` puts
 * many of those together later, as a run: its hashes lie in buckets by their last bits, and a search reads one bucket of each
 * run, and all that is new. Records of compacted topics have none: of these, what was replaced goes anyway. What was appended
 * before there were mentions, up to `unmentioned`, has to be read; what was in the middle of being appended then is within the
 * margin. Hashes are not compressed: it would be in vain.
 */
export const mentionTables = (schema: string): string => `
DO $$ BEGIN
  IF to_regclass('${schema}.mention_runs') IS NULL THEN
    -- As they were noted for a while: one row, and one entry in an index, for each.
    DROP TABLE IF EXISTS ${schema}.mentions;
    DROP FUNCTION IF EXISTS ${schema}.append(text, integer[], text[], text[], text[], integer[], text[]);
    CREATE TABLE ${schema}.new_mentions (
      appended_at bigint NOT NULL,
      topic_id integer NOT NULL,
      entries integer NOT NULL,
      hashes bigint[] NOT NULL,
      partitions integer[] NOT NULL,
      offsets bigint[] NOT NULL
    );
    ALTER TABLE ${schema}.new_mentions ALTER hashes SET STORAGE EXTERNAL, ALTER partitions SET STORAGE EXTERNAL,
      ALTER offsets SET STORAGE EXTERNAL;
    CREATE TABLE ${schema}.mention_runs (
      run integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      buckets integer NOT NULL,
      retention_ms bigint NOT NULL,
      first_at bigint NOT NULL,
      last_at bigint NOT NULL
    );
    CREATE TABLE ${schema}.packed_mentions (
      run integer NOT NULL,
      bucket integer NOT NULL,
      hashes bigint[] NOT NULL,
      offsets bigint[] NOT NULL,
      topic_ids integer[] NOT NULL,
      partitions integer[] NOT NULL,
      PRIMARY KEY (run, bucket)
    );
    CREATE TABLE IF NOT EXISTS ${schema}.unmentioned (
      topic_id integer NOT NULL,
      partition integer NOT NULL,
      up_to bigint NOT NULL,
      PRIMARY KEY (topic_id, partition)
    );
    INSERT INTO ${schema}.unmentioned AS u (topic_id, partition, up_to)
    SELECT p.topic_id, p.partition, p.next_offset + 10000
      FROM ${schema}.partitions p JOIN ${schema}.topics t ON t.id = p.topic_id
     WHERE p.next_offset > 0 AND NOT t.compacted
    ON CONFLICT (topic_id, partition) DO UPDATE SET up_to = EXCLUDED.up_to;
  END IF;
END $$;`;
