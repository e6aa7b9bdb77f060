import { openDuck } from '../analytics.ts';
import { memoryMb, peakMemoryMb } from '../figures.ts';
import { openAsker } from './ask.ts';
import { measureChain } from './chain.ts';
import type { ServiceBench } from './open.ts';
import { killAndStart, measureFreshness, measureMerges, startComing, untilAllRead } from './phases.ts';
import type { AskedOverHttp } from './questions.ts';
import { askWhileRebuilt } from './rebuilding.ts';
import { askedService, measureCosts, measureWaits } from './rounds.ts';
import { type RunningAnalytics, runningOf, startAnalytics } from './running.ts';
import { showCosts, showLateness, showMemory, showMerges, showReady, showRebuilt, showWaits } from './show.ts';

/** What can be measured by itself, in the order in which it is. */
export const serviceParts = ['processor', 'merges', 'waiting', 'freshness', 'restart', 'chain', 'rebuild'] as const;
export type ServicePart = (typeof serviceParts)[number];

export type ServiceBenchOptions = { rounds: number; asks: number; perSecond: number; seconds: number; merges: number };

/** What is measured, and by what; the service that is asked goes from one part to the next. */
export type MeasuringService = ServiceBenchOptions & {
  bench: ServiceBench;
  /** Of the rows alone, as nothing comes in; and up to the end of today. */
  quiet: readonly AskedOverHttp[];
  live: readonly AskedOverHttp[];
  figure: AskedOverHttp;
  journey: AskedOverHttp;
  range: { from: string; to: string };
  running: RunningAnalytics | undefined;
};

const runningIn = async (measuring: MeasuringService): Promise<RunningAnalytics> => {
  measuring.running ??= await startAnalytics(measuring.bench, measuring.journey);
  return measuring.running;
};

export const stopRunning = async (measuring: MeasuringService): Promise<void> => {
  await measuring.running?.[Symbol.asyncDispose]();
  measuring.running = undefined;
};

const chainPerSecond = 200;

/** Each prints what it found, and gives it. */
export const measurePart: Readonly<Record<ServicePart, (measuring: MeasuringService) => Promise<unknown>>> = {
  processor: async (measuring) => {
    const { bench, quiet, rounds } = measuring;
    const { service, asker } = await runningIn(measuring);
    await using opened = new AsyncDisposableStack();
    const duck = await openDuck(bench.rows, opened);
    const asked = askedService(asker, service, bench.server);
    const found = await measureCosts(asked, { questions: quiet, rows: bench.rows, duck, rounds });
    showCosts(found.costs, found.floorMs);
    return found;
  },

  merges: async (measuring) => {
    const { bench, quiet, journey, merges, rounds } = measuring;
    if (merges === 0) return undefined;
    // The columns are made before the database is copied.
    await runningIn(measuring);
    await stopRunning(measuring);
    const found = await measureMerges(bench, { questions: quiet, journey, merges, rounds });
    showMerges(found);
    return found;
  },

  waiting: async (measuring) => {
    const { bench, live, asks, perSecond } = measuring;
    const { asker } = await runningIn(measuring);
    const coming = startComing(bench, perSecond, 'bench-live');
    const waits = await measureWaits(asker, live, asks);
    showWaits(waits, await coming.stop());
    return waits;
  },

  freshness: async (measuring) => {
    const { asker } = await runningIn(measuring);
    const late = await measureFreshness(measuring.bench, asker, measuring);
    showLateness('after hilo.resolved.v1', late, 1000);
    return late;
  },

  restart: async (measuring) => {
    const { service, asker } = await runningIn(measuring);
    const { again, ready } = await killAndStart(measuring.bench, service, measuring);
    showReady(ready);
    await asker[Symbol.asyncDispose]();
    measuring.running = runningOf(again, openAsker(again.url));
    await measureWaits(measuring.running.asker, measuring.live, 3);
    const memory = { nowMb: memoryMb(again.pid), peakMb: peakMemoryMb(again.pid) };
    showMemory(memory);
    return { ready, memory };
  },

  chain: async (measuring) => {
    const { bench, seconds } = measuring;
    const { asker } = await runningIn(measuring);
    await using ingest = await bench.start('ingest');
    await using _identity = await bench.start('identity-resolution');
    const late = await measureChain(ingest, asker, { perSecond: chainPerSecond, seconds });
    showLateness("after ingest's 202, through the whole chain", late, 2000);
    await untilAllRead(bench);
    return late;
  },

  rebuild: async (measuring) => {
    const { bench, journey: funnel, range } = measuring;
    const { asker } = await runningIn(measuring);
    await using identity = await bench.start('identity-resolution');
    const found = await askWhileRebuilt(identity, asker, { url: bench.url, funnel, range });
    showRebuilt(found);
    return found;
  },
};
