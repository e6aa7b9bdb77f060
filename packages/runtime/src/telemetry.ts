import {
  type Attributes,
  type Context,
  type Counter,
  context,
  type Link,
  type Meter,
  metrics,
  type ObservableCallback,
  propagation,
  SpanKind,
  trace,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { RuntimeNodeInstrumentation } from '@opentelemetry/instrumentation-runtime-node';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, type ScopeMetrics } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, StackContextManager, TracerProvider } from '@opentelemetry/sdk-trace';
import type { ProcessConfig } from './resources.ts';

/** How often the event loop is looked at: every look wakes a thread that may be asleep. */
const loopSampleMs = 50;

/** Within two seconds there has to be an answer. */
export const collectWithinMs = 1000;

type TelemetryConfig = Pick<ProcessConfig, 'OTEL_EXPORTER_OTLP_ENDPOINT' | 'OTEL_SDK_DISABLED'>;

export type Telemetry = AsyncDisposable & {
  /** Every metric of the thread, and these of other ones, in the text format of Prometheus. */
  renderMetrics(others?: readonly ScopeMetrics[]): Promise<string>;
  /** Every metric of the thread. */
  measured(): Promise<ScopeMetrics[]>;
};

/** Starts metrics, and traces if there is an OTLP endpoint to send them to. Once per thread. */
export const startTelemetry = (
  serviceName: string,
  { OTEL_EXPORTER_OTLP_ENDPOINT: otlpEndpoint, OTEL_SDK_DISABLED: isDisabled }: TelemetryConfig,
): Telemetry => {
  if (isDisabled) return noTelemetry;
  const exporter = new PrometheusExporter({ preventServerStart: true });
  // What cannot be read in time is left out: whoever collects gets all the rest.
  const collect = () => exporter.collect({ timeoutMillis: collectWithinMs });
  const resource = resourceFromAttributes({ 'service.name': serviceName });
  const meters = new MeterProvider({ resource, readers: [exporter] });
  metrics.setGlobalMeterProvider(meters);
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  const spanProcessors = otlpEndpoint
    ? [
        new BatchSpanProcessor({
          exporter: new OTLPTraceExporter({ url: new URL('v1/traces', `${otlpEndpoint}/`).toString() }),
        }),
      ]
    : [];
  const tracers = new TracerProvider({ resource, spanProcessors });
  if (otlpEndpoint) {
    trace.setGlobalTracerProvider(tracers);
    context.setGlobalContextManager(new StackContextManager());
  }
  const node = new RuntimeNodeInstrumentation({ monitoringPrecision: loopSampleMs });
  node.setMeterProvider(meters);
  const serializer = new PrometheusSerializer();
  return {
    renderMetrics: async (others = []) => {
      const { resourceMetrics } = await collect();
      return serializer.serialize({ ...resourceMetrics, scopeMetrics: [...resourceMetrics.scopeMetrics, ...others] });
    },
    measured: async () => (await collect()).resourceMetrics.scopeMetrics,
    [Symbol.asyncDispose]: async () => {
      node.disable();
      await tracers.shutdown();
      await meters.shutdown();
      // Who starts after this measures again.
      metrics.disable();
      providers += 1;
    },
  };
};

const noTelemetry: Telemetry = {
  renderMetrics: async () => '',
  measured: async () => [],
  [Symbol.asyncDispose]: async () => {},
};

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** The trace that a message or request belongs to. */
export const extractTrace = (headers: Headers): Context => propagation.extract(context.active(), headers);

/** The headers by which a message carries its trace on; empty where nothing is traced. */
export const traceHeaders = (within: Context): Record<string, string> => {
  const carrier: Record<string, string> = {};
  propagation.inject(within, carrier);
  return carrier;
};

/** So many links a span may have, by the default of OpenTelemetry. */
const mostLinks = 128;

/** Does the work in a span of its own, linked with the traces of the messages that it is about. */
export const inBatchSpan = async <Result>(
  name: string,
  messages: () => readonly { headers: Headers }[],
  work: () => Promise<Result>,
): Promise<Result> => {
  const span = trace.getTracer('hilo').startSpan(name, { kind: SpanKind.CONSUMER });
  if (span.isRecording()) span.addLinks(linksTo(messages()));
  try {
    return await work();
  } finally {
    span.end();
  }
};

const linksTo = (messages: readonly { headers: Headers }[]): Link[] => {
  const traced = messages.filter(({ headers }) => headers.traceparent !== undefined).slice(0, mostLinks);
  return traced.flatMap(({ headers }): Link[] => {
    const spanContext = trace.getSpanContext(extractTrace(headers));
    return spanContext ? [{ context: spanContext }] : [];
  });
};

type RequestAttributes = { route: string; method: string; status: number };

/** The span of a request that was answered just now, as a child of the sender's. */
export const traceRequest = (
  { route, method, status, headers }: RequestAttributes & { headers: Headers },
  ms: number,
): void => {
  const options = { kind: SpanKind.SERVER, startTime: Date.now() - ms };
  const span = trace.getTracer('hilo').startSpan(`${method} ${route}`, options, extractTrace(headers));
  span.setAttribute('http.response.status_code', status).end();
};

const secondsBuckets = {
  explicitBucketBoundaries: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
};

/** How many providers of metrics there were before this one. */
let providers = 0;

/** Makes an instrument at the first use: a meter that was taken before its provider is set measures nothing. */
const atFirstUse = <Instrument>(make: (meter: Meter) => Instrument): (() => Instrument) => {
  let made: { instrument: Instrument; provider: number } | undefined;
  return () => {
    if (made?.provider !== providers) made = { instrument: make(metrics.getMeter('hilo')), provider: providers };
    return made.instrument;
  };
};

/** A counter of `/metrics`, whose name ends in `_total` there. */
export const counter = (name: string, description: string): Pick<Counter, 'add'> => {
  const instrument = atFirstUse((meter) => meter.createCounter(name, { description }));
  return { add: (value, attributes) => instrument().add(value, attributes) };
};

/** A histogram of `/metrics`, of how long something takes. */
export const histogramOfSeconds = (
  name: string,
  description: string,
): ((seconds: number, attributes: Attributes) => void) => {
  const options = { description, unit: 's', advice: secondsBuckets };
  const instrument = atFirstUse((meter) => meter.createHistogram(name, options));
  return (seconds, attributes) => instrument().record(seconds, attributes);
};

const messages = counter('hilo_messages', 'Messages consumed, by what became of them.');
const ourFaults = counter('hilo_our_faults', 'Good messages that became dead letters by a mistake of Hilo.');
const recordBatchSeconds = histogramOfSeconds(
  'hilo_batch_seconds',
  'From the first look at a batch to its last message published.',
);

const recordRequestSeconds = histogramOfSeconds('hilo_http_request_seconds', 'HTTP requests.');

/** A batch is through. */
export const recordBatch = (
  { group, topic, counts }: { group: string; topic: string; counts: Readonly<Record<string, number>> },
  ms: number,
): void => {
  for (const [outcome, count] of Object.entries(counts)) messages.add(count, { group, topic, outcome });
  recordBatchSeconds(ms / 1000, { group, topic });
};

/** A good message became a dead letter by a mistake of ours. */
export const countOurFault = (attributes: { group: string; topic: string; error: string }): void =>
  ourFaults.add(1, attributes);

/** Exports how many partitions of each topic a consumer group has stopped at, until it is closed. */
export const observeStopped = (
  read: () => readonly { group: string; topic: string; stopped: number }[],
): Disposable => {
  const gauge = metrics.getMeter('hilo').createObservableGauge('hilo_consumer_stopped_partitions', {
    description: 'Partitions where a consumer has stopped, since the database or Hilo itself has to be mended first.',
  });
  const observe: ObservableCallback = (result) => {
    for (const { stopped, ...attributes } of read()) result.observe(stopped, attributes);
  };
  gauge.addCallback(observe);
  return { [Symbol.dispose]: () => gauge.removeCallback(observe) };
};

/** A request was answered. */
export const recordRequest = (attributes: RequestAttributes, ms: number): void =>
  recordRequestSeconds(ms / 1000, attributes);
