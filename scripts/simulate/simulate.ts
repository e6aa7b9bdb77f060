import { setTimeout as delay } from 'node:timers/promises';
import { IngestResult, limits } from '@hilo/contracts';
import type { Client } from '../api/client.ts';
import { simulateAirline } from './airline.ts';

export type SimulateOptions = {
  client: Client;
  /** Interactions per second. */
  rate: number;
  seed: number;
  /** How many in all; without it, until aborted. */
  count?: number;
  signal: AbortSignal;
  onPosted?(total: number): void;
};

const tickMs = 250;
/** After a pause of Hilo or of the machine, what was missed is not made up for. */
const longestCatchUpMs = 2000;

/** Posts what happens at a simulated airline, at the rate, until the count is reached or the signal says stop. */
export const simulate = async (options: SimulateOptions): Promise<number> => {
  const { rate, seed, count = Number.POSITIVE_INFINITY, signal } = options;
  const airline = simulateAirline({ seed, run: Date.now().toString(36) }, Date.now);
  let posted = 0;
  let due = 1;
  let last = performance.now();
  while (posted < count && !signal.aborted) {
    const size = Math.min(Math.floor(due), count - posted, limits.batch);
    if (size > 0) {
      await post(options, airline, size);
      posted += size;
      due -= size;
      options.onPosted?.(posted);
    }
    if (posted < count && due < 1) await pause(signal);
    const at = performance.now();
    due += (Math.min(at - last, longestCatchUpMs) / 1000) * rate;
    last = at;
  }
  return posted;
};

const post = async ({ client, signal }: SimulateOptions, airline: Iterator<unknown>, size: number): Promise<void> => {
  const batch = Array.from({ length: size }, () => airline.next().value);
  try {
    const { rejected, results } = await client.post('/v1/interactions', batch, IngestResult);
    if (rejected > 0) throw new Error(`Hilo rejected what was simulated: ${JSON.stringify(results[0])}`);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
};

const pause = (signal: AbortSignal): Promise<void> => delay(tickMs, undefined, { signal }).catch(() => {});
