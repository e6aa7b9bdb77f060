import type { AcceptedInteraction } from '@hilo/contracts';
import { apiKey } from '../api/hilo-process.ts';
import { showProgress } from '../replay/progress.ts';
import { copyFacts, copyRows, oneTransactionPerEvent } from './baselines.ts';
import { cpuSeconds, median, peakMemoryMb, quantile } from './figures.ts';
import {
  appendFacts,
  type Bench,
  fill,
  type IdentityBenchOptions,
  openIdentityBench,
  published,
  takeFacts,
  untilResolved,
} from './identity-process.ts';
import { sendSteadily } from './steadily.ts';
import type { SteadyMeasured } from './steady-load.ts';
import { createTraffic } from './traffic.ts';

type Measured = { rate: number; cpuMicros: number; ratio: number };

const many = 5_000_000;
const naiveEvents = 500;
const oneByOneEvents = 1000;
const lookups = { path: '/v1/customers/lookup', connections: 8, requestsPerSecond: 50, seconds: 10 };
/** There is so much more to do than is done meanwhile. */
const ample = 1.5;
const warmUp = { requestsPerSecond: 400, seconds: 5 };

/** Prints what identity-resolution does in a second, as ratios to what was measured in the same run. */
export const benchIdentity = async ({
  stored,
  slices,
  slice,
  log,
  returning,
  full,
}: IdentityBenchOptions): Promise<void> => {
  await using opened = new AsyncDisposableStack();
  const bench = await openIdentityBench(opened, log, returning);
  await fill(bench, stored);
  const early = await measure(bench, { slices, slice });
  const naive = await oneTransactionPerEvent(bench.pool, takeFacts(createTraffic(2), naiveEvents));
  const alone = await lookUp(bench);
  const underLoad = await lookUpUnderLoad(bench, median(early.map(({ rate }) => rate)));
  const late = full ? await measureLater(bench, { slices, slice }) : undefined;
  const memoryMb = peakMemoryMb(bench.hilo.pid);
  const oneByOne = await resolveOneByOne(bench);

  const rate = median(early.map((one) => one.rate));
  const ratios = {
    copy: median(early.map((one) => one.ratio)),
    transactionPerEvent: rate / naive,
    batchOfOne: rate / oneByOne,
    ...(late && { flat: median(late.map((one) => one.ratio)) / median(early.map((one) => one.ratio)) }),
  };
  const figures = {
    eventsPerSecond: rate,
    cpuMicrosPerEvent: median(early.map((one) => one.cpuMicros)),
    peakMemoryMb: memoryMb,
    lookupMs: {
      p50: quantile(underLoad.latencies, 0.5),
      p99: quantile(underLoad.latencies, 0.99),
      p99FromSending: quantile(fromSending(underLoad), 0.99),
      n: underLoad.latencies.length,
    },
    idleLookupMs: { p50: quantile(alone.latencies, 0.5), p99: quantile(alone.latencies, 0.99) },
  };
  console.log(
    `identity   ${figures.eventsPerSecond.toFixed(0)} events/s, ${figures.cpuMicrosPerEvent.toFixed(1)} µs CPU each`,
  );
  console.log(`           ${ratios.copy.toFixed(3)} of a bare COPY (at least 0.35)`);
  console.log(
    `           ${ratios.transactionPerEvent.toFixed(1)} times one transaction per event (at least 20): a lookup and two upserts, which resolve nobody, ${naive.toFixed(0)}/s`,
  );
  console.log(
    `           ${ratios.batchOfOne.toFixed(1)} times itself with one transaction per event, ${oneByOne.toFixed(0)}/s`,
  );
  if (ratios.flat !== undefined)
    console.log(`           ${ratios.flat.toFixed(3)} of it at ${many} facts (at least 0.85)`);
  console.log(`memory     ${figures.peakMemoryMb.toFixed(0)} MB at most (at most 400)`);
  const { p50, p99, p99FromSending, n } = figures.lookupMs;
  console.log(
    `lookup     p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms of ${n} under full load (at most 10); without what the sender waited for a processor itself, p99 ${p99FromSending.toFixed(1)} ms`,
  );
  const { idleLookupMs: idle } = figures;
  console.log(`           p50 ${idle.p50.toFixed(1)} ms, p99 ${idle.p99.toFixed(1)} ms where nothing else runs`);
  console.log(JSON.stringify({ name: 'identity', ratios, figures }));
};

/** Pairs of a bare COPY and identity, of the same facts, one after the other. */
const measure = async (bench: Bench, { slices, slice }: { slices: number; slice: number }): Promise<Measured[]> => {
  const progress = showProgress('measuring    ', slices);
  const measured: Measured[] = [];
  for (let n = 1; n <= slices; n += 1) {
    const facts = takeFacts(bench.traffic, slice);
    const copied = await copyFacts(bench.pool, copyRows(facts));
    const { rate, cpuMicros } = await resolveAll(bench, facts);
    measured.push({ rate, cpuMicros, ratio: rate / copied });
    progress.update(n);
  }
  progress.done();
  return measured;
};

/** Times how long identity takes for these facts. */
const resolveAll = async (
  bench: Bench,
  facts: readonly AcceptedInteraction[],
): Promise<{ rate: number; cpuMicros: number }> => {
  const { pid } = bench.hilo;
  await freeze(bench, facts);
  const cpuBefore = cpuSeconds(pid);
  const startedAt = performance.now();
  process.kill(pid, 'SIGCONT');
  await untilResolved(bench);
  const rate = (facts.length / (performance.now() - startedAt)) * 1000;
  return { rate, cpuMicros: ((cpuSeconds(pid) - cpuBefore) / facts.length) * 1e6 };
};

/** Freezes identity and puts the facts onto the log. */
const freeze = async (bench: Bench, facts: readonly AcceptedInteraction[]): Promise<void> => {
  process.kill(bench.hilo.pid, 'SIGSTOP');
  await appendFacts(bench, facts);
};

/** How many interactions identity resolves in a second if each has a transaction of its own. */
const resolveOneByOne = async (bench: Bench): Promise<number> => {
  await bench.startAgain({ HILO_BATCH_SIZE: '1' });
  await appendFacts(bench, takeFacts(bench.traffic, oneByOneEvents));
  await untilResolved(bench);
  return (await resolveAll(bench, takeFacts(bench.traffic, oneByOneEvents))).rate;
};

/** How long each lookup takes, in milliseconds, where identity has nothing else to do. */
const lookUp = async (bench: Bench): Promise<SteadyMeasured> => {
  const load = lookupsOf(bench);
  await sendSteadily({ ...load, ...warmUp });
  return sendSteadily(load);
};

const lookupsOf = ({ hilo: { url, pid }, traffic }: Bench) => {
  const bodies = Array.from({ length: 1000 }, () => JSON.stringify(traffic.knownPerson()));
  return { ...lookups, url, pid, key: apiKey, bodies };
};

/**
 * How long each lookup takes, in milliseconds, while identity has as much to do as it can. What it has to do is on the log
 * before, so that beside it nothing takes the machine but who looks up.
 */
const lookUpUnderLoad = async (bench: Bench, eventsPerSecond: number): Promise<SteadyMeasured> => {
  const load = lookupsOf(bench);
  const facts = takeFacts(bench.traffic, Math.ceil(eventsPerSecond * lookups.seconds * ample));
  await freeze(bench, facts);
  process.kill(bench.hilo.pid, 'SIGCONT');
  const measured = await sendSteadily(load);
  if ((await published(bench)) === bench.sent) throw new Error('identity had nothing more to do while it was asked');
  await untilResolved(bench);
  return measured;
};

/** Until it was answered, from when it was sent: the sender shares the processors with all that it measures. */
const fromSending = ({ latencies, lateness }: SteadyMeasured): number[] =>
  latencies.map((latency, at) => latency - (lateness[at] ?? 0));

const measureLater = async (bench: Bench, sizes: { slices: number; slice: number }): Promise<Measured[]> => {
  await fill(bench, many);
  return measure(bench, sizes);
};
