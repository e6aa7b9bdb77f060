import { setTimeout as delay } from 'node:timers/promises';
import { CustomerRecord } from '@hilo/contracts';
import { z } from 'zod';
import { type Client, Refused } from '../api/client.ts';
import { explainFailure } from '../explain-failure.ts';
import { type Answered, runMarketing } from '../simulate/marketing.ts';
import { firstPersona } from '../simulate/personas.ts';
import { simulate } from '../simulate/simulate.ts';
import { demoCustomer } from './demo-customer.ts';

const [rate, seed] = [5, 1];
const longestWaitMs = 5000;

/** The simulated airline at the default pace; resolves when its first customer can be looked up. */
export const startTraffic = async (
  client: Client,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<AsyncDisposable> => {
  const traffic = simulate({ client, rate, seed, signal }).catch(sayWhy(say));
  const deadline = Date.now() + longestWaitMs;
  while (Date.now() < deadline && !signal.aborted && !(await isKnown(client, firstPersona().customerNumber))) {
    await delay(100);
  }
  return {
    [Symbol.asyncDispose]: async () => {
      await traffic;
    },
  };
};

/** One customer is asked at once, so that there is a survey to see; should that fail, the rest goes on. */
export const askNewcomer = async (client: Client, say: (line: string) => void): Promise<void> => {
  const now = Date.now();
  const language = Intl.DateTimeFormat().resolvedOptions().locale.split('-')[0] === 'es' ? 'es' : 'en';
  const posted = demoCustomer(now.toString(36), now, language);
  await client.post('/v1/interactions', posted, z.unknown()).catch(sayWhy(say));
};

const sayWhy =
  (say: (line: string) => void) =>
  (error: unknown): void =>
    say(`the simulated airline stopped: ${explainFailure(error)}`);

/** Its marketing department; tells what it learnt when it asked about everybody for the first time. */
export const startMarketing = (
  client: Client,
  signal: AbortSignal,
  { say, onFirstRound }: { say(line: string): void; onFirstRound(answers: readonly Answered[]): void },
): AsyncDisposable => {
  const working = runMarketing({ client, seed, signal, now: Date.now, onFirstRound }).catch((error: unknown) => {
    if (!signal.aborted) sayWhy(say)(error);
  });
  return { [Symbol.asyncDispose]: () => working };
};

const isKnown = async (client: Client, customerNumber: string): Promise<boolean> => {
  try {
    await client.post('/v1/customers/lookup', { kind: 'customer_number', value: customerNumber }, CustomerRecord);
    return true;
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return false;
    throw error;
  }
};
