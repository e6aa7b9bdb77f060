import { topics } from '@hilo/contracts';
import type { Log } from '@hilo/log';
import { type Authenticate, problems, type Routes } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { readTotals } from '../store.ts';

const Ledger = z
  .object({ accepted: z.int(), stored: z.int(), duplicate: z.int(), quarantined: z.int(), inFlight: z.int() })
  .describe('accepted = stored + duplicate + quarantined + inFlight, at all times.');

/** `GET /v1/ledger`: what became of everything that was ever accepted. */
export const ledgerRoutes =
  ({ pool, log, authenticate }: { pool: Pool; log: Log; authenticate: Authenticate }): Routes =>
  async (app) => {
    app.get(
      '/v1/ledger',
      { schema: { summary: 'What became of all', tags: ['ingest'], response: { 200: Ledger, ...problems } } },
      async (request) => {
        await authenticate(request, 'ledger:read');
        // The ends are read last, so that nothing seems through before it was accepted.
        const totals = await readTotals(pool, log.id, topics.interactions.name);
        const ends = await log.endOffsets(topics.interactions.name);
        const accepted = ends.reduce((sum, end) => sum + end, 0);
        return { accepted, ...totals, inFlight: accepted - totals.stored - totals.duplicate - totals.quarantined };
      },
    );
  };
