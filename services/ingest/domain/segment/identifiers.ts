import type { Identifier } from '@hilo/contracts';
import type { SegmentMessage, SegmentType } from './message.ts';
import { type Path, valueAt } from './path.ts';

/** An identifier, and which field of the message it comes from. */
export type CallIdentifier = Identifier & { from: Path };

/** Which field is which kind of identifier, and on which calls; on every one where none is named. */
const fields: readonly (readonly [kind: string, from: Path, types?: readonly SegmentType[]])[] = [
  ['user_id', ['userId']],
  ['anonymous_id', ['anonymousId']],
  // Nobody says which of the two the previous one was; as both, whichever it was is linked.
  ['anonymous_id', ['previousId'], ['alias']],
  ['user_id', ['previousId'], ['alias']],
  // The traits of a group call are the group's, not the person's.
  ['email', ['traits', 'email'], ['track', 'identify', 'page', 'screen', 'alias']],
  ['phone', ['traits', 'phone'], ['track', 'identify', 'page', 'screen', 'alias']],
  ['email', ['context', 'traits', 'email']],
  ['phone', ['context', 'traits', 'phone']],
  ['device_id', ['context', 'device', 'id']],
];

/** Fields of a call that are words, times or names of whom it is about. Whatever else it says is kept as it is. */
const ofTheCall = new Set<PropertyKey | undefined>([
  ...['messageId', 'userId', 'anonymousId', 'previousId', 'groupId', 'type', 'event', 'name', 'category', 'channel'],
  ...['timestamp', 'originalTimestamp', 'sentAt'],
]);

/** Whether what stands at a place of a call only describes, and nobody is known by it. */
export const onlyDescribesInCall = (path: Path): boolean =>
  !ofTheCall.has(path[0]) &&
  !fields.some(([, from]) => from.length === path.length && from.every((part, place) => part === path[place])) &&
  !(path[0] === 'context' && path[1] === 'externalIds');

/** Types of `context.externalIds` that have another name here; every other one is a kind by its own name. */
const externalKinds: Readonly<Record<string, string>> = {
  'android.id': 'device_id',
  'ios.id': 'device_id',
  'android.idfa': 'advertising_id',
  'ios.idfa': 'advertising_id',
  'android.push_token': 'push_token',
  'ios.push_token': 'push_token',
};

/** All identifiers of the person in a message, each once. */
export const identifiersOfCall = (type: SegmentType, message: SegmentMessage): CallIdentifier[] => {
  const named = fields.flatMap(([kind, from, types]) => {
    const value = from[0] === 'anonymousId' && isMadeUp(message) ? undefined : textOf(valueAt(message, from));
    return value !== undefined && (types === undefined || types.includes(type)) ? [{ kind, value, from }] : [];
  });
  const seen = new Map<string, CallIdentifier>();
  for (const one of [...named, ...externalIds(message)]) {
    const key = `${one.kind}:${one.value}`;
    if (!seen.has(key)) seen.set(key, one);
  }
  return [...seen.values()];
};

/** Libraries that make one up for every call. */
const makers = /(^|[-_. ])go$/i;

/**
 * Whether the `anonymousId` is nobody's browser: servers that know the `userId` have none, and their libraries make one up
 * for every call. Without a `userId` it is all that there is.
 */
export const isMadeUp = (message: SegmentMessage): boolean => {
  if (textOf(message.anonymousId) === undefined || textOf(message.userId) === undefined) return false;
  const library = valueAt(message, ['context', 'library', 'name']);
  return (
    message.channel === 'server' ||
    valueAt(message, ['context', 'channel']) === 'server' ||
    (typeof library === 'string' && makers.test(library))
  );
};

/** Those of persons, not of accounts, and as they are, not hashed. */
const externalIds = ({ context }: SegmentMessage): CallIdentifier[] =>
  (context?.externalIds ?? []).flatMap(({ id, type, collection = 'users', encoding = 'none' }, place) => {
    const value = textOf(id);
    if (value === undefined || collection !== 'users' || encoding !== 'none') return [];
    return [{ kind: externalKind(type), value, from: ['context', 'externalIds', place, 'id'] }];
  });

const externalKind = (type: string): string => {
  const name = type.toLowerCase();
  const known = Object.hasOwn(externalKinds, name) ? externalKinds[name] : undefined;
  return (
    known ??
    (name
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^[^a-z]+|_+$/g, '')
      .slice(0, 64) ||
      'external_id')
  );
};

const textOf = (value: unknown): string | undefined => {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
};
