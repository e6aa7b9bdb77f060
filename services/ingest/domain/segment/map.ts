import type { z } from 'zod';
import type { Refusal } from '../refusal.ts';
import { type CallIdentifier, identifiersOfCall, isMadeUp } from './identifiers.ts';
import { SegmentMessage, SegmentType } from './message.ts';
import { type Path, valueAt } from './path.ts';
import { channelOf, kindOfCall, touchpointOf } from './place.ts';
import { type ClientTimes, correctedInstant, isDerived, timeIn } from './time.ts';
import { consentsOf, repeatsTraits, traitsOf } from './traits.ts';

/** An interaction as it would be posted, and where in the message each of its fields comes from. */
export type MappedCall = {
  posted: Readonly<Record<string, unknown>>;
  /** Whether its time depends on when it was sent or received. */
  isTimeDerived: boolean;
  pathOf(path: Path): PropertyKey[];
};

/**
 * The interaction that a message of Segment's HTTP API stands for, or what is wrong with it. `called` is the call that was
 * made; without it, as in a batch, the message names its type.
 */
export const interactionOfCall = (
  message: unknown,
  { called, receivedAt }: { called?: SegmentType | undefined; receivedAt: number },
): MappedCall | { issues?: readonly z.core.$ZodIssue[]; refusals: readonly Refusal[] } => {
  const parsed = SegmentMessage.safeParse(message);
  const type = SegmentType.safeParse(called ?? valueAt(message, ['type']));
  if (!parsed.success || !type.success) {
    const ofType = type.error?.issues.map((issue) => ({ ...issue, path: ['type'] })) ?? [];
    const isMessage = typeof message === 'object' && message !== null && !Array.isArray(message);
    const issues = [...(isMessage ? ofType : []), ...(parsed.error?.issues ?? [])];
    return { issues, refusals: missingIn(type.data, message, issues) };
  }
  const identifiers = identifiersOfCall(type.data, parsed.data);
  const time = timeOf(parsed.data, receivedAt);
  const refusals = refusalsOf(type.data, parsed.data, { identifiers, time });
  if (refusals.length > 0) return { refusals };
  return {
    posted: fieldsOf(type.data, parsed.data, { identifiers, time }),
    isTimeDerived: isDerived(timesOf(parsed.data)),
    pathOf: (path) => originOf(path, identifiers, parsed.data),
  };
};

type Known = { identifiers: readonly CallIdentifier[]; time: number };

const present = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

/** What a call cannot be without, beside somebody whom it is about. */
const required: Partial<Record<SegmentType, readonly (keyof SegmentMessage & string)[]>> = {
  track: ['event'],
  group: ['groupId'],
  alias: ['previousId'],
};

const refusalsOf = (type: SegmentType, message: SegmentMessage, { identifiers, time }: Known): Refusal[] => [
  ...(required[type] ?? []).filter((name) => !present(message[name])).map((name) => missingField(name, type)),
  ...(identifiers.length > 0 ? [] : [missingWho]),
  ...(Number.isNaN(new Date(time).getTime())
    ? [{ path: ['timestamp'], message: 'lies beyond all time when it is corrected by sentAt' }]
    : []),
];

/** What is missing as well where something is wrong with another field, so that its sender learns of everything at once. */
const missingIn = (type: SegmentType | undefined, message: unknown, issues: readonly z.core.$ZodIssue[]): Refusal[] => {
  if (typeof message !== 'object' || message === null) return [];
  const isAbsent = (path: Path): boolean =>
    !present(valueAt(message, path)) && !issues.some((issue) => issue.path[0] === path[0]);
  const fields = type === undefined ? [] : (required[type] ?? []);
  const missing = fields.filter((name) => isAbsent([name])).map((name) => missingField(name, type));
  return whoIs.every(isAbsent) ? [...missing, missingWho] : missing;
};

const whoIs: readonly Path[] = [['userId'], ['anonymousId'], ['previousId'], ['traits'], ['context']];

const missingField = (name: string, type: SegmentType | undefined): Refusal => ({
  path: [name],
  message: `is missing, and is what a ${type} call is about`,
});

const missingWho: Refusal = { path: ['userId'], message: 'is missing, as are anonymousId and every other identifier' };

const timesOf = ({ timestamp, originalTimestamp, sentAt }: SegmentMessage): ClientTimes => ({
  timestamp: timeIn(timestamp || originalTimestamp),
  sentAt: timeIn(sentAt),
});

const timeOf = (message: SegmentMessage, receivedAt: number): number => correctedInstant(timesOf(message), receivedAt);

const fieldsOf = (type: SegmentType, message: SegmentMessage, { identifiers, time }: Known): MappedCall['posted'] => {
  const { messageId } = message;
  const traits = traitsOf(type, message);
  const { properties, others } = propertiesOf(message);
  const consents = consentsOf(message);
  return {
    ...(present(messageId) && { id: messageId }),
    occurredAt: new Date(time).toISOString(),
    channel: channelOf(type, message),
    touchpoint: touchpointOf(type, message),
    kind: kindOfCall(type, message),
    identifiers: identifiers.map(({ kind, value }) => ({ kind, value })),
    ...(type === 'alias' && { alias: true }),
    ...(Object.keys(traits).length > 0 && { traits }),
    ...(Object.keys(properties).length > 0 && { properties }),
    ...(consents.length > 0 && { consents }),
    context: contextOf(type, message, others),
  };
};

/** Names that the properties keep, unless there is a property of that name that says something else. */
const kept = ['event', 'name', 'category'] as const;

const propertiesOf = (message: SegmentMessage) => {
  const own = message.properties ?? {};
  const names = kept.filter((name) => present(message[name]));
  const free = names.filter((name) => !Object.hasOwn(own, name));
  const taken = names.filter((name) => Object.hasOwn(own, name) && own[name] !== message[name]);
  return { properties: { ...own, ...pick(message, free) }, others: pick(message, taken) };
};

const pick = (message: SegmentMessage, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(names.map((name) => [name, message[name]]));

/** What stands in other fields of the interaction, or must not be kept: the key. */
const elsewhere = new Set<string>([
  ...kept,
  ...['messageId', 'userId', 'anonymousId', 'previousId', 'groupId', 'traits', 'properties', 'context', 'writeKey'],
]);

/** The context as it was, and under `segment` whatever else the message said, so that nothing is dropped in silence. */
const contextOf = (type: SegmentType, message: SegmentMessage, others: Record<string, unknown>) => {
  const { traits, segment, ...context } = message.context ?? {};
  const rest = Object.entries(message).filter(
    ([name, value]) => (!elsewhere.has(name) || (name === 'anonymousId' && isMadeUp(message))) && value !== undefined,
  );
  return {
    ...context,
    ...(traits && !repeatsTraits(type, message) && { traits }),
    segment: { ...Object.fromEntries(rest), ...others, type, ...(segment !== undefined && { segment }) },
  };
};

/** Which field of the message a field of the interaction comes from. */
const origins: Readonly<Record<string, Path>> = {
  id: ['messageId'],
  occurredAt: ['timestamp'],
  kind: ['event'],
  consents: ['context', 'consent', 'categoryPreferences'],
};

const originOf = (path: Path, identifiers: readonly CallIdentifier[], message: SegmentMessage): PropertyKey[] => {
  const [field, place] = path;
  if (field === 'identifiers' && typeof place === 'number') return [...(identifiers[place]?.from ?? ['userId'])];
  if (field === 'occurredAt' && !message.timestamp && message.originalTimestamp) return ['originalTimestamp'];
  const origin = typeof field === 'string' && Object.hasOwn(origins, field) ? origins[field] : undefined;
  return [...(origin ?? path)];
};
