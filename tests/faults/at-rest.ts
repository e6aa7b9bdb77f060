import { setTimeout as delay } from 'node:timers/promises';
import { consumerGroups, deadLetterTopics, personalTopics, topics } from '@hilo/contracts';
import type { Log } from '@hilo/log';
import type { Pool } from 'pg';

/** What nobody has read, or done, yet. */
type Left = Readonly<Record<string, number>>;

const lookEveryMs = 2000;
/** A machine that is busy, and members that were killed while they joined a group, take their time. */
const longestStandstillMs = 5 * 60_000;

const undone = `
  SELECT 'publications' AS what, count(*) AS left FROM identity.publications
  UNION ALL SELECT 'outbox of identity-resolution', count(*) FROM identity.outbox
  UNION ALL SELECT 'outbox of survey-trigger', count(*) FROM survey.outbox
  UNION ALL SELECT 'outbox of analytics', count(*) FROM analytics.outbox
  UNION ALL SELECT 'outbox of ingest', count(*) FROM ingest.outbox
  UNION ALL SELECT 'spool of ingest', count(*) FROM ingest.spool
  UNION ALL SELECT 'reactions to be decided', count(*) FROM survey.timers WHERE kind = 'reaction'
  UNION ALL SELECT 'invitations to be decided', count(*) FROM survey.invitations WHERE state = 'pending'
  UNION ALL SELECT 'texts to be judged', count(*) FROM survey.heard_texts WHERE state = 'waiting'`;

const followed = [...personalTopics, topics.ledger];
const readers = [
  ...Object.entries(consumerGroups).flatMap(([group, read]) =>
    read.filter((topic) => followed.includes(topic)).map(({ name }) => ({ group, topic: name })),
  ),
  ...deadLetterTopics.map(({ name }) => ({ group: 'ingest.quarantine', topic: name })),
];

/** Waits until every service has read and done all; rejects, saying what is left and what goes on in the database, if nothing moves for 5 minutes. */
export const untilAtRest = async (pool: Pool, log: Log, say: (line: string) => void): Promise<void> => {
  let [before, since, quiet] = ['', Date.now(), 0];
  while (quiet < 2) {
    const now = JSON.stringify(await leftNow(pool, log));
    quiet = now === '{}' ? quiet + 1 : 0;
    if (now !== before) {
      if (quiet === 0) say(`left: ${now}`);
      [before, since] = [now, Date.now()];
    }
    if (Date.now() - since > longestStandstillMs)
      throw new Error(`nothing moves any more, and this is left: ${now}\n${await describeStandstill(pool)}`);
    await delay(lookEveryMs);
  }
};

const leftNow = async (pool: Pool, log: Log): Promise<Left> => {
  const { rows } = await pool.query<{ what: string; left: string }>(undone);
  const lags = await Promise.all(
    readers.map(
      async ({ group, topic }): Promise<[string, number]> => [`${group} in ${topic}`, await log.lag(group, topic)],
    ),
  );
  const all = [...lags, ...rows.map(({ what, left }): [string, number] => [what, Number(left)])];
  return Object.fromEntries(all.filter(([, left]) => left > 0));
};

const sessions = `
  SELECT application_name AS who, state, wait_event AS "waitsFor", pg_blocking_pids(pid) AS behind, pid,
         round(extract(epoch FROM now() - query_start))::int AS seconds, left(query, 300) AS query
    FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() ORDER BY query_start`;

/** Who has which partition, and how far it is. */
const holders = `
  SELECT l.consumer_group AS group, l.topic, l.partition, l.committed, p.next_offset AS end, l.member, l.expires_at AS until
    FROM log.leases l JOIN log.topics t ON t.name = l.topic JOIN log.partitions p ON p.topic_id = t.id AND p.partition = l.partition
   WHERE l.committed < p.next_offset`;

const describeStandstill = async (pool: Pool): Promise<string> => {
  const found = await Promise.all(
    [sessions, holders].map(async (query) => (await pool.query<Record<string, unknown>>(query)).rows),
  );
  return found
    .flat()
    .map((row) => JSON.stringify(row))
    .join('\n');
};
