import { mentionTables } from './mentions.ts';

/**
 * The tables of the log. Offsets are given out under the lock of the partition's row, which is held until the commit: so
 * they become visible in their order, without gaps, and a reader skips nothing. `compactions` says up to where what was
 * replaced is deleted (`sweep.ts`); mentions are by what an erasure finds a record (`mentions.ts`).
 */
export const tables = (schema: string): string => `
CREATE TABLE IF NOT EXISTS ${schema}.identity (id uuid PRIMARY KEY DEFAULT gen_random_uuid());
INSERT INTO ${schema}.identity SELECT WHERE NOT EXISTS (SELECT FROM ${schema}.identity);

CREATE TABLE IF NOT EXISTS ${schema}.topics (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE,
  partitions integer NOT NULL,
  retention_ms bigint,
  compacted boolean NOT NULL
);

CREATE TABLE IF NOT EXISTS ${schema}.partitions (
  topic_id integer NOT NULL,
  partition integer NOT NULL,
  next_offset bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (topic_id, partition)
) WITH (fillfactor = 50);

CREATE TABLE IF NOT EXISTS ${schema}.records (
  topic_id integer NOT NULL,
  partition integer NOT NULL,
  "offset" bigint NOT NULL,
  appended_at bigint NOT NULL,
  compacted boolean NOT NULL,
  key text NOT NULL,
  value text,
  headers text NOT NULL,
  PRIMARY KEY (topic_id, partition, "offset")
);
CREATE INDEX IF NOT EXISTS records_of_key ON ${schema}.records (topic_id, partition, md5(key), "offset") WHERE compacted;
CREATE INDEX IF NOT EXISTS records_tombstones ON ${schema}.records (appended_at) WHERE compacted AND value IS NULL;

CREATE TABLE IF NOT EXISTS ${schema}.compactions (
  topic_id integer NOT NULL,
  partition integer NOT NULL,
  done_to bigint NOT NULL,
  PRIMARY KEY (topic_id, partition)
);

CREATE TABLE IF NOT EXISTS ${schema}.members (
  consumer_group text NOT NULL,
  member uuid NOT NULL,
  topics text[] NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (consumer_group, member)
);

CREATE TABLE IF NOT EXISTS ${schema}.leases (
  consumer_group text NOT NULL,
  topic text NOT NULL,
  partition integer NOT NULL,
  committed bigint NOT NULL DEFAULT 0,
  generation bigint NOT NULL DEFAULT 0,
  member uuid,
  expires_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (consumer_group, topic, partition)
) WITH (fillfactor = 50);

${mentionTables(schema)}

-- The records come in the order of their partitions; those of the places \`about_of\` are about \`about\`.
CREATE OR REPLACE FUNCTION ${schema}.append_in_order(
  topic_name text, at_partitions integer[], keys text[], new_values text[], new_headers text[],
  about_of integer[], about text[]
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  topic ${schema}.topics;
  millis bigint := floor(extract(epoch FROM clock_timestamp()) * 1000);
BEGIN
  SELECT * INTO STRICT topic FROM ${schema}.topics WHERE name = topic_name;
  -- Locked in order, so that two appends never wait for each other.
  PERFORM FROM ${schema}.partitions p
    WHERE p.topic_id = topic.id AND p.partition = ANY (at_partitions) ORDER BY p.partition FOR UPDATE;
  WITH moved AS (
    UPDATE ${schema}.partitions p SET next_offset = p.next_offset + c.records
      FROM (SELECT partition, count(*) AS records, min(n) AS first
              FROM unnest(at_partitions) WITH ORDINALITY AS i (partition, n) GROUP BY partition) c
     WHERE p.topic_id = topic.id AND p.partition = c.partition
    RETURNING p.partition, p.next_offset - c.records - c.first AS before
  ), written AS (
    INSERT INTO ${schema}.records (topic_id, partition, "offset", appended_at, compacted, key, value, headers)
    SELECT topic.id, m.partition, m.before + i.n, millis, topic.compacted, i.key, i.value, i.headers
      FROM unnest(at_partitions, keys, new_values, new_headers)
        WITH ORDINALITY AS i (partition, key, value, headers, n) JOIN moved m USING (partition)
  )
  INSERT INTO ${schema}.new_mentions (appended_at, topic_id, entries, hashes, partitions, offsets)
  SELECT millis, topic.id, count(*), array_agg(hashtextextended(a.handle, 0)), array_agg(m.partition), array_agg(m.before + a.n)
    FROM unnest(about_of, about) AS a (n, handle) JOIN moved m ON m.partition = at_partitions[a.n]
   WHERE NOT topic.compacted HAVING count(*) > 0;
  PERFORM pg_notify('hilo_log', topic_name);
END $$;

-- As a process calls it that is older than what it says records are about: an erasure has to read those.
CREATE OR REPLACE FUNCTION ${schema}.append(
  topic_name text, at_partitions integer[], keys text[], new_values text[], new_headers text[]
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM ${schema}.append_in_order(
      topic_name, array_agg(i.partition ORDER BY i.partition, i.n), array_agg(i.key ORDER BY i.partition, i.n),
      array_agg(i.value ORDER BY i.partition, i.n), array_agg(i.headers ORDER BY i.partition, i.n), '{}', '{}')
    FROM unnest(at_partitions, keys, new_values, new_headers) WITH ORDINALITY AS i (partition, key, value, headers, n);
  INSERT INTO ${schema}.unmentioned AS u (topic_id, partition, up_to)
  SELECT p.topic_id, p.partition, p.next_offset FROM ${schema}.partitions p JOIN ${schema}.topics t ON t.id = p.topic_id
   WHERE t.name = topic_name AND NOT t.compacted AND p.partition = ANY (at_partitions)
  ON CONFLICT (topic_id, partition) DO UPDATE SET up_to = greatest(u.up_to, EXCLUDED.up_to);
END $$;
`;
