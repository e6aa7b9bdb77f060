import { z } from 'zod';
import { consumerGroups } from './consumer-groups.ts';
import { DeadLetterHeaders } from './dead-letter.ts';
import { deadLetterTopic, deadLetterTopics, rebuildSettings, rebuildTopics, replayTopics } from './group-topics.ts';
import { Interaction } from './interaction.ts';
import { type Topic, topics } from './topics.ts';

const jsonSchema = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });

/** What channel systems post; everything else in `jsonSchemas` lies on topics. */
export const postedSchema = 'interaction.schema.json';

/** The JSON Schema of every message, of the headers of dead letters and of what channel systems post, by file name. */
export const jsonSchemas = (): Record<string, unknown> => ({
  [postedSchema]: jsonSchema(Interaction),
  'dead-letter.schema.json': jsonSchema(DeadLetterHeaders),
  ...Object.fromEntries(Object.values(topics).map((topic) => [`${topic.name}.schema.json`, jsonSchema(topic.schema)])),
});

/** A schema as part of a larger document: without its dialect, its references leading to its new place. */
const embedded = (schema: unknown, place: string): unknown => {
  const { $schema: _dialect, ...rest } = z.record(z.string(), z.unknown()).parse(schema);
  return JSON.parse(JSON.stringify(rest).replaceAll('"#/$defs/', `"${place}/$defs/`));
};

type Channel = { id: string; channel: unknown; writers: readonly string[]; readers: readonly string[] };

const kafkaBinding = ({ partitions, cleanup }: Pick<Topic, 'partitions' | 'cleanup'>) => ({
  kafka: {
    partitions,
    topicConfiguration: { 'cleanup.policy': [cleanup.policy] },
    bindingVersion: '0.5.0',
  },
});

const messageChannel = (id: string, message: string, topic: Topic): Channel => ({
  id,
  channel: {
    address: topic.name,
    title: topic.title,
    description: `Key: ${topic.key}. Written by ${topic.writers.join(', ')}, read by ${topic.readers.join(', ')}.`,
    messages: { [message]: { $ref: `#/components/messages/${message}` } },
    bindings: kafkaBinding(topic),
  },
  writers: topic.writers,
  readers: topic.readers,
});

const messageChannels = (): Channel[] => Object.entries(topics).map(([id, topic]) => messageChannel(id, id, topic));

/** Where a service alone is told the messages of a topic again. */
const rebuildChannels = (): Channel[] =>
  Object.entries(topics).flatMap(([message, topic]) =>
    rebuildTopics
      .filter((one) => one.topic === topic)
      .map(({ name, service }) =>
        messageChannel(`${message}.rebuild.${service}`, message, {
          ...topic,
          ...rebuildSettings,
          name,
          title: `${topic.title}, told again to ${service} alone`,
          writers: ['identity-resolution'],
          readers: [service],
        }),
      ),
  );

const serviceOf = (group: string): string => group.split('.')[0] ?? group;

const servicesOf = (groups: readonly string[]): string[] => [...new Set(groups.map(serviceOf))];

/** Where each group puts what it cannot process of a topic, and where it is given it again if the topic is compacted. */
const deadLetterChannels = (): Channel[] =>
  Object.entries(topics).flatMap(([id, topic]): Channel[] => {
    const groups = Object.keys(consumerGroups).filter((group) => consumerGroups[group]?.includes(topic));
    const forGroup = (address: string, title: string, message: string) => ({
      address,
      title: `${topic.title}: ${title}`,
      parameters: { group: { description: 'The group of consumers.', enum: groups } },
      messages: { [message]: { $ref: `#/components/messages/${message}` } },
    });
    const isGivenAgain = replayTopics.some((one) => one.topic === topic);
    return [
      ...(deadLetterTopics.some((one) => one.topic === topic)
        ? [
            {
              id: `${id}.dead`,
              channel: forGroup(deadLetterTopic(topic.name, '{group}'), 'what a group cannot process', 'deadLetter'),
              writers: servicesOf(groups),
              readers: ['ingest'],
            },
          ]
        : []),
      ...(isGivenAgain
        ? [
            {
              id: `${id}.again`,
              channel: forGroup(`${topic.name}.again.{group}`, 'what a group is given again', id),
              writers: ['ingest'],
              readers: servicesOf(groups),
            },
          ]
        : []),
    ];
  });

const deadLetterMessage = () => ({
  name: 'deadLetter',
  title: 'A message that a group could not process, as it was, with the reason',
  headers: embedded(jsonSchema(DeadLetterHeaders), '#/components/messages/deadLetter/headers'),
  payload: { description: 'As it was, byte for byte; it need keep no contract, and need not be JSON.' },
});

/** AsyncAPI 3 of every topic: who writes it, who reads it, by which key. */
export const asyncApi = (): unknown => {
  const channels = [...messageChannels(), ...rebuildChannels(), ...deadLetterChannels()];
  return {
    asyncapi: '3.0.0',
    info: { title: 'Hilo', version: '1.0.0', description: 'Every topic of Hilo, with its message.' },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(channels.map(({ id, channel }) => [id, channel])),
    operations: Object.fromEntries(
      channels.flatMap(({ id, writers, readers }) => [
        ...writers.map((writer) => [
          `${writer}.sends.${id}`,
          { action: 'send', channel: { $ref: `#/channels/${id}` } },
        ]),
        ...readers.map((reader) => [
          `${reader}.receives.${id}`,
          { action: 'receive', channel: { $ref: `#/channels/${id}` } },
        ]),
      ]),
    ),
    components: {
      messages: {
        ...Object.fromEntries(
          Object.entries(topics).map(([id, topic]) => [
            id,
            {
              name: id,
              title: topic.title,
              payload: embedded(jsonSchema(topic.schema), `#/components/messages/${id}/payload`),
            },
          ]),
        ),
        deadLetter: deadLetterMessage(),
      },
    },
  };
};
