import { type IngestResult, topics } from '@hilo/contracts';
import type { Log, OutgoingRecord } from '@hilo/log';
import { HttpProblem, pathText } from '@hilo/runtime';
import { type Accepted, keyOf } from '../domain/accept.ts';
import { notesOn as notesOnUnused } from '../domain/unused.ts';
import type { Validation } from './validate.ts';

/** Puts what was accepted onto the log, and answers for every item. Resolves only when the log has it for certain. */
export const append = async (
  log: Log,
  outcomes: readonly Validation[],
  trace: Readonly<Record<string, string>>,
): Promise<IngestResult> => {
  const accepted = outcomes.filter((outcome) => 'interaction' in outcome);
  try {
    await log.append(
      topics.interactions.name,
      accepted.map((one) => recordOf(one, trace)),
    );
  } catch (cause) {
    if (cause instanceof HttpProblem) throw cause;
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

/** An accepted interaction as it goes onto the log. */
export const recordOf = (
  {
    id,
    source,
    interaction,
    content,
  }: Pick<Accepted, 'id' | 'source' | 'content'> & {
    interaction: Pick<Accepted['interaction'], 'identifiers' | 'occurredAt'>;
  },
  trace: Readonly<Record<string, string>>,
): OutgoingRecord => ({
  key: keyOf(interaction),
  value: content,
  headers: {
    ce_id: id,
    ce_source: source,
    ce_type: 'hilo.interaction',
    ce_time: interaction.occurredAt,
    ...trace,
  },
});

const resultOf = (outcome: Validation): IngestResult['results'][number] => {
  if ('interaction' in outcome) {
    const { id, interaction } = outcome;
    const notes = [...outcome.notes, ...(notesOnUnused(interaction) ?? [])];
    return { status: 'accepted', id, ...(notes.length > 0 && { notes }) };
  }
  const [first] = outcome.refusals;
  return {
    status: 'rejected',
    ...(outcome.id !== undefined && { id: outcome.id }),
    path: pathText(first?.path ?? []),
    reason: first?.message ?? 'is not valid',
    errors: outcome.refusals.map(({ path, message }) => ({ path: pathText(path), reason: message })),
    ...(outcome.isKept && { quarantined: true }),
  };
};
