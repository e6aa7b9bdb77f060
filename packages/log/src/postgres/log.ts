import type { ConsumeOptions, Consumer, Log, TopicSettings } from '../log.ts';
import { listen, openPool, prepareSchema } from './connect.ts';
import { startConsumer, type Wakeable } from './consume.ts';
import { eraseAt, eraseRecords } from './erase.ts';
import { type Group, openGroup } from './group.ts';
import { readPostgresTopic } from './read.ts';
import { appendRecords, committedOf, countUncommitted, endsOf, firstWaitingAt } from './records.ts';
import { statement } from './statement.ts';
import { sweep } from './sweep.ts';

export type PostgresLogOptions = {
  connectionString: string;
  /** The schema that holds the log; created if it is missing. */
  schema?: string;
};

const sweepEveryMs = 60_000;

const readPartitionsSql = statement('SELECT partitions FROM topics WHERE name = $1');

const readIdentitySql = statement('SELECT FROM identity');

/** The log in Postgres: the embedded default, and the choice for small installations. */
export const openPostgresLog = async ({ connectionString, schema = 'log' }: PostgresLogOptions): Promise<Log> => {
  const pool = openPool(connectionString, schema);
  const id = await prepareSchema(pool, schema).catch(async (error: unknown) => {
    await pool.end();
    throw error;
  });
  const consumers = new Set<Wakeable>();
  const partitionsOf = new Map<string, number>();
  const groups = new Map<string, Group>();
  const listener = listen(connectionString, (topic) => {
    for (const consumer of consumers) consumer.wake(topic);
  });
  const sweeper = setInterval(() => {
    sweep(pool).catch(() => {});
  }, sweepEveryMs);
  sweeper.unref();

  const countPartitions = async (topic: string): Promise<number> => {
    const known = partitionsOf.get(topic);
    if (known !== undefined) return known;
    const { rows } = await pool.query<{ partitions: number }>(readPartitionsSql([topic]));
    if (rows[0] === undefined) throw new Error(`The topic ${topic} does not exist in the log; see ensureTopics.`);
    partitionsOf.set(topic, rows[0].partitions);
    return rows[0].partitions;
  };

  const groupOf = (topic: string): Group => {
    const known = groups.get(topic);
    if (known !== undefined) return known;
    const group = openGroup(async (records) => appendRecords(pool, topic, await countPartitions(topic), records));
    groups.set(topic, group);
    return group;
  };

  const consume = async (options: ConsumeOptions): Promise<Consumer> => {
    const consumer = await startConsumer(pool, options);
    consumers.add(consumer);
    consumer.stopped.finally(() => consumers.delete(consumer)).catch(() => {});
    return consumer;
  };

  const endOffsets = async (topic: string): Promise<number[]> => [...(await endsOf(pool, [topic])).values()];

  const leaveGroups = async (): Promise<void> => {
    await Promise.all([...consumers].map((consumer) => consumer.close()));
  };

  const close = async (): Promise<void> => {
    if (pool.ending) return;
    clearInterval(sweeper);
    await leaveGroups();
    await listener.close();
    await Promise.all([...groups.values()].map((group) => group.idle()));
    await pool.end();
  };

  return {
    id,
    ensureTopics: (topics) => ensureTopics(pool, topics),
    append: (topic, records, options) => groupOf(topic).append(records, options),
    consume,
    read: (topic, options) => readPostgresTopic(pool, topic, options),
    endOffsets,
    committed: (group, topic) => committedOf(pool, group, topic),
    lag: (group, topic) => countUncommitted(pool, group, topic),
    oldestWaiting: (group, topic) => firstWaitingAt(pool, group, topic),
    erase: (wanted) => eraseRecords(pool, wanted),
    eraseAt: (topic, partition, offsets) => eraseAt(pool, topic, partition, offsets),
    ready: async () => {
      await pool.query(readIdentitySql());
    },
    leaveGroups,
    close,
    [Symbol.asyncDispose]: close,
  };
};

const insertTopicsSql = statement(
  `INSERT INTO topics (name, partitions, retention_ms, compacted) VALUES ($1, $2, $3, $4) ON CONFLICT (name) DO NOTHING`,
);

const insertPartitionsSql = statement(`
  INSERT INTO partitions (topic_id, partition)
  SELECT id, generate_series(0, partitions - 1) FROM topics WHERE name = $1 ON CONFLICT DO NOTHING`);

const ensureTopics = async (pool: ReturnType<typeof openPool>, topics: readonly TopicSettings[]): Promise<void> => {
  for (const { name, partitions, cleanup } of topics) {
    await pool.query(
      insertTopicsSql([
        name,
        partitions,
        cleanup.policy === 'delete' ? cleanup.retentionMs : null,
        cleanup.policy === 'compact',
      ]),
    );
    await pool.query(insertPartitionsSql([name]));
  }
};
