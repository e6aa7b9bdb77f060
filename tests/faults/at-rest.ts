import { setTimeout as delay } from 'node:timers/promises';
import { consumerGroups, deadLetterTopics, personalTopics, topics } from '@hilo/contracts';
import type { Log } from '@hilo/log';
import type { Pool } from 'pg';

/** What nobody has read, or done, yet. */
type Left = Readonly<Record<string, number>>;

const lookEveryMs = 2000;
/** A machine that is busy, and members that were killed while they joined a group, take their time. */
const longestStandstillMs = 15 * 60_000;

const undone = `
  SELECT 'publications' AS what, count(*) AS left FROM identity.publications
  UNION ALL SELECT 'outbox of identity-resolution', count(*) FROM identity.outbox
  UNION ALL SELECT 'outbox of survey-trigger', count(*) FROM survey.outbox
  UNION ALL SELECT 'outbox of analytics', count(*) FROM analytics.outbox
  UNION ALL SELECT 'outbox of ingest', count(*) FROM ingest.outbox
  UNION ALL SELECT 'spool of ingest', count(*) FROM ingest.spool
  UNION ALL SELECT 'invitations to be decided', count(*) FROM survey.invitations WHERE state = 'pending'`;

const followed = [...personalTopics, topics.ledger];
const readers = [
  ...Object.entries(consumerGroups).flatMap(([group, read]) =>
    read.filter((topic) => followed.includes(topic)).map(({ name }) => ({ group, topic: name })),
  ),
  ...deadLetterTopics.map(({ name }) => ({ group: 'ingest.quarantine', topic: name })),
];

/** Waits until every service has read and done all; rejects, saying what is left, if nothing moves for a quarter of an hour. */
export const untilAtRest = async (pool: Pool, log: Log, say: (line: string) => void): Promise<void> => {
  let [before, since, quiet] = ['', Date.now(), 0];
  while (quiet < 2) {
    const now = JSON.stringify(await leftNow(pool, log));
    quiet = now === '{}' ? quiet + 1 : 0;
    if (now !== before) {
      if (quiet === 0) say(`left: ${now}`);
      [before, since] = [now, Date.now()];
    }
    if (Date.now() - since > longestStandstillMs) throw new Error(`nothing moves any more, and this is left: ${now}`);
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
