import { instantOf, topics } from '@hilo/contracts';
import type { Candidate } from './candidate.ts';

const { cleanup } = topics.resolved;
/** So long the log tells of an interaction; what is older comes from elsewhere, or is told anew. */
export const logMemoryMs = cleanup.policy === 'delete' ? cleanup.retentionMs : Number.POSITIVE_INFINITY;

/**
 * Whether nobody could have been asked in time: it was older than its deadline when Hilo accepted it, as an import of history is. What was
 * accepted in time and is late since then is late by our fault, however late it is heard of here. An interaction that is
 * attributed anew, so long after it came that the log has forgotten it, makes nobody a candidate who was none when it came.
 */
export const isHistorical = (
  { deadline, resolved: { version, interaction } }: Pick<Candidate, 'deadline' | 'resolved'>,
  heardAt: number,
): boolean => {
  const receivedAt = instantOf(interaction.receivedAt);
  return receivedAt >= deadline || (version > 1 && receivedAt + logMemoryMs <= heardAt);
};
