import { callerOf, doneBy, statedPurpose } from '@hilo/runtime';
import { z } from 'zod';
import type { Audit } from './audit.ts';

const mostCharacters = 200;

/** What a record is read for, as a query may say it; else the header `Hilo-Purpose` does. */
export const Purposed = z.object({
  purpose: z
    .string()
    .max(mostCharacters)
    .optional()
    .describe('What it is read for, for the audit; or in the header Hilo-Purpose.'),
});

/** As much of a request as it takes to tell who reads. */
export type ReadRequest = Parameters<typeof callerOf>[0] & {
  method: string;
  routeOptions: { url?: string | undefined };
};

/** Of a route that lets in who may read records: notes which are read, by whom and what for. */
export const noterOf = (
  { audit, now }: { audit: Audit; now(): number },
  request: ReadRequest,
  purpose?: string,
): ((customer: string) => void) => {
  const by = doneBy(callerOf(request));
  const stated = statedPurpose(request, purpose);
  const route = `${request.method} ${request.routeOptions.url ?? ''}`;
  return (customer) => audit.note({ at: now(), ...by, purpose: stated, route, customer });
};
