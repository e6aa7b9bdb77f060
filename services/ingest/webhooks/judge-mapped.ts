import { limits } from '@hilo/contracts';
import { HttpProblem } from '@hilo/runtime';
import type { Acceptance } from '../domain/accept.ts';
import type { Adapter, Mapped, MappedBody } from '../domain/webhooks/adapter.ts';
import { originIn } from '../domain/webhooks/compose.ts';
import { judge, type Outcome } from '../judge.ts';

/** The interactions in a body. Throws a 413 problem where there are more than one request may hold. */
export const mappedBy = (adapter: Adapter, body: unknown, receivedAt: number): MappedBody => {
  const all = adapter.map(body, receivedAt);
  if (all.tooMany !== true && all.mapped.length <= limits.batch) return all;
  throw new HttpProblem(413, 'Too many', `At most ${limits.batch} interactions in one delivery; send them in parts.`);
};

/** An interaction judged as if it had been posted, its mistakes in the words of the body that it comes from. */
export const judgeMapped = ({ posted, isTimeDerived, origins }: Mapped, acceptance: Acceptance): Outcome => {
  const outcome = judge({ posted, isTimeDerived }, acceptance);
  if ('interaction' in outcome) return outcome;
  const refusals = outcome.refusals.map(({ path: [field = '', ...rest], message }) => ({
    path: originIn(origins, [field, ...rest]),
    // What was looked for and is not there, not what stands in its place.
    message: rest.length === 0 && posted[String(field)] === null ? 'finds nothing in the body' : message,
  }));
  return { ...outcome, refusals };
};
