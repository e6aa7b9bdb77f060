import { type PersonRead, topics } from '@hilo/contracts';
import type { Log } from '@hilo/log';
import { HttpProblem } from '@hilo/runtime';

/** Puts onto the log who read what is kept of a person here: identity-resolution keeps the audit of all services. */
export const readTeller =
  ({ log, now }: { log: Pick<Log, 'append'>; now(): number }) =>
  async (read: Omit<PersonRead, 'at' | 'service'>): Promise<void> => {
    const told: PersonRead = { ...read, at: new Date(now()).toISOString(), service: 'ingest' };
    try {
      await log.append(topics.reads.name, [{ key: read.subject, value: JSON.stringify(told) }]);
    } catch (cause) {
      throw new HttpProblem(503, 'Not now', 'Who reads it cannot be noted, so it is not shown; try again soon.', [], {
        cause,
      });
    }
  };
