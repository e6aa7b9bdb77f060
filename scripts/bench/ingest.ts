import autocannon from 'autocannon';
import { apiKey } from '../api/hilo-process.ts';
import { showProgress } from '../replay/progress.ts';
import { cpuSeconds, median, quantile } from './figures.ts';
import { batchSize, bodies, openTargets, type Shape, type Target, targetOf } from './ingest-targets.ts';
import { sendSteadily } from './steadily.ts';
export type IngestBenchOptions = { slices: number; seconds: number };
type Load = { shape: Shape; seconds: number };
/**
 * Events per second, microseconds of CPU that the process used for each, and the p99 of an answer in milliseconds; and of
 * how much later than it should the sender sent, where it sent at a rate.
 */
type Measured = { rate: number; cpuMicros: number; p99: number; late?: number };
type Slice = Record<string, Measured>;
const connections: Record<Shape, number> = { batch: 8, single: 64 };
/** Until the compiler has nothing more to do, which takes the CPU of the process for as long. */
const warmUpSeconds = 8;

/** Prints what it costs ingest to take an event from HTTP to durable, as ratios to what was measured in the same run. */
export const benchIngest = async ({ slices, seconds }: IngestBenchOptions): Promise<void> => {
  await using opened = new AsyncDisposableStack();
  const { targets, produce } = await openTargets(opened);
  const shapes: readonly Shape[] = ['batch', 'single'];
  const progress = showProgress('measuring', slices + 1);
  for (const target of targets) for (const shape of shapes) await load(target, { shape, seconds: warmUpSeconds });
  progress.update(1);
  const measured: Slice[] = [];
  for (let n = 0; n < slices; n += 1) {
    const slice: Slice = {};
    for (const shape of shapes) {
      for (const target of rotated(targets, n)) {
        slice[`${target.name} ${shape}`] = await load(target, { shape, seconds });
      }
      const { rate } = slice[`kafka ${shape}`] ?? nothing;
      const { recordsPerSend } = await produce.asHiloDid();
      slice[`producer ${shape}`] = { ...nothing, cpuMicros: await produce.bare(shape, recordsPerSend) };
      slice[`half ${shape}`] = await loadSteadily(targetOf(targets, 'kafka'), { shape, seconds }, rate / 2);
    }
    measured.push(slice);
    progress.update(n + 2);
  }
  progress.done();
  report(measured);
};

const nothing: Measured = { rate: Number.NaN, cpuMicros: Number.NaN, p99: Number.NaN };

const rotated = <Item>(items: readonly Item[], by: number): Item[] => [
  ...items.slice(by % items.length),
  ...items.slice(0, by % items.length),
];
const report = (measured: readonly Slice[]): void => {
  const of = (name: string, figure: keyof Measured): number =>
    median(measured.map((slice) => (slice[name] ?? nothing)[figure] ?? Number.NaN));
  /** The median of the ratios of what was measured one after the other. */
  const ratio = (above: readonly string[], below: string): number =>
    median(
      measured.map((slice) => {
        const sum = above.reduce((total, name) => total + (slice[name] ?? nothing).cpuMicros, 0);
        return sum / (slice[below] ?? nothing).cpuMicros;
      }),
    );
  const ratios = {
    kafkaBatchFloor: ratio(['bare batch', 'producer batch'], 'kafka batch'),
    kafkaSingleFloor: ratio(['bare single', 'producer single'], 'kafka single'),
    kafkaBatchBare: ratio(['bare batch'], 'kafka batch'),
    kafkaSingleBare: ratio(['bare single'], 'kafka single'),
    postgresBatchBare: ratio(['bare batch'], 'postgres batch'),
    postgresSingleBare: ratio(['bare single'], 'postgres single'),
    telemetry: Math.min(ratio(['silent batch'], 'traced batch'), ratio(['silent single'], 'traced single')),
  };
  const names = [...new Set(measured.flatMap((slice) => Object.keys(slice)))];
  const figures = Object.fromEntries(
    names.map((name) => [
      name,
      { rate: of(name, 'rate'), cpuMicros: of(name, 'cpuMicros'), p99: of(name, 'p99'), late: of(name, 'late') },
    ]),
  );
  console.log('                    events/s   µs CPU an event   p99 ms of an answer');
  for (const [name, { rate, cpuMicros, p99 }] of Object.entries(figures)) {
    const columns = [rate.toFixed(0).padStart(10), cpuMicros.toFixed(2).padStart(18), p99.toFixed(0).padStart(22)];
    console.log(`${name.padEnd(18)}${columns.join('').replaceAll('NaN', '  -')}`);
  }
  console.log(
    'bare: a Fastify that parses and answers; producer: the client alone; silent, traced: Kafka, without and with traces',
  );
  const [lateBatch, lateSingle] = ['half batch', 'half single'].map((name) => of(name, 'late').toFixed(0));
  console.log(
    `half: Kafka at half of the full load, evenly, where p99 is to be at most 50 ms, of which the sender's own p99 is ${lateBatch} and ${lateSingle} ms`,
  );
  for (const [name, value] of Object.entries(ratios))
    console.log(`${name.padEnd(20)} ${value.toFixed(3)}${wanted[name] ?? ''}`);
  console.log(JSON.stringify({ name: 'ingest', ratios, figures }));
};

const wanted: Record<string, string> = {
  kafkaBatchFloor: ' (at least 0.70)',
  kafkaSingleFloor: ' (at least 0.70)',
  kafkaBatchBare: ' (at least 0.20)',
  kafkaSingleBare: ' (at least 0.50)',
  telemetry: ' (at least 0.90)',
};

/** Posts as fast as is answered. */
const load = async (target: Target, { shape, seconds }: Load): Promise<Measured> => {
  const perRequest = shape === 'batch' ? batchSize : 1;
  const cpuBefore = cpuSeconds(target.pid);
  const result = await autocannon({
    url: `${target.url}/v1/interactions`,
    connections: connections[shape],
    duration: seconds,
    requests: bodies[shape].map((body) => ({
      method: 'POST' as const,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
      body,
    })),
  });
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${target.name} answered ${result.non2xx} of ${result.requests.total} requests with an error`);
  }
  const events = result['2xx'] * perRequest;
  return {
    rate: events / result.duration,
    cpuMicros: ((cpuSeconds(target.pid) - cpuBefore) * 1e6) / events,
    p99: result.latency.p99,
  };
};

/** Posts so many events a second, evenly, whatever the answers take; an answer is measured from when it should have been sent. */
const loadSteadily = async (
  { url, pid }: Target,
  { shape, seconds }: Load,
  eventsPerSecond: number,
): Promise<Measured> => {
  const perRequest = shape === 'batch' ? batchSize : 1;
  const {
    latencies,
    lateness,
    cpuSeconds: cpu,
  } = await sendSteadily({
    url,
    path: '/v1/interactions',
    key: apiKey,
    bodies: bodies[shape],
    connections: connections.single,
    requestsPerSecond: eventsPerSecond / perRequest,
    seconds,
    pid,
  });
  const events = latencies.length * perRequest;
  return {
    rate: events / seconds,
    cpuMicros: (cpu * 1e6) / events,
    p99: quantile(latencies, 0.99),
    late: quantile(lateness, 0.99),
  };
};
