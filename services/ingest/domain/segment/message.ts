import { readTime } from '@hilo/contracts';
import { z } from 'zod';

/** The calls of Segment's HTTP API; each is the `type` of a message in a batch, and a path. */
export const SegmentType = z.enum(['track', 'identify', 'page', 'screen', 'group', 'alias'], {
  error: 'is none of track, identify, page, screen, group and alias',
});
export type SegmentType = z.infer<typeof SegmentType>;

/** Older clients send numbers; as text they are the same identifier. */
const Id = z.union([z.string(), z.number()], 'is neither text nor a number');

/** An empty text counts as absent. One without an offset is UTC, as for Segment. */
const Time = z.string('is no text').superRefine((text, context) => {
  const reading = text === '' ? { at: 0 } : readTime(text, 'UTC');
  if ('reason' in reading) context.addIssue({ code: 'custom', message: reading.reason });
});

const Fields = z.record(z.string(), z.unknown());

const ExternalId = z.looseObject({
  id: Id,
  type: z.string(),
  collection: z.string().optional(),
  encoding: z.string().optional(),
});

const Context = z.looseObject({
  traits: Fields.nullish(),
  externalIds: z.array(ExternalId).max(100).nullish(),
  consent: z.looseObject({ categoryPreferences: z.record(z.string(), z.boolean()).nullish() }).nullish(),
});

/** What a client sends of one call. Only what Hilo reads has to have its shape; the rest is kept as it is. */
export const SegmentMessage = z.looseObject({
  messageId: z.string().nullish(),
  userId: Id.nullish(),
  anonymousId: Id.nullish(),
  previousId: Id.nullish(),
  groupId: Id.nullish(),
  event: z.string().nullish(),
  name: z.string().nullish(),
  category: z.string().nullish(),
  channel: z.string().nullish(),
  traits: Fields.nullish(),
  properties: Fields.nullish(),
  context: Context.nullish(),
  timestamp: Time.nullish(),
  originalTimestamp: Time.nullish(),
  sentAt: Time.nullish(),
});
export type SegmentMessage = z.infer<typeof SegmentMessage>;

/** What stands around the messages of a batch and holds for each of them. */
export const SegmentEnvelope = z.looseObject({
  sentAt: Time.nullish(),
  context: Fields.nullish(),
  integrations: z.unknown().optional(),
});
export type SegmentEnvelope = z.infer<typeof SegmentEnvelope>;

/** A message with what its batch says for all; what it says itself comes first. */
export const withEnvelope = (message: unknown, { sentAt, context, integrations }: SegmentEnvelope): unknown => {
  if (typeof message !== 'object' || message === null || Array.isArray(message)) return message;
  const own = 'context' in message ? message.context : undefined;
  const merged = context && (typeof own === 'object' || own === undefined) ? { ...context, ...own } : own;
  return {
    ...(integrations !== undefined && { integrations }),
    ...message,
    ...(sentAt && !hasTime(message) && { sentAt }),
    ...(merged !== undefined && { context: merged }),
  };
};

/** An empty text is no time. */
const hasTime = (message: object): boolean => 'sentAt' in message && message.sentAt !== '' && message.sentAt !== null;
