import { allow, problems } from '@hilo/runtime';
import { ServicesLag } from '../receipts/services-lag.ts';
import { type Route, tags } from './context.ts';

/** `GET /v1/lag`: what waits for whom. */
export const lagRoute: Route = (app, { authenticate, readLag }) =>
  app.get(
    '/v1/lag',
    {
      onRequest: allow(authenticate, 'ledger:read'),
      schema: {
        summary: 'What waits in the log for each service, and for how long',
        description: 'As it was within the last five seconds; the same as hilo_consumer_lag_records of each group.',
        tags,
        response: { 200: ServicesLag, ...problems },
      },
    },
    async () => readLag(),
  );
