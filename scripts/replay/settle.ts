import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Client } from '../api/client.ts';
import { LedgerAnswer } from '../api/ledger.ts';
import { Statistics } from './outcome.ts';

const pollMs = 200;

/** Waits until nothing that was accepted is on its way any more; tells how much still is. */
export const untilThrough = async (
  client: Client,
  onWaiting: (ledger: LedgerAnswer) => void = () => {},
): Promise<LedgerAnswer> => {
  for (;;) {
    const ledger = await client.get('/v1/ledger', LedgerAnswer);
    onWaiting(ledger);
    if (ledger.inFlight === 0) return ledger;
    await delay(pollMs);
  }
};

const Volume = z.object({ groups: z.array(z.object({ interactions: z.int() })) });

/** Waits until analytics counts all that identity has put on a thread; gives identity's numbers. */
export const untilCounted = async (client: Client): Promise<Statistics> => {
  const known = await client.get('/v1/identity/statistics', Statistics);
  for (;;) {
    const { groups } = await client.get('/v1/kpis', Volume);
    if ((groups[0]?.interactions ?? 0) >= known.interactions) return known;
    await delay(pollMs);
  }
};
