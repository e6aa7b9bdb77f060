import type { LogInspection, TopicState } from '../log.ts';
import { openPool } from './connect.ts';
import { countUncommitted, firstWaitingAt } from './records.ts';
import { statement } from './statement.ts';

const isThereSql = statement("SELECT to_regclass('topics') IS NOT NULL AS there");

const describeTopicsSql = statement(`
  SELECT t.name, count(p.*)::integer AS partitions, t.retention_ms::float8 AS "retentionMs",
         CASE WHEN t.compacted THEN 'compact' ELSE 'delete' END AS cleanup
    FROM topics t LEFT JOIN partitions p ON p.topic_id = t.id WHERE t.name = ANY ($1::text[]) GROUP BY t.id`);

type TopicRow = { name: string; partitions: number; retentionMs: number | null; cleanup: string };

/** Looks at the topics and groups of the log in Postgres; creates and changes nothing. */
export const inspectPostgresLog = async (connectionString: string, schema = 'log'): Promise<LogInspection> => {
  const pool = openPool(connectionString, schema);
  return {
    countBrokers: async () => 1,
    describeTopics: async (names): Promise<TopicState[]> => {
      const { rows: known } = await pool.query<{ there: boolean }>(isThereSql());
      if (!known[0]?.there) return [];
      const { rows } = await pool.query<TopicRow>(describeTopicsSql([names]));
      return rows.map(({ retentionMs, ...row }) => ({
        ...row,
        replicas: 1,
        inSync: 1,
        minInSync: 1,
        leaderless: 0,
        ...(retentionMs !== null && { retentionMs }),
      }));
    },
    lag: (group, topic) => countUncommitted(pool, group, topic),
    oldestWaiting: (group, topic) => firstWaitingAt(pool, group, topic),
    [Symbol.asyncDispose]: () => pool.end(),
  };
};
