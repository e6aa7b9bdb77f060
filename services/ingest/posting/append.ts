import { type IngestResult, interactionRecord, topics } from '@hilo/contracts';
import type { Log } from '@hilo/log';
import { HttpProblem, pathText } from '@hilo/runtime';
import { notesOnUnused } from '../domain/unused.ts';
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
      accepted.map((one) => interactionRecord(one, trace)),
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

const resultOf = (outcome: Validation): IngestResult['results'][number] => {
  if ('interaction' in outcome) {
    const { id, interaction, notes } = outcome;
    const unused = notesOnUnused(interaction);
    if (notes.length === 0 && unused === undefined) return { status: 'accepted', id };
    return { status: 'accepted', id, notes: [...notes, ...(unused ?? [])] };
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
