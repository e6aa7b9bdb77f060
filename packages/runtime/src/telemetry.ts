import {
  type Context,
  context,
  type Link,
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
import type { Counts } from './consuming/offsets.ts';
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
      made = undefined;
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

// Instruments are made at the first use: a meter that was taken before the provider is set measures nothing.
const instruments = () => {
  const meter = metrics.getMeter('hilo');
  return {
    messages: meter.createCounter('hilo_messages', { description: 'Messages consumed, by what became of them.' }),
    ourFaults: meter.createCounter('hilo_our_faults', {
      description: 'Good messages that became dead letters by a mistake of Hilo.',
    }),
    batchSeconds: meter.createHistogram('hilo_batch_seconds', {
      description: 'From the first look at a batch to its last message published.',
      unit: 's',
      advice: secondsBuckets,
    }),
    requestSeconds: meter.createHistogram('hilo_http_request_seconds', {
      description: 'HTTP requests.',
      unit: 's',
      advice: secondsBuckets,
    }),
  };
};
let made: ReturnType<typeof instruments> | undefined;
const instrument = () => {
  made ??= instruments();
  return made;
};

/** A batch is through. */
export const recordBatch = (
  { group, topic, counts }: { group: string; topic: string; counts: Counts },
  ms: number,
): void => {
  for (const [outcome, count] of Object.entries(counts)) instrument().messages.add(count, { group, topic, outcome });
  instrument().batchSeconds.record(ms / 1000, { group, topic });
};

/** A good message became a dead letter by a mistake of ours. */
export const countOurFault = (attributes: { group: string; topic: string; error: string }): void =>
  instrument().ourFaults.add(1, attributes);

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
  instrument().requestSeconds.record(ms / 1000, attributes);
