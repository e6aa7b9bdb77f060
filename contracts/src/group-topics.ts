import { consumerGroups } from './consumer-groups.ts';
import { RebuiltService } from './rebuild.ts';
import { sevenDays, type Topic, topics } from './topics.ts';

/** Where a consumer group puts a message of a topic that it cannot process. */
export const deadLetterTopic = (topicName: string, group: string): string => `${topicName}.dead.${group}`;

/** How a topic for dead letters is made: few come, and they stay for 30 days. */
export const deadLetterSettings = {
  partitions: 1,
  cleanup: { policy: 'delete', retentionMs: 30 * 24 * 3600 * 1000 },
} as const;

/** The topic for dead letters of every group and topic that it reads. */
export const deadLetterTopics: readonly { name: string; topic: Topic; group: string }[] = Object.entries(
  consumerGroups,
).flatMap(([group, read]) => read.map((topic) => ({ name: deadLetterTopic(topic.name, group), topic, group })));

/**
 * Where a group is given again what it could not process of a compacted topic: on the topic itself, it would take the place of
 * the latest message of its key.
 */
export const replayTopics: readonly { name: string; topic: Topic; group: string }[] = deadLetterTopics.flatMap(
  ({ topic, group }) =>
    topic.cleanup.policy === 'compact' ? [{ name: `${topic.name}.again.${group}`, topic, group }] : [],
);

/** How a topic for what is given again is made. */
export const replaySettings = { partitions: 1, cleanup: sevenDays } as const;

/** The group by which each service follows the facts. */
const following: Readonly<Record<RebuiltService, string>> = {
  analytics: 'analytics',
  'survey-trigger': 'survey-trigger',
  ingest: 'ingest.receipts',
};

/** Where a service is told the facts again, which nobody else reads: on the topics themselves, everybody would hear them twice. */
export const rebuildTopics: readonly { name: string; topic: Topic; service: RebuiltService; group: string }[] =
  RebuiltService.options.flatMap((service) => {
    const group = following[service];
    return [topics.customers, topics.resolved].map((topic) => {
      return { name: `${topic.name}.rebuild.${group}`, topic, service, group };
    });
  });

/** How a topic for what is told again is made: it is read at once, and told anew where it was not. */
export const rebuildSettings = {
  partitions: 4,
  cleanup: { policy: 'delete', retentionMs: 24 * 3600 * 1000 },
} as const;
