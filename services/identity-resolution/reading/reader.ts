import type { Authenticate } from '@hilo/runtime';
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
export type Reading = Parameters<Authenticate>[0] & { method: string; routeOptions: { url?: string | undefined } };

type Reader = { note(customer: string): void };

/** Lets in who may read records, and notes what is read, by whom and what for. */
export const readerOf =
  ({ authenticate, audit, now }: { authenticate: Authenticate; audit: Audit; now(): number }) =>
  async (request: Reading, purpose?: string): Promise<Reader> => {
    const { keyId: key, source } = await authenticate(request, 'customers:read');
    const stated = storable(purpose ?? String(request.headers['hilo-purpose'] ?? ''));
    const route = `${request.method} ${request.routeOptions.url ?? ''}`;
    return {
      note: (customer) => audit.note({ at: now(), key, source, purpose: stated || 'unstated', route, customer }),
    };
  };

const storable = (text: string): string => text.toWellFormed().replaceAll('\0', '').slice(0, mostCharacters);
