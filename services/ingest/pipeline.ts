import type { IncomingHttpHeaders } from 'node:http';
import { type IngestResult, limits } from '@hilo/contracts';
import { type Digits, decode, gateWritten, HttpProblem } from '@hilo/runtime';
import { onlyDescribes, sortDigits } from './domain/digits.ts';
import type { Refusal } from './domain/refusal.ts';
import type { RefusedPost } from './domain/refused.ts';
import { append } from './posting/append.ts';
import { readBatched, readBinary, readStructured } from './posting/cloud-events.ts';
import type { Intake } from './posting/intake.ts';
import type { SegmentCalls } from './posting/segment-calls.ts';
import { type PostedItem, type Validation, validate } from './posting/validate.ts';

// Everything below throws at once where nothing was accepted, and gives a promise where it waits for the log: each function
// on the way that is asynchronous itself would cost every request another promise.
/** A body of JSON: one interaction, of which every mistake is a problem; or a list, with a result for each. */
export const ingestJson = (intake: Intake, body: Uint8Array): Promise<IngestResult> => {
  const gated = gateWritten(body);
  if ('refusal' in gated) throw invalid([gated.refusal]);
  const { value, texts, digits } = gated;
  if (!Array.isArray(value)) return ingestOne(intake, itemOf(value, texts[0], digits));
  const digitsOf = digits.length === 0 ? undefined : Map.groupBy(digits, ([place]) => place);
  return ingestItems(
    intake,
    value.map((posted, place) =>
      itemOf(
        posted,
        texts[place],
        digitsOf?.get(place)?.map((path) => path.slice(1)),
      ),
    ),
  );
};

/** A body of NDJSON: a line that is wrong costs that line alone. */
export const ingestLines = (intake: Intake, body: Uint8Array): Promise<IngestResult> => {
  const lines = textOf(body)
    .split('\n')
    .filter((line) => line.trim() !== '');
  const items = lines.slice(0, limits.batch + 1).map((line): PostedItem => {
    const gated = gateWritten(Buffer.from(line));
    return 'refusal' in gated ? { refusals: [gated.refusal] } : itemOf(gated.value, gated.texts[0], gated.digits);
  });
  return ingestItems(intake, items);
};

const itemOf = (posted: unknown, text: string | undefined, digits: Digits = []): PostedItem =>
  digits.length === 0 ? { posted, text } : { posted, text, digits: sortDigits(digits, onlyDescribes) };

/** A CloudEvent whose attributes are headers and whose data are the body, of which every mistake is a problem. */
export const ingestBinaryEvent = (
  intake: Intake,
  headers: IncomingHttpHeaders,
  body: Uint8Array,
): Promise<IngestResult> => ingestOne(intake, readBinary(headers, body, intake.acceptance.now));

/** A body that is a CloudEvent, of which every mistake is a problem. */
export const ingestEvent = (intake: Intake, body: Uint8Array): Promise<IngestResult> =>
  ingestOne(intake, readStructured(body, intake.acceptance.now));

/** A body that is a list of CloudEvents: one that is wrong costs that one alone. */
export const ingestEvents = (intake: Intake, body: Uint8Array): Promise<IngestResult> => {
  const items = readBatched(body, intake.acceptance.now);
  if (items === undefined) throw invalid([{ path: [], message: 'is no list of CloudEvents' }]);
  return ingestItems(intake, items);
};

/** One call of Segment's HTTP API, of which every mistake is a problem. */
export const ingestCall = (intake: Intake, calls: SegmentCalls): Promise<IngestResult> => {
  const [item = { refusals: [] }] = calls.items(intake.acceptance.now);
  return ingestOne(intake, item);
};

/**
 * A batch of calls: a result for each, and never a problem with the whole for the sake of one. Clients do not read results:
 * what is refused is kept in the quarantine. The rest goes onto the log first, so that it does in any case.
 */
export const ingestBatch = (
  { log, acceptance, trace, keepRefused }: Intake,
  calls: SegmentCalls,
): Promise<IngestResult> => {
  const refused: RefusedPost[] = [];
  const outcomes = calls.items(acceptance.now).map((item, place): Validation => {
    const outcome = validate(item, acceptance);
    if ('interaction' in outcome) return outcome;
    refused.push({ ...outcome, ...calls.bodyOf(place) });
    return { ...outcome, isKept: true };
  });
  const appended = append(log, outcomes, trace);
  return refused.length === 0 ? appended : appended.then((result) => keepRefused(refused).then(() => result));
};

const ingestOne = ({ log, acceptance, trace }: Intake, item: PostedItem): Promise<IngestResult> => {
  const outcome = validate(item, acceptance);
  if ('refusals' in outcome) throw invalid(outcome.refusals);
  return append(log, [outcome], trace);
};

const ingestItems = ({ log, acceptance, trace }: Intake, items: readonly PostedItem[]): Promise<IngestResult> => {
  if (items.length === 0) throw invalid([{ path: [], message: 'holds no interaction' }]);
  if (items.length > limits.batch) {
    throw new HttpProblem(413, 'Too many', `At most ${limits.batch} interactions in one request; send them in parts.`);
  }
  return append(
    log,
    items.map((item) => validate(item, acceptance)),
    trace,
  );
};

const textOf = (body: Uint8Array): string => {
  const decoded = decode(body);
  if ('refusal' in decoded) throw invalid([decoded.refusal]);
  return decoded.text;
};

const invalid = (refusals: readonly Refusal[]): HttpProblem =>
  new HttpProblem(400, 'Invalid interaction', 'Nothing was accepted; see errors for the fields.', refusals);
