import { setTimeout as delay } from 'node:timers/promises';
import { type Client, createClient } from '../../../scripts/api/client.ts';
import { apiKey, type HiloProcess, startHilo } from '../../../scripts/api/hilo-process.ts';

export type Instances = AsyncDisposable & {
  ingest: Client;
  /** Asks one instance of survey-trigger after the other, the first of them that one, until one answers. */
  ask<Answer>(first: number, question: (client: Client) => Promise<Answer>): Promise<Answer>;
  /** Kills with SIGKILL, if it runs; it is started again after that time. Gives whether it ran. */
  kill(name: string, downMs: number): Promise<boolean>;
  allRunning(): Promise<void>;
  /** How often a process ended that nobody had killed. */
  ended(): number;
};

export type Place = { databaseUrl: string; environment: Readonly<Record<string, string>>; say(line: string): void };

const impatientMs = 1000;

/** ingest, identity-resolution and several of survey-trigger, a process each, kept running as an orchestrator does. */
export const startInstances = async (
  { databaseUrl, environment, say }: Place,
  names: readonly string[],
): Promise<Instances> => {
  const running = new Map<string, HiloProcess>();
  const coming = new Map<string, Promise<void>>();
  let [ended, closing] = [0, false];

  const start = async (name: string): Promise<void> => {
    const hilo = await startHilo({ databaseUrl, environment, command: name.split('#')[0] ?? name });
    running.set(name, hilo);
    hilo.gone.then((code) => {
      if (closing || running.get(name) !== hilo) return;
      ended += 1;
      say(`${name} ended by itself with code ${code}`);
      comeBack(name, 0);
    });
  };
  const comeBack = (name: string, afterMs: number): void => {
    running.delete(name);
    const started = delay(afterMs).then(() => start(name));
    started.catch(() => {});
    coming.set(name, started);
  };

  for (const name of names) coming.set(name, start(name));
  await Promise.all(coming.values());
  const ingest = running.get('ingest');
  if (ingest === undefined) throw new Error('ingest did not start');
  const deciding = names.filter((name) => name.startsWith('survey-trigger'));
  return {
    ingest: ingest.client,
    ask: async (first, question) => {
      for (let turn = first; ; turn += 1) {
        const hilo = running.get(deciding[turn % deciding.length] ?? '');
        if (hilo === undefined) {
          await delay(20);
          continue;
        }
        try {
          return await question(createClient({ url: hilo.url, key: apiKey, patienceMs: impatientMs }));
        } catch (error) {
          // Refused for good is a fault of the run; that nobody answered is what is tried here.
          if (error instanceof Error && error.name === 'Refused') throw error;
        }
      }
    },
    kill: async (name, downMs) => {
      const hilo = running.get(name);
      if (hilo === undefined) return false;
      comeBack(name, downMs);
      await hilo.kill();
      return true;
    },
    allRunning: async () => {
      await Promise.all(coming.values());
    },
    ended: () => ended,
    [Symbol.asyncDispose]: async () => {
      closing = true;
      await Promise.allSettled(coming.values());
      await Promise.all([...running.values()].map((hilo) => hilo.kill()));
    },
  };
};
