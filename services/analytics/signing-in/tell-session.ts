import { type SessionTold, topics } from '@hilo/contracts';
import { HttpProblem, type Resources } from '@hilo/runtime';

/** Tells every service what became of sessions, in this order. Rejects if that may be lost. */
export const tellSessions = async ({ log }: Pick<Resources, 'log'>, told: readonly SessionTold[]): Promise<void> => {
  const records = told.map((one) => ({
    key: 'session' in one ? String(one.session) : 'all',
    value: JSON.stringify(one satisfies SessionTold),
  }));
  if (records.length > 0) await log.append(topics.sessions.name, records);
};

/** The same of an end that somebody waits for. Throws a 503 problem if it cannot be told. */
export const tellEnd = async (
  resources: Pick<Resources, 'log'>,
  { id, until, at }: { id: string; until: number; at: number },
): Promise<void> => {
  try {
    await tellSessions(resources, [{ kind: 'ended', session: id, at: isoOf(at), expiresAt: isoOf(until) }]);
  } catch (cause) {
    throw new HttpProblem(503, 'Not now', 'The end of the session cannot be told; try again soon.', [], { cause });
  }
};

export const isoOf = (ms: number): string => new Date(ms).toISOString();
