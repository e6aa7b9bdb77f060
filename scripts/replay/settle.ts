import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '../api/client.ts';
import { Ledger } from '../api/ledger.ts';

const pollMs = 200;

/** Waits until nothing that was accepted is on its way any more; tells how much still is. */
export const untilThrough = async (client: Client, onWaiting: (ledger: Ledger) => void = () => {}): Promise<Ledger> => {
  for (;;) {
    const ledger = await client.get('/v1/ledger', Ledger);
    onWaiting(ledger);
    if (ledger.inFlight === 0) return ledger;
    await delay(pollMs);
  }
};
