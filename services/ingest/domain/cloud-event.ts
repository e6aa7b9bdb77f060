import { createHash } from 'node:crypto';
import { instantOf, readTime, Time } from '@hilo/contracts';
import { z } from 'zod';
import type { Refusal } from './refusal.ts';
import { wordFrom } from './word.ts';

const Text = z.string().min(1);

/** A CloudEvent 1.0 as far as Hilo reads it; every other attribute is an extension, and is kept. */
export const CloudEvent = z
  .looseObject({
    specversion: z.literal('1.0', { error: 'is not 1.0, the version that Hilo takes' }),
    id: Text,
    source: Text.regex(/^\S+$/, 'is no URI reference: it contains white space'),
    type: Text,
    time: Time.optional(),
    data: z.record(z.string(), z.unknown()),
  })
  .describe(
    "A CloudEvent 1.0 whose data are an interaction's fields; its time is occurredAt; without one, it happened when it was received.",
  );
export type CloudEvent = z.infer<typeof CloudEvent>;

export type MappedEvent = {
  posted: Readonly<Record<string, unknown>>;
  isTimeDerived: boolean;
  pathOf(path: readonly PropertyKey[]): PropertyKey[];
};

/**
 * The interaction that a CloudEvent carries, or what is wrong with it. An event need not say when it happened; then it is
 * when it was received, in milliseconds since the epoch.
 */
export const interactionOfEvent = (
  event: unknown,
  receivedAt: number,
): MappedEvent | { issues: readonly z.core.$ZodIssue[] } | { refusals: readonly Refusal[] } => {
  const parsed = CloudEvent.safeParse(event);
  if (!parsed.success) return { issues: parsed.error.issues };
  const { data, time, type } = parsed.data;
  const id = eventId(parsed.data);
  const refusals = contradictions(parsed.data);
  if (refusals.length > 0) return { refusals };
  const isTimeDerived = time === undefined && data.occurredAt === undefined;
  const posted = {
    kind: wordFrom(type),
    ...data,
    ...(time !== undefined && { occurredAt: time }),
    ...(isTimeDerived && { occurredAt: new Date(receivedAt).toISOString() }),
    id,
    context: contextOf(parsed.data),
  };
  return { posted, isTimeDerived, pathOf: (path) => originOf(path, parsed.data) };
};

const longestId = 200;

/**
 * Source and id of a CloudEvent, as one id within the source that the API key stands for. No two events share one: a
 * source has no space in it, so that the first space is where the id begins; what is too long is hashed, and a hash has none.
 */
const eventId = ({ source, id }: CloudEvent): string => {
  const readable = `ce:${source} ${id}`;
  if (readable.length <= longestId) return readable;
  return `ce:sha256:${createHash('sha256').update(readable).digest('hex')}`;
};

/** What the event says twice has to be the same both times; Hilo does not choose. */
const contradictions = ({ id, time, data }: CloudEvent): Refusal[] => [
  ...(data.id === undefined || data.id === id ? [] : [{ path: ['data', 'id'], message: 'is not the id of the event' }]),
  ...(time === undefined || data.occurredAt === undefined || sameInstant(time, data.occurredAt)
    ? []
    : [{ path: ['data', 'occurredAt'], message: 'is not the time of the event' }]),
];

const sameInstant = (time: string, other: unknown): boolean => {
  const reading = typeof other === 'string' ? readTime(other) : undefined;
  return reading !== undefined && 'at' in reading && instantOf(time) === reading.at;
};

/** The attributes of the event stand beside what the sender says of the surroundings, so that nothing is dropped. */
const contextOf = ({ data, specversion: _version, time: _time, ...attributes }: CloudEvent): unknown => {
  const { context } = data;
  const isObject = typeof context === 'object' && context !== null && !Array.isArray(context);
  if (context !== undefined && !isObject) return context;
  const taken = isObject && 'cloudevent' in context ? { cloudevent: context.cloudevent } : {};
  return { ...(isObject && context), cloudevent: { ...attributes, ...taken } };
};

const originOf = ([field, ...rest]: readonly PropertyKey[], { data, time }: CloudEvent): PropertyKey[] => {
  if (field === undefined) return ['data'];
  if (field === 'id') return ['id'];
  if (field === 'occurredAt' && (time !== undefined || data.occurredAt === undefined)) return ['time'];
  if (field === 'kind' && data.kind === undefined) return ['type'];
  return ['data', field, ...rest];
};
