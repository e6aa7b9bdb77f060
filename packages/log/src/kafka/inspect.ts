import type { Admin } from 'kafkajs';
import type { LogInspection, TopicState } from '../log.ts';
import { createAsk } from './asking.ts';
import { connectKafka, type KafkaLogOptions } from './connection.ts';
import { kafkaErrorType } from './errors.ts';
import { lag, oldestWaiting } from './offsets.ts';

/** Looks at the topics and groups of a cluster; creates and changes nothing. */
export async function inspectKafka(options: KafkaLogOptions): Promise<LogInspection> {
  const kafka = connectKafka(options);
  const admin = kafka.admin();
  await admin.connect();
  const ask = createAsk(kafka, admin);
  const close = () => admin.disconnect();
  return {
    countBrokers: () => ask(async (asked) => (await asked.describeCluster()).brokers.length),
    describeTopics: (names) => ask((asked) => describeTopics(asked, names)),
    lag: (group, topic) => ask((asked) => lag(asked, group, topic)),
    oldestWaiting: (group, topic) => ask((asked) => oldestWaiting(asked, group, topic)),
    [Symbol.asyncDispose]: close,
  };
}

async function describeTopics(admin: Admin, names: readonly string[]): Promise<TopicState[]> {
  const there = new Set(await admin.listTopics());
  const wanted = names.filter((name) => there.has(name));
  if (wanted.length === 0) return [];
  const { topics } = await admin.fetchTopicMetadata({ topics: wanted });
  const settings = await readSettings(admin, wanted);
  return topics.map(({ name, partitions }) => {
    const of = settings.get(name);
    const retention = Number(of?.get('retention.ms') ?? Number.NaN);
    return {
      name,
      partitions: partitions.length,
      replicas: Math.min(...partitions.map(({ replicas }) => replicas.length)),
      inSync: Math.min(...partitions.map(({ isr }) => isr.length)),
      leaderless: partitions.filter(({ leader }) => leader < 0).length,
      ...(of !== undefined && {
        minInSync: Number(of.get('min.insync.replicas') ?? 1),
        cleanup: of.get('cleanup.policy') ?? '',
        // -1 is for ever.
        ...(retention >= 0 && { retentionMs: retention }),
      }),
    };
  });
}

/** `ConfigResourceTypes.TOPIC` of kafkajs, which Node finds under no name. */
const topicResource = 2;

/** The settings of each topic; nothing, where this user may not see them. */
async function readSettings(admin: Admin, names: readonly string[]): Promise<Map<string, Map<string, string>>> {
  const wanted = ['retention.ms', 'cleanup.policy', 'min.insync.replicas'];
  try {
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: names.map((name) => ({ type: topicResource, name, configNames: wanted })),
    });
    return new Map(
      resources.map(({ resourceName, configEntries }) => [
        resourceName,
        new Map(configEntries.map(({ configName, configValue }) => [configName, configValue])),
      ]),
    );
  } catch (error) {
    if (/AUTHORIZATION_FAILED/.test(kafkaErrorType(error) ?? '')) return new Map();
    throw error;
  }
}
