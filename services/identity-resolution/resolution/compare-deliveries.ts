import { isDeepStrictEqual } from 'node:util';
import { instantOf } from '@hilo/contracts';
import { z } from 'zod';

/**
 * What a delivery is beside the one of the same source and id that is stored: `same` says nothing else; `earlier` does not
 * either, and is the one whose time holds; `other` is another interaction.
 */
export type Beside = 'same' | 'earlier' | 'other';

/**
 * Compares two deliveries, as JSON, by what their sender said. A sender that lost the answer sends again, and what it and
 * Hilo write for each delivery is another each time: of times that were derived from it, the earliest holds, whichever
 * came first.
 */
export const besideStored = (stored: string, content: string): Beside => {
  if (stored === content) return 'same';
  const [before, after] = [read(stored), read(content)];
  const isDerived = derivesTime(before) || derivesTime(after) || bothLookDerived(before, after);
  if (!isEqual(saidIn(before, isDerived), saidIn(after, isDerived))) return 'other';
  return isDerived && instantOf(after.occurredAt) < instantOf(before.occurredAt) ? 'earlier' : 'same';
};

const Fields = z.record(z.string(), z.unknown());
const Delivered = z.looseObject({
  occurredAt: z.string(),
  receivedAt: z.string(),
  derived: z.array(z.string()).optional(),
  alias: z.boolean().optional(),
  context: z.looseObject({ segment: z.unknown().optional(), cloudevent: z.unknown().optional() }).optional(),
});
type Delivered = z.infer<typeof Delivered>;

const read = (content: string): Delivered => Delivered.parse(JSON.parse(content));

const derivesTime = ({ derived = [] }: Delivered): boolean => derived.includes('occurredAt');

/**
 * Messages from before ingest marked what it derives: a time that is the moment of receipt is that of receipt, and one of
 * a Segment call with `sentAt` was corrected by it.
 */
const bothLookDerived = (one: Delivered, other: Delivered): boolean =>
  [one, other].every(({ occurredAt, receivedAt }) => occurredAt === receivedAt) ||
  [one, other].every(({ context }) => {
    const segment = Fields.safeParse(context?.segment).data ?? {};
    return typeof segment.sentAt === 'string' && typeof segment.type === 'string';
  });

/** What clients write for each attempt: when it was sent, and how often they tried (`_metadata` of Segment's browser SDK). */
const ofAttempt = ['sentAt', 'receivedAt', '_metadata'];
/** Whether the data came as JSON, or as JSON in base64, is of the delivery; absent, it means the same. */
const ofEncoding = ['datacontenttype'];

const saidIn = (delivered: Delivered, isTimeDerived: boolean): unknown => {
  const { receivedAt: _receivedAt, derived: _derived, notes: _notes, occurredAt, context, alias, ...said } = delivered;
  return {
    ...said,
    // Older gates did not say so of Segment's alias calls.
    ...(!isAliasCall(delivered) && { alias }),
    // However it is written, and however finely an older gate kept it.
    ...(!isTimeDerived && { occurredAt: instantOf(occurredAt) }),
    ...(context && {
      context: {
        ...context,
        segment: without(ofAttempt, context.segment),
        cloudevent: without(ofEncoding, context.cloudevent),
      },
    }),
  };
};

const isAliasCall = ({ context }: Delivered): boolean => Fields.safeParse(context?.segment).data?.type === 'alias';

const without = (names: readonly string[], value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
};

/** -0 is written as 0 where a text is written again, and is the same number. */
const isEqual = (one: unknown, other: unknown): boolean =>
  isDeepStrictEqual(one, other) || isDeepStrictEqual(rewritten(one), rewritten(other));

const rewritten = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
