/**
 * Of how long a time the mentions lie together in their index: what is appended goes where the last went, however large the
 * log is, and a search looks once into each of the forty-odd periods of a retention of seven days.
 */
export const periodMs = 4 * 3600 * 1000;

/**
 * By what an erasure finds records without reading them: hashes of what each is about. Those that are in no compacted topic,
 * that is: of these, what was replaced goes anyway. What was appended before there was such a table, up to `unmentioned`, has to be read;
 * what was in the middle of being appended then is within the margin.
 */
export const mentionTables = (schema: string): string => `
DO $$ BEGIN
  IF to_regclass('${schema}.mentions') IS NULL THEN
    CREATE TABLE ${schema}.mentions (
      "offset" bigint NOT NULL,
      hash bigint NOT NULL,
      topic_id integer NOT NULL,
      partition integer NOT NULL,
      period integer NOT NULL
    );
    CREATE INDEX mentions_by_hash ON ${schema}.mentions (period, hash);
    CREATE TABLE ${schema}.unmentioned (
      topic_id integer NOT NULL,
      partition integer NOT NULL,
      up_to bigint NOT NULL,
      PRIMARY KEY (topic_id, partition)
    );
    INSERT INTO ${schema}.unmentioned (topic_id, partition, up_to)
    SELECT p.topic_id, p.partition, p.next_offset + 10000
      FROM ${schema}.partitions p JOIN ${schema}.topics t ON t.id = p.topic_id
     WHERE p.next_offset > 0 AND NOT t.compacted;
  END IF;
END $$;`;
