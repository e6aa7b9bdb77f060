import { type IngestResult, limits, topics } from '@hilo/contracts';
import type { Log, OutgoingRecord } from '@hilo/log';
import { decode, fieldErrors, gate, HttpProblem, pathText } from '@hilo/runtime';
import { type Acceptance, type Accepted, accept, keyOf } from './domain/accept.ts';
import type { Refusal } from './domain/refusal.ts';

type Item = { posted: unknown } | { refusal: Refusal };
type Outcome = Accepted | { id: string | undefined; refusals: readonly Refusal[] };

/** A body of JSON: one interaction, of which every mistake is a problem; or a list, with a result for each. */
export const ingestJson = async (
  log: Log,
  body: Uint8Array,
  acceptance: Acceptance,
  trace: Record<string, string>,
): Promise<IngestResult> => {
  const gated = gate(textOf(body));
  if ('refusal' in gated) throw invalid([gated.refusal]);
  if (Array.isArray(gated.value)) {
    return ingestItems(
      log,
      gated.value.map((posted) => ({ posted })),
      acceptance,
      trace,
    );
  }
  const outcome = judge({ posted: gated.value }, acceptance);
  if ('refusals' in outcome) throw invalid(outcome.refusals);
  return append(log, [outcome], trace);
};

/** A body of NDJSON: a line that is wrong costs that line alone. */
export const ingestLines = async (
  log: Log,
  body: Uint8Array,
  acceptance: Acceptance,
  trace: Record<string, string>,
): Promise<IngestResult> => {
  const lines = textOf(body)
    .split('\n')
    .filter((line) => line.trim() !== '');
  const items = lines.slice(0, limits.batch + 1).map((line): Item => {
    const gated = gate(line);
    return 'refusal' in gated ? gated : { posted: gated.value };
  });
  return ingestItems(log, items, acceptance, trace);
};

const ingestItems = async (
  log: Log,
  items: readonly Item[],
  acceptance: Acceptance,
  trace: Record<string, string>,
): Promise<IngestResult> => {
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

const judge = (item: Item, acceptance: Acceptance): Outcome => {
  if ('refusal' in item) return { id: undefined, refusals: [item.refusal] };
  const accepted = accept(item.posted, acceptance);
  if ('interaction' in accepted) return accepted;
  const refusals = 'issues' in accepted ? fieldErrors(accepted.issues) : accepted.refusals;
  return { id: idIn(item.posted), refusals };
};

const idIn = (posted: unknown): string | undefined =>
  typeof posted === 'object' && posted !== null && 'id' in posted && typeof posted.id === 'string'
    ? posted.id
    : undefined;

/** Answers only when the log has every accepted one for certain. */
const append = async (log: Log, outcomes: readonly Outcome[], trace: Record<string, string>): Promise<IngestResult> => {
  const accepted = outcomes.filter((outcome) => 'interaction' in outcome);
  try {
    await log.append(
      topics.interactions.name,
      accepted.map((one) => recordOf(one, trace)),
    );
  } catch (cause) {
    throw new HttpProblem(503, 'Not now', 'The log cannot be reached; nothing is lost if you send it again.', [], {
      cause,
    });
  }
  return {
    accepted: accepted.length,
    rejected: outcomes.length - accepted.length,
    results: outcomes.map(resultOf),
  };
};

const recordOf = ({ interaction }: Accepted, trace: Record<string, string>): OutgoingRecord => ({
  key: keyOf(interaction),
  value: JSON.stringify(interaction),
  headers: {
    ce_id: interaction.id,
    ce_source: interaction.source,
    ce_type: 'hilo.interaction',
    ce_time: interaction.occurredAt,
    ...trace,
  },
});

const resultOf = (outcome: Outcome): IngestResult['results'][number] => {
  if ('interaction' in outcome) return { status: 'accepted', id: outcome.interaction.id };
  const [first] = outcome.refusals;
  return {
    status: 'rejected',
    ...(outcome.id !== undefined && { id: outcome.id }),
    path: pathText(first?.path ?? []),
    reason: first?.message ?? 'is not valid',
  };
};

const invalid = (refusals: readonly Refusal[]): HttpProblem =>
  new HttpProblem(400, 'Invalid interaction', 'Nothing was accepted; see errors for the fields.', refusals);
