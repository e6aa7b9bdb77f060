import { z } from 'zod';
import { instantOf } from './time.ts';

/** The calls of Segment's HTTP API; each is the `type` of a message in a batch, and a path. */
export const SegmentType = z.enum(['track', 'identify', 'page', 'screen', 'group', 'alias'], {
  error: 'is none of track, identify, page, screen, group and alias',
});
export type SegmentType = z.infer<typeof SegmentType>;

/** Older clients send numbers; as text they are the same identifier. */
const Id = z.union([z.string(), z.number()], 'is neither text nor a number');

/** Empty, it counts as absent, as clients write what they do not know. */
const Time = z
  .string()
  .refine((text) => text === '' || instantOf(text) !== undefined, 'is no time as ISO 8601 writes it');

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
    ...(sentAt && { sentAt }),
    ...(integrations !== undefined && { integrations }),
    ...message,
    ...(merged !== undefined && { context: merged }),
  };
};
