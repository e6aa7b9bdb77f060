import type { IncomingHttpHeaders } from 'node:http';
import { type IngestResult, limits } from '@hilo/contracts';
import type { Log } from '@hilo/log';
import { decode, gateWritten, HttpProblem } from '@hilo/runtime';
import { append } from './append.ts';
import { readBatched, readBinary, readStructured } from './cloud-events.ts';
import type { Acceptance } from './domain/accept.ts';
import type { Refusal } from './domain/refusal.ts';
import { type Item, judge } from './judge.ts';
import type { Calls } from './segment-items.ts';

// Everything below throws at once where nothing was accepted, and gives a promise where it waits for the log: each function
// on the way that is asynchronous itself would cost every request another promise.

/** Where accepted interactions go, by which rules they are accepted, and the trace that they belong to. */
export type Intake = { log: Log; acceptance: Acceptance; trace: Readonly<Record<string, string>> };

/** A body of JSON: one interaction, of which every mistake is a problem; or a list, with a result for each. */
export const ingestJson = (intake: Intake, body: Uint8Array): Promise<IngestResult> => {
  const gated = gateWritten(body);
  if ('refusal' in gated) throw invalid([gated.refusal]);
  const { value, texts } = gated;
  if (!Array.isArray(value)) return ingestOne(intake, { posted: value, text: texts[0] });
  return ingestItems(
    intake,
    value.map((posted, place) => ({ posted, text: texts[place] })),
  );
};

/** A body of NDJSON: a line that is wrong costs that line alone. */
export const ingestLines = (intake: Intake, body: Uint8Array): Promise<IngestResult> => {
  const lines = textOf(body)
    .split('\n')
    .filter((line) => line.trim() !== '');
  const items = lines.slice(0, limits.batch + 1).map((line): Item => {
    const gated = gateWritten(Buffer.from(line));
    return 'refusal' in gated ? { refusals: [gated.refusal] } : { posted: gated.value, text: gated.texts[0] };
  });
  return ingestItems(intake, items);
};

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
export const ingestCall = (intake: Intake, calls: Calls): Promise<IngestResult> => {
  const [item = { refusals: [] }] = calls.items(intake.acceptance.now);
  return ingestOne(intake, item);
};

/** A batch of calls: a result for each, and never a problem with the whole for the sake of one. */
export const ingestBatch = ({ log, acceptance, trace }: Intake, calls: Calls): Promise<IngestResult> =>
  append(
    log,
    calls.items(acceptance.now).map((item) => judge(item, acceptance)),
    trace,
  );

const ingestOne = ({ log, acceptance, trace }: Intake, item: Item): Promise<IngestResult> => {
  const outcome = judge(item, acceptance);
  if ('refusals' in outcome) throw invalid(outcome.refusals);
  return append(log, [outcome], trace);
};

const ingestItems = ({ log, acceptance, trace }: Intake, items: readonly Item[]): Promise<IngestResult> => {
  if (items.length === 0) throw invalid([{ path: [], message: 'holds no interaction' }]);
  if (items.length > limits.batch) {
    throw new HttpProblem(413, 'Too many', `At most ${limits.batch} interactions in one request; send them in parts.`);
  }
  return append(
    log,
    items.map((item) => judge(item, acceptance)),
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
