import type { IncomingHttpHeaders } from 'node:http';
import { fieldErrors, gateBody, refusalIn } from '@hilo/runtime';
import { interactionOfEvent } from './domain/cloud-event.ts';
import type { Refusal } from './domain/refusal.ts';
import { splitArray } from './domain/split.ts';
import { type Item, idIn } from './judge.ts';

/** How a request carries CloudEvents; undefined if it carries none. */
export const cloudEventsMode = (headers: IncomingHttpHeaders): 'binary' | 'structured' | 'batched' | undefined => {
  const type = headers['content-type']?.toLowerCase() ?? '';
  if (type.startsWith('application/cloudevents-batch')) return 'batched';
  if (type.startsWith('application/cloudevents')) return 'structured';
  return headers['ce-specversion'] === undefined && headers['ce-id'] === undefined ? undefined : 'binary';
};

/** The event whose attributes are headers, and whose data are the body. */
export const readBinary = (headers: IncomingHttpHeaders, body: Uint8Array, receivedAt: number): Item => {
  const attributes = attributesIn(headers);
  if ('path' in attributes) return { refusals: [attributes] };
  const gated = gateBody(body);
  if ('refusal' in gated) return { refusals: [{ ...gated.refusal, path: ['data', ...gated.refusal.path] }] };
  return itemOf({ ...attributes.values, data: gated.value }, receivedAt);
};

/** The event that the body is. */
export const readStructured = (body: Uint8Array, receivedAt: number): Item => {
  const gated = gateBody(body);
  if ('refusal' in gated) return { refusals: [gated.refusal] };
  return withData(gated.value, receivedAt);
};

/** Every event of the list that the body is, each let in or not by itself; undefined if it is no list. */
export const readBatched = (body: Uint8Array, receivedAt: number): Item[] | undefined => {
  const split = splitArray(body);
  if (split === undefined || 'refusal' in gateBody(split.around)) return undefined;
  return split.elements.map((element) => readStructured(element, receivedAt));
};

/** The `ce-` headers, whose values are percent-encoded (HTTP protocol binding 1.0.2, section 3.1.3.2). */
const attributesIn = (headers: IncomingHttpHeaders): { values: Record<string, string> } | Refusal => {
  const values: [string, string][] = [];
  for (const [header, value] of Object.entries(headers)) {
    if (!header.startsWith('ce-') || typeof value !== 'string') continue;
    try {
      values.push([header.slice(3), decodeURIComponent(value)]);
    } catch {
      return { path: [header], message: 'is not percent-encoded' };
    }
  }
  const attributes = Object.fromEntries(values);
  return refusalIn(attributes) ?? { values: attributes };
};

/** The event with its data, which may be JSON in base64. */
const withData = (event: unknown, receivedAt: number): Item => {
  if (typeof event !== 'object' || event === null || !('data_base64' in event)) return itemOf(event, receivedAt);
  const { data_base64: encoded, ...attributes } = event;
  const gated = typeof encoded === 'string' ? gateBody(Buffer.from(encoded, 'base64')) : undefined;
  if (gated === undefined) return { refusals: [{ path: ['data_base64'], message: 'is no text' }] };
  if ('refusal' in gated) return { refusals: [{ ...gated.refusal, path: ['data_base64', ...gated.refusal.path] }] };
  return itemOf({ ...attributes, data: gated.value }, receivedAt);
};

const itemOf = (event: unknown, receivedAt: number): Item => {
  const mapped = interactionOfEvent(event, receivedAt);
  if ('posted' in mapped) return mapped;
  const refusals = 'issues' in mapped ? fieldErrors(mapped.issues) : mapped.refusals;
  return { id: idIn(event, 'id'), refusals };
};
