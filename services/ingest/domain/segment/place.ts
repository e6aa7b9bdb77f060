import { Channel } from '@hilo/contracts';
import { wordFrom } from '../word.ts';
import type { SegmentMessage, SegmentType } from './message.ts';
import { type Path, valueAt } from './path.ts';

/** What happened, where the call itself says it. Of a track call, its event does. */
const kinds: Readonly<Record<Exclude<SegmentType, 'track'>, string>> = {
  identify: 'identified',
  page: 'viewed',
  screen: 'viewed',
  group: 'joined_group',
  alias: 'aliased',
};

/** What happened, as a word; the name that the event was given stays in the properties. */
export const kindOfCall = (type: SegmentType, { event }: SegmentMessage): string =>
  type === 'track' ? (wordFrom(event ?? '') ?? 'tracked') : kinds[type];

/** Where it is said on which channel it was, the most explicit first. */
const channelFields: readonly Path[] = [['properties', 'channel'], ['context', 'channel'], ['channel']];

/** What Segment and RudderStack call the channels. A server passes on what happened elsewhere, so it says nothing. */
const channelNames: Readonly<Record<string, Channel>> = { browser: 'web', client: 'web', mobile: 'app' };

const channelOfType: Partial<Record<SegmentType, Channel>> = { page: 'web', screen: 'app' };

/** By the name of the client library; the first that fits. */
const libraries: readonly (readonly [RegExp, Channel])[] = [
  [/ios|android|swift|kotlin|flutter|react-?native|cordova|xamarin|unity|mobile/i, 'app'],
  [/analytics\.js|analytics-next|javascript|browser/i, 'web'],
];

/** The channel that is named, else that of the call, else that of the library. */
export const channelOf = (type: SegmentType, message: SegmentMessage): Channel => {
  const named = channelFields.map((path) => channelNamed(valueAt(message, path)));
  const library = String(valueAt(message, ['context', 'library', 'name']) ?? '');
  return (
    named.find((channel) => channel !== undefined) ??
    channelOfType[type] ??
    libraries.find(([name]) => name.test(library))?.[1] ??
    'other'
  );
};

const channelNamed = (name: unknown): Channel | undefined => {
  if (typeof name !== 'string') return undefined;
  return Channel.safeParse(name).data ?? (Object.hasOwn(channelNames, name) ? channelNames[name] : undefined);
};

/** Where on the channel, the best name first. */
const placeFields: readonly (readonly [from: Path, types?: readonly SegmentType[]])[] = [
  [['properties', 'touchpoint']],
  [['name'], ['page', 'screen']],
  [['properties', 'path'], ['page']],
  [['context', 'page', 'path']],
  [['context', 'screen', 'name']],
  [['context', 'screen']],
  [['category'], ['page', 'screen']],
];

/** The page, the screen or what else names the place; the name of the call where nothing does. */
export const touchpointOf = (type: SegmentType, message: SegmentMessage): string => {
  for (const [from, types] of placeFields) {
    const name = types === undefined || types.includes(type) ? valueAt(message, from) : undefined;
    const word = typeof name === 'string' ? wordFrom(name === '/' ? 'home' : name) : undefined;
    if (word !== undefined) return word;
  }
  return type;
};
