import { fieldErrors, gateBody, HttpProblem } from '@hilo/runtime';
import { interactionOf } from './domain/segment/map.ts';
import { SegmentEnvelope, type SegmentType, withEnvelope } from './domain/segment/message.ts';
import { splitArray } from './domain/split.ts';
import { type Item, idIn } from './judge.ts';

/** More than Segment's 500 KB can hold of real events. */
export const largestBatch = 5000;

/** The calls in a body, and the key in it, for clients that send none in a header. */
export type Calls = { writeKey: string | undefined; items(receivedAt: number): Item[] };

/** The one call that a body is. Throws a 400 problem, naming the field, if it is not let in. */
export const readCall = (body: Uint8Array, called: SegmentType): Calls => {
  const message = valueIn(body);
  return {
    writeKey: idIn(message, 'writeKey'),
    items: (receivedAt) => [itemOf(message, { called, receivedAt })],
  };
};

/**
 * The calls of a batch, each let in or not by itself: a client drops a whole batch that is refused. Throws a problem only
 * if there is no batch in the body, or too large a one.
 */
export const readBatch = (body: Uint8Array): Calls => {
  const split = splitArray(body, 'batch');
  const around = valueIn(split?.around ?? body);
  if (split === undefined) throw invalid([{ path: ['batch'], message: 'is no array of calls' }]);
  if (split.elements.length > largestBatch) {
    throw new HttpProblem(413, 'Too many', `At most ${largestBatch} calls in one batch; send them in parts.`);
  }
  const envelope = SegmentEnvelope.safeParse(around);
  return {
    writeKey: idIn(around, 'writeKey'),
    items: (receivedAt) =>
      split.elements.map((element): Item => {
        if (!envelope.success) return { refusals: fieldErrors(envelope.error.issues) };
        const gated = gateBody(element);
        if ('refusal' in gated) return { refusals: [gated.refusal] };
        return itemOf(withEnvelope(gated.value, envelope.data), { receivedAt });
      }),
  };
};

const itemOf = (message: unknown, call: { called?: SegmentType; receivedAt: number }): Item => {
  const mapped = interactionOf(message, call);
  if ('posted' in mapped) return mapped;
  const refusals = 'issues' in mapped ? fieldErrors(mapped.issues) : mapped.refusals;
  return { id: idIn(message, 'messageId'), refusals };
};

const valueIn = (body: Uint8Array): unknown => {
  const gated = gateBody(body);
  if ('refusal' in gated) throw invalid([gated.refusal]);
  return gated.value;
};

const invalid = (refusals: HttpProblem['errors']): HttpProblem =>
  new HttpProblem(400, 'Invalid call', 'Nothing was accepted; see errors for the fields.', refusals);
