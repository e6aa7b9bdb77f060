import type { PastCandidate } from '../domain/dry-run/programme-run.ts';

/**
 * Makes candidates take as little memory as they can: what many of them say alike (whose they are, of which programme, how it ended) is
 * kept once for all of them.
 */
export const openCompacting = (): ((candidate: PastCandidate) => PastCandidate) => {
  const texts = new Map<string, string>();
  const circumstancesByText = new Map<string, PastCandidate['circumstances']>();
  const once = (text: string): string => {
    const known = texts.get(text);
    if (known !== undefined) return known;
    texts.set(text, text);
    return text;
  };
  const alike = (circumstances: PastCandidate['circumstances']): PastCandidate['circumstances'] => {
    const text = JSON.stringify(circumstances);
    const known = circumstancesByText.get(text);
    if (known !== undefined) return known;
    circumstancesByText.set(text, circumstances);
    return circumstances;
  };
  return ({
    id,
    programme,
    subject,
    source,
    interaction,
    circumstances,
    occurredAt,
    dueAt,
    deadline,
    wasHeardLate,
  }) => ({
    id,
    programme: once(programme),
    subject: once(subject),
    source: once(source),
    interaction,
    // What is traced, and which journey it was, no decision looks at.
    circumstances: alike(withoutNames(circumstances)),
    occurredAt,
    dueAt,
    deadline,
    wasHeardLate,
  });
};

const withoutNames = ({ journey: _journey, trace: _trace, ...circumstances }: PastCandidate['circumstances']) =>
  circumstances;
