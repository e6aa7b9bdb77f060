import type { Quarantined } from '../../api/quality.ts';

/** What Hilo gives an interaction when it takes it in, and nobody posts. */
const given = new Set(['source', 'receivedAt', 'notes', 'derived']);

/** What is written when somebody begins to fix a message: what it is so far, as it would be posted. What is no JSON stays as it is. */
export const draftOf = ({ fixed, message }: Pick<Quarantined, 'fixed' | 'message'>): string => {
  const found: unknown = fixed ?? readJson(message.value);
  if (typeof found !== 'object' || found === null || Array.isArray(found)) return message.value ?? '';
  return written(Object.fromEntries(Object.entries(found).filter(([name]) => !given.has(name))));
};

/** A message so that people can read it; what is no JSON as it is. */
export const messageText = ({ value }: Quarantined['message']): string => {
  const found = readJson(value);
  return found === undefined ? (value ?? '') : written(found);
};

const written = (value: unknown): string => JSON.stringify(value, null, 2);

const readJson = (text: string | null): unknown => {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
};
