import type { HiloProcess } from '../../api/hilo-process.ts';
import { peakMemoryMb } from '../figures.ts';
import { type Asker, openAsker } from './ask.ts';
import type { ServiceBench } from './open.ts';
import type { AskedOverHttp } from './questions.ts';

/** Analytics that has all columns in memory, and who asks it. */
export type RunningAnalytics = AsyncDisposable & { service: HiloProcess; asker: Asker };

/** Starts it, unless it was started, and waits until it answers journeys; says how long that took where it made the columns of the facts. */
export const startAnalytics = async (
  bench: ServiceBench,
  journey: AskedOverHttp,
  where: { url?: string } = {},
): Promise<RunningAnalytics> => {
  const service = await bench.start('analytics', where);
  const asker = openAsker(service.url);
  const began = performance.now();
  await asker.untilAnswered(journey);
  const seconds = (performance.now() - began) / 1000;
  if (seconds > 1)
    console.log(
      `the columns were made of the facts, or read, in ${seconds.toFixed(1)} s; memory until then ${peakMemoryMb(service.pid).toFixed(0)} MB at the most`,
    );
  return runningOf(service, asker);
};

export const runningOf = (service: HiloProcess, asker: Asker): RunningAnalytics => ({
  service,
  asker,
  [Symbol.asyncDispose]: async () => {
    await asker[Symbol.asyncDispose]();
    await service.stop();
  },
});
