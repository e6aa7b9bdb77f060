import { type Digits, fieldErrors, gateBody, gatePosted, HttpProblem } from '@hilo/runtime';
import { sortDigits } from '../domain/digits.ts';
import { callExamples } from '../domain/examples.ts';
import type { RefusedPost } from '../domain/refused.ts';
import { onlyDescribesInCall } from '../domain/segment/identifiers.ts';
import { interactionOfCall } from '../domain/segment/map.ts';
import { SegmentEnvelope, type SegmentType, withEnvelope } from '../domain/segment/message.ts';
import { splitArray } from '../domain/split.ts';
import { idIn, type PostedItem } from './validate.ts';

/** More than Segment's 500 KB can hold of real events. */
export const largestBatch = 5000;

/** The calls in a body, and the key in it, for clients that send none in a header. */
export type SegmentCalls = {
  writeKey: string | undefined;
  items(receivedAt: number): PostedItem[];
  /** What was posted for one of the items, and what of that is the same whenever it is sent again. */
  bodyOf(place: number): Pick<RefusedPost, 'body' | 'same'>;
};

/** The one call that a body is. Throws a 400 problem, naming the field, if it is not let in. */
export const readCall = (body: Uint8Array, called: SegmentType): SegmentCalls => {
  const { value: message, digits } = letIn(body);
  return {
    writeKey: idIn(message, 'writeKey'),
    items: (receivedAt) => [itemOf(message, { called, receivedAt, digits })],
    bodyOf: () => ({ body }),
  };
};

/**
 * The calls of a batch, each let in or not by itself: a client drops a whole batch that is refused. Throws a problem only
 * if there is no batch in the body, or too large a one.
 */
export const readBatch = (body: Uint8Array): SegmentCalls => {
  const split = splitArray(body, 'batch');
  const { value: around, digits: ofEnvelope } = letIn(split?.around ?? body);
  if (split === undefined) throw invalid([{ path: ['batch'], message: 'is no array of calls' }]);
  if (split.elements.length > largestBatch) {
    throw new HttpProblem(413, 'Too many', `At most ${largestBatch} calls in one batch; send them in parts.`);
  }
  const envelope = SegmentEnvelope.safeParse(around);
  const ofAll = ofEnvelope.filter(([field]) => field === 'context' || field === 'integrations');
  return {
    writeKey: idIn(around, 'writeKey'),
    items: (receivedAt) =>
      split.elements.map((element): PostedItem => {
        if (!envelope.success) return { refusals: fieldErrors(envelope.error.issues, around, callExamples) };
        const gated = gatePosted(element);
        if ('refusal' in gated) return { refusals: [gated.refusal] };
        const digits = ofAll.length === 0 ? gated.digits : [...gated.digits, ...ofAll];
        return itemOf(withEnvelope(gated.value, envelope.data), { receivedAt, digits });
      }),
    bodyOf: (place) => postedIn(split.elements[place] ?? new Uint8Array()),
  };
};

/** A call of a batch by itself, which was received before. */
export const readAgain = ({ value, digits }: { value: unknown; digits: Digits }, receivedAt: number): PostedItem =>
  itemOf(value, { receivedAt, digits });

/** A client writes anew at each attempt when it sent a call, and how often it tried. */
const postedIn = (body: Uint8Array): Pick<RefusedPost, 'body' | 'same'> => {
  const gated = gateBody(body);
  if (!('value' in gated) || typeof gated.value !== 'object') return { body };
  return { body, same: JSON.stringify({ ...gated.value, sentAt: undefined, _metadata: undefined }) };
};

const itemOf = (
  message: unknown,
  { digits, ...call }: { called?: SegmentType; receivedAt: number; digits: Digits },
): PostedItem => {
  const mapped = interactionOfCall(message, call);
  if ('posted' in mapped) {
    return digits.length === 0 ? mapped : { ...mapped, digits: sortDigits(digits, onlyDescribesInCall) };
  }
  const refusals =
    'issues' in mapped ? [...fieldErrors(mapped.issues, message, callExamples), ...mapped.refusals] : mapped.refusals;
  return { id: idIn(message, 'messageId'), refusals };
};

const letIn = (body: Uint8Array): { value: unknown; digits: Digits } => {
  const gated = gatePosted(body);
  if ('refusal' in gated) throw invalid([gated.refusal]);
  return gated;
};

const invalid = (refusals: HttpProblem['errors']): HttpProblem =>
  new HttpProblem(400, 'Invalid call', 'Nothing was accepted; see errors for the fields.', refusals);
