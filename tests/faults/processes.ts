import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '../../scripts/api/client.ts';
import { type HiloProcess, startHilo } from '../../scripts/api/hilo-process.ts';
import { type Service, serviceNames } from './schedule.ts';

export type Processes = AsyncDisposable & {
  /** Where ingest listens, before and after it is killed. */
  url: string;
  client: Client;
  isRunning(service: Service): boolean;
  /** Resolves when it is gone; it is started again by itself after that time. */
  kill(service: Service, downMs: number): Promise<void>;
  allRunning(): Promise<void>;
  /** How often a process ended, or did not start, that nobody had killed. */
  ended(): number;
};

type Options = { databaseUrl: string; log: string | undefined; say(line: string): void };

const mostStarts = 10;

/** The four services, each in a process of its own, kept running as an orchestrator does. */
export const startProcesses = async ({ databaseUrl, log, say }: Options): Promise<Processes> => {
  const running = new Map<Service, HiloProcess>();
  const coming = new Map<Service, Promise<void>>();
  const ports = new Map<Service, string>();
  let ended = 0;
  let closing = false;

  const start = async (service: Service, attempt = 1): Promise<void> => {
    // As a pod has the same name again.
    const environment = { HILO_KAFKA_INSTANCE_ID: service };
    try {
      const hilo = await startHilo({ databaseUrl, log, command: service, port: ports.get(service), environment });
      ports.set(service, new URL(hilo.url).port);
      running.set(service, hilo);
      hilo.gone.then((code) => {
        if (closing || running.get(service) !== hilo) return;
        ended += 1;
        say(`${service} ended by itself with code ${code}, and is started again`);
        comeBack(service, 0);
      });
    } catch (error) {
      ended += 1;
      if (attempt === mostStarts || closing) throw error;
      say(`${service} did not start, and is started again: ${error instanceof Error ? error.message : error}`);
      await start(service, attempt + 1);
    }
  };

  const comeBack = (service: Service, afterMs: number): void => {
    running.delete(service);
    const started = delay(afterMs).then(() => start(service));
    // Heard of by `allRunning`.
    started.catch(() => {});
    coming.set(service, started);
  };

  for (const service of serviceNames) coming.set(service, start(service));
  await Promise.all(coming.values());
  const first = running.get('ingest');
  if (first === undefined) throw new Error('ingest did not start');

  return {
    url: first.url,
    client: first.client,
    isRunning: (service) => running.has(service),
    kill: async (service, downMs) => {
      const hilo = running.get(service);
      comeBack(service, downMs);
      await hilo?.kill();
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
