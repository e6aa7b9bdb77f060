import { consumerGroups, topics } from '@hilo/contracts';
import { openDatabase, type Transaction } from '@hilo/runtime';

const atOnce = 100_000;
const overMs = 6 * 24 * 3600 * 1000;
/** About what an interaction and its resolved one take. */
const filling = [
  { topic: topics.interactions.name, bytes: 600 },
  { topic: topics.resolved.name, bytes: 900 },
];

export type Filling = { records: number; isFromBefore: boolean; onProgress(records: number): void };

/**
 * Fills the log of an installation that is stopped with so many records of six days, which everybody has read; as the log
 * appends them, or as it did before it noted what records are about.
 */
export const fillLog = async (url: string, { records, isFromBefore, onProgress }: Filling): Promise<void> => {
  const client = openDatabase({ connectionString: url, schema: 'log', logger: { warn: () => {} }, maxConnections: 1 });
  try {
    const each = Math.floor(records / filling.length);
    for (const [turn, { topic, bytes }] of filling.entries()) {
      for (let from = 0; from < each; from += atOnce) {
        const to = Math.min(from + atOnce, each);
        await client.query(inserting(isFromBefore), [topic, from, to, Date.now() - overMs, overMs / each, bytes]);
        onProgress(turn * each + to);
      }
      await moveOn(client, topic, { each, isFromBefore });
    }
    await client.query('ANALYZE log.records');
  } finally {
    await client.end();
  }
};

const inserting = (isFromBefore: boolean): string => `
  WITH filled AS (
    SELECT t.id AS topic_id, (n % t.partitions)::integer AS partition, p.next_offset + n / t.partitions AS "offset",
           floor($4::float8 + n * $5::float8)::bigint AS at, n
      FROM generate_series($2::integer, $3::integer - 1) AS n JOIN log.topics t ON t.name = $1
      JOIN log.partitions p ON p.topic_id = t.id AND p.partition = n % t.partitions
  ), written AS (
    INSERT INTO log.records (topic_id, partition, "offset", appended_at, compacted, key, value, headers)
    SELECT topic_id, partition, "offset", at, false, 'email:' || n,
           json_build_object('id', 'f-' || n, 'source', 'filler', 'text', rpad(md5(n::text), $6::integer, 'lorem ipsum '),
             'identifiers', json_build_array(json_build_object('kind', 'email', 'value', n || '@filler.example'))),
           json_build_object('ce_source', 'filler', 'ce_id', 'f-' || n)
      FROM filled
  )
  INSERT INTO log.new_mentions (appended_at, topic_id, entries, hashes, partitions, offsets)
  SELECT max(at), topic_id, count(*), array_agg(hashtextextended(json_build_array('filler', 'f-' || n)::text, 0)),
         array_agg(partition), array_agg("offset")
    FROM filled WHERE ${!isFromBefore} GROUP BY topic_id, n / 1000`;

/** The partitions are so much longer, and everybody who reads the topic is through. */
const moveOn = async (
  client: Transaction,
  topic: string,
  { each, isFromBefore }: { each: number; isFromBefore: boolean },
): Promise<void> => {
  await client.query(
    `UPDATE log.partitions p SET next_offset = next_offset + $2 / t.partitions + 1
       FROM log.topics t WHERE t.id = p.topic_id AND t.name = $1`,
    [topic, each],
  );
  if (isFromBefore) {
    await client.query(
      `INSERT INTO log.unmentioned SELECT p.topic_id, p.partition, p.next_offset
         FROM log.partitions p JOIN log.topics t ON t.id = p.topic_id WHERE t.name = $1
       ON CONFLICT (topic_id, partition) DO UPDATE SET up_to = EXCLUDED.up_to`,
      [topic],
    );
  }
  for (const [group, read] of Object.entries(consumerGroups)) {
    if (!read.some(({ name }) => name === topic)) continue;
    await client.query(
      `INSERT INTO ${schemaOf(group)}.consumer_offsets (consumer_group, log, topic, partition, next_offset, stored)
       SELECT $1, i.id, t.name, p.partition, p.next_offset, p.next_offset
         FROM log.partitions p JOIN log.topics t ON t.id = p.topic_id CROSS JOIN log.identity i WHERE t.name = $2
       ON CONFLICT (consumer_group, log, topic, partition) DO UPDATE
          SET next_offset = EXCLUDED.next_offset, stored = EXCLUDED.stored`,
      [group, topic],
    );
    await client.query(
      `UPDATE log.leases l SET committed = p.next_offset FROM log.partitions p JOIN log.topics t ON t.id = p.topic_id
        WHERE l.consumer_group = $1 AND l.topic = $2 AND t.name = $2 AND p.partition = l.partition`,
      [group, topic],
    );
  }
};

const schemaOf = (group: string): string =>
  ({ 'identity-resolution': 'identity', 'survey-trigger': 'survey' })[group] ?? group.replace(/\..*/, '');
