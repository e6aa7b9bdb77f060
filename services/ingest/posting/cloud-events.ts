import type { IncomingHttpHeaders } from 'node:http';
import { Interaction } from '@hilo/contracts';
import { type Digits, fieldErrors, gatePosted, HttpProblem, refusalIn } from '@hilo/runtime';
import { interactionOfEvent } from '../domain/cloud-event.ts';
import { onlyDescribes, sortDigits } from '../domain/digits.ts';
import { eventExamples, examples } from '../domain/examples.ts';
import type { Refusal } from '../domain/refusal.ts';
import { type Path, valueAt } from '../domain/segment/path.ts';
import { splitArray } from '../domain/split.ts';
import { idIn, type PostedItem } from './validate.ts';

/** How a request carries CloudEvents; undefined if it carries none. */
export const cloudEventsMode = (headers: IncomingHttpHeaders): 'binary' | 'structured' | 'batched' | undefined => {
  const type = mediaType(headers);
  if (type.startsWith('application/cloudevents-batch')) return 'batched';
  if (type.startsWith('application/cloudevents')) return 'structured';
  return headers['ce-specversion'] === undefined && headers['ce-id'] === undefined ? undefined : 'binary';
};

/** The media type of a body, without its parameters; empty where none is said. */
export const mediaType = ({ 'content-type': type = '' }: IncomingHttpHeaders): string =>
  // Nearly everybody writes it so.
  type === 'application/json' ? type : (type.split(';')[0]?.trim().toLowerCase() ?? '');

/** Whether a media type says that the body is JSON (RFC 6839, section 3.1). */
export const isJsonType = (type: string): boolean => /^(?:application|text)\/json$|\+json$/.test(type);

/**
 * The event whose attributes are headers, and whose data are the body. Without a Content-Type nobody says what the data
 * are; Hilo takes JSON alone, so it is tried as that.
 */
export const readBinary = (headers: IncomingHttpHeaders, body: Uint8Array, receivedAt: number): PostedItem => {
  const type = mediaType(headers);
  if (type !== '' && !isJsonType(type)) {
    throw new HttpProblem(
      415,
      'Unsupported media type',
      `The data of an event have to be JSON; Content-Type says ${type}.`,
    );
  }
  const attributes = attributesIn(headers);
  if ('refusals' in attributes) return attributes;
  const gated = gatePosted(body);
  if ('refusal' in gated) return { refusals: [{ ...gated.refusal, path: ['data', ...gated.refusal.path] }] };
  const digits = gated.digits.map((path) => ['data', ...path]);
  return itemOf({ ...attributes.values, data: gated.value }, digits, receivedAt);
};

/** The event that the body is. */
export const readStructured = (body: Uint8Array, receivedAt: number): PostedItem => {
  const gated = gatePosted(body);
  if ('refusal' in gated) return { refusals: [gated.refusal] };
  return withData(withoutNull(gated.value), gated.digits, receivedAt);
};

/** Every event of the list that the body is, each let in or not by itself; undefined if it is no list. */
export const readBatched = (body: Uint8Array, receivedAt: number): PostedItem[] | undefined => {
  const split = splitArray(body);
  if (split === undefined || 'refusal' in gatePosted(split.around)) return undefined;
  return split.elements.map((element) => readStructured(element, receivedAt));
};

/**
 * The `ce-` headers. What stands in double quotes is taken out of them, then percent-encoding is resolved (HTTP protocol
 * binding 1.0.2, section 3.1.3.2). An attribute cannot be empty: an empty header says nothing.
 */
const attributesIn = (headers: IncomingHttpHeaders): { values: Record<string, string> } | { refusals: Refusal[] } => {
  const values: Record<string, string> = {};
  const refusals: Refusal[] = [];
  for (const [header, written] of Object.entries(headers)) {
    if (!header.startsWith('ce-') || typeof written !== 'string') continue;
    const value = decoded(unquoted(written.trim()));
    if (value === undefined) refusals.push({ path: [header], message: notEncoded });
    else if (value !== '') values[header.slice(3)] = value;
  }
  const unusable = refusalIn(values);
  const all = unusable ? [...refusals, unusable] : refusals;
  return all.length > 0 ? { refusals: all } : { values };
};

const notEncoded = 'is not percent-encoded UTF-8: write a per cent sign as %25';

const unquoted = (value: string): string => {
  const [, quoted] = /^"((?:[^"\\]|\\.)*)"$/s.exec(value) ?? [];
  return quoted === undefined ? value : quoted.replaceAll(/\\(.)/gs, '$1');
};

const decoded = (value: string): string | undefined => {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
};

/** An attribute that is null is unset (JSON event format 1.0.2, section 2.2). */
const withoutNull = (event: unknown): unknown =>
  typeof event === 'object' && event !== null && !Array.isArray(event)
    ? Object.fromEntries(Object.entries(event).filter(([, value]) => value !== null))
    : event;

/** The event with its data, which may be JSON in base64. */
const withData = (event: unknown, digits: Digits, receivedAt: number): PostedItem => {
  if (typeof event !== 'object' || event === null || !('data_base64' in event)) {
    return itemOf(event, digits, receivedAt);
  }
  const { data_base64: encoded, ...attributes } = event;
  const refused = (message: string, path: Path = []): PostedItem => ({
    id: idIn(event, 'id'),
    refusals: [{ path: ['data_base64', ...path], message }],
  });
  if ('data' in attributes) return refused('stands beside data; an event has one of the two');
  if (typeof encoded !== 'string' || !isBase64(encoded)) {
    return refused('is no base64: letters, digits, + and / in groups of four, with = at the end (RFC 4648)');
  }
  const gated = gatePosted(Buffer.from(encoded, 'base64'));
  if ('refusal' in gated) return refused(`in base64 ${gated.refusal.message}`, gated.refusal.path);
  const inside = gated.digits.map((path) => ['data', ...path]);
  return itemOf({ ...attributes, data: gated.value }, [...digits, ...inside], receivedAt);
};

const isBase64 = (text: string): boolean => text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);

/** What an event is known by; every other attribute is kept as it is. */
const ofTheEvent = new Set<PropertyKey | undefined>(['id', 'source', 'type', 'specversion', 'time']);

const describes = ([first, ...rest]: Path): boolean =>
  first === 'data' ? onlyDescribes(rest) : !ofTheEvent.has(first);

const itemOf = (event: unknown, digits: Digits, receivedAt: number): PostedItem => {
  const mapped = interactionOfEvent(event, receivedAt);
  if ('posted' in mapped) return digits.length === 0 ? mapped : { ...mapped, digits: sortDigits(digits, describes) };
  const refusals =
    'issues' in mapped
      ? [...fieldErrors(mapped.issues, event, eventExamples), ...faultsInData(event, receivedAt)]
      : mapped.refusals;
  return { id: idIn(event, 'id'), refusals };
};

/** What is wrong with the data as well, so that the sender of an event learns of everything at once. */
const faultsInData = (event: unknown, receivedAt: number): Refusal[] => {
  const data = valueAt(event, ['data']);
  if (typeof data !== 'object' || data === null) return [];
  // The attributes say these, where the data do not.
  const posted = { kind: 'event', occurredAt: new Date(receivedAt).toISOString(), ...data };
  const issues = Interaction.safeParse(posted).error?.issues ?? [];
  return fieldErrors(issues, posted, examples).map(({ path, message }) => ({ path: ['data', ...path], message }));
};
