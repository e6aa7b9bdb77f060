import { z } from 'zod';
import { Interaction } from './interaction.ts';
import { rebuildSettings, rebuildTopics, type Topic, topics } from './topics.ts';

const jsonSchema = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });

/** The JSON Schema of every message and of what channel systems post, by file name. */
export const jsonSchemas = (): Record<string, unknown> => ({
  'interaction.schema.json': jsonSchema(Interaction),
  ...Object.fromEntries(Object.values(topics).map((topic) => [`${topic.name}.schema.json`, jsonSchema(topic.schema)])),
});

/** A schema as part of a larger document: without its dialect, its references leading to its new place. */
const embedded = (schema: unknown, place: string): unknown => {
  const { $schema: _dialect, ...rest } = z.record(z.string(), z.unknown()).parse(schema);
  return JSON.parse(JSON.stringify(rest).replaceAll('"#/$defs/', `"${place}/$defs/`));
};

/** A channel of the document: a topic, and by which name its message stands there. */
type Channel = { id: string; message: string; topic: Topic };

const channels: readonly Channel[] = [
  ...Object.entries(topics).map(([id, topic]) => ({ id, message: id, topic })),
  ...Object.entries(topics).flatMap(([message, topic]) =>
    rebuildTopics
      .filter((one) => one.topic === topic)
      .map(({ name, service }) => ({
        id: `${message}.rebuild.${service}`,
        message,
        topic: {
          ...topic,
          ...rebuildSettings,
          name,
          title: `${topic.title}, told again to ${service} alone`,
          writers: ['identity-resolution'] as const,
          readers: [service],
        },
      })),
  ),
];

/** AsyncAPI 3 of every topic: who writes it, who reads it, by which key. */
export const asyncApi = (): unknown => ({
  asyncapi: '3.0.0',
  info: { title: 'Hilo', version: '1.0.0', description: 'Every topic of Hilo, with its message.' },
  defaultContentType: 'application/json',
  channels: Object.fromEntries(
    channels.map(({ id, message, topic }) => [
      id,
      {
        address: topic.name,
        title: topic.title,
        description: `Key: ${topic.key}. Written by ${topic.writers.join(', ')}, read by ${topic.readers.join(', ')}.`,
        messages: { [message]: { $ref: `#/components/messages/${message}` } },
        bindings: {
          kafka: {
            partitions: topic.partitions,
            topicConfiguration: { 'cleanup.policy': [topic.cleanup.policy] },
            bindingVersion: '0.5.0',
          },
        },
      },
    ]),
  ),
  operations: Object.fromEntries(
    channels.flatMap(({ id, topic }) => [
      ...topic.writers.map((writer) => [
        `${writer}.sends.${id}`,
        { action: 'send', channel: { $ref: `#/channels/${id}` } },
      ]),
      ...topic.readers.map((reader) => [
        `${reader}.receives.${id}`,
        { action: 'receive', channel: { $ref: `#/channels/${id}` } },
      ]),
    ]),
  ),
  components: {
    messages: Object.fromEntries(
      Object.entries(topics).map(([id, topic]) => [
        id,
        {
          name: id,
          title: topic.title,
          payload: embedded(jsonSchema(topic.schema), `#/components/messages/${id}/payload`),
        },
      ]),
    ),
  },
});
