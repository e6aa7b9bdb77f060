import { type Authenticate, problems, type Routes } from '@hilo/runtime';
import { z } from 'zod';
import type { Ledger as LedgerTotals } from '../store/ledger.ts';

const Ledger = z
  .object({ accepted: z.int(), stored: z.int(), duplicate: z.int(), quarantined: z.int(), inFlight: z.int() })
  .describe('accepted = stored + duplicate + quarantined + inFlight, at all times.');

/** `GET /v1/ledger`: what became of everything that was ever accepted. */
export const ledgerRoutes =
  ({ readLedger, authenticate }: { readLedger(): Promise<LedgerTotals>; authenticate: Authenticate }): Routes =>
  async (app) => {
    app.get(
      '/v1/ledger',
      { schema: { summary: 'What became of all', tags: ['ingest'], response: { 200: Ledger, ...problems } } },
      async (request) => {
        await authenticate(request, 'ledger:read');
        return readLedger();
      },
    );
  };
