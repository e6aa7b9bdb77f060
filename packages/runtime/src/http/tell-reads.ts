import { type PersonRead, type ServiceName, topics, toStorable } from '@hilo/contracts';
import type { Log } from '@hilo/log';
import type { FastifyRequest } from 'fastify';
import { HttpProblem } from '../errors.ts';
import { callerOf } from './allow.ts';
import { doneBy } from './caller.ts';

/** As much of a request as it takes to tell who reads. */
type ReadRequest = Pick<FastifyRequest, 'method' | 'headers'> &
  Parameters<typeof callerOf>[0] & { routeOptions: { url?: string | undefined } };

/**
 * Tells the audit that somebody reads what is kept of these people (customers or subjects), and what for: as the purpose says, or the
 * header `Hilo-Purpose`. Resolves when it cannot be lost any more; a 503 problem if it may be: what cannot be noted is not shown.
 */
export type TellReads = (request: ReadRequest, people: readonly string[], purpose?: string) => Promise<void>;

const mostCharacters = 200;

/** What is read for: as was said in the query, else in the header `Hilo-Purpose`, as far as it can be kept. */
export const statedPurpose = ({ headers }: Pick<FastifyRequest, 'headers'>, purpose?: string): string =>
  toStorable(purpose ?? String(headers['hilo-purpose'] ?? ''), mostCharacters) || 'unstated';

/** Puts onto the log who reads at this service: identity-resolution keeps the audit of all services. */
export const openReadTelling =
  ({ log, now }: { log: Pick<Log, 'append'>; now(): number }, service: ServiceName): TellReads =>
  async (request, people, purpose) => {
    const read: Omit<PersonRead, 'subject'> = {
      at: new Date(now()).toISOString(),
      service,
      ...doneBy(callerOf(request)),
      purpose: statedPurpose(request, purpose),
      route: `${request.method} ${request.routeOptions.url ?? ''}`,
    };
    const records = [...new Set(people)].map((subject) => ({
      key: subject,
      value: JSON.stringify({ ...read, subject } satisfies PersonRead),
    }));
    try {
      if (records.length > 0) await log.append(topics.reads.name, records);
    } catch (cause) {
      throw new HttpProblem(503, 'Not now', 'Who reads it cannot be noted, so it is not shown; try again soon.', [], {
        cause,
      });
    }
  };
