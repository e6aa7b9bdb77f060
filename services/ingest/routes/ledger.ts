import { allow, problems } from '@hilo/runtime';
import { z } from 'zod';
import { type Route, tags } from './context.ts';

const Ledger = z
  .object({ accepted: z.int(), stored: z.int(), duplicate: z.int(), quarantined: z.int(), inFlight: z.int() })
  .describe('accepted = stored + duplicate + quarantined + inFlight, at all times.');

/** `GET /v1/ledger`: what became of everything that was ever accepted. */
export const ledgerRoute: Route = (app, { authenticate, readLedger }) =>
  app.get(
    '/v1/ledger',
    {
      onRequest: allow(authenticate, 'ledger:read'),
      schema: { summary: 'What became of all', tags, response: { 200: Ledger, ...problems } },
    },
    async () => readLedger(),
  );
