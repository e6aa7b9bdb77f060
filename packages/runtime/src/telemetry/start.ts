import { setTimeout as delay } from 'node:timers/promises';
import { metrics, propagation, trace } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { RuntimeNodeInstrumentation } from '@opentelemetry/instrumentation-runtime-node';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, type ScopeMetrics } from '@opentelemetry/sdk-metrics';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { ProcessConfig } from '../resources.ts';
import { countFromZero, measureAnew } from './instruments.ts';
import { observeProcess } from './observe-process.ts';
import { traceFrom } from './tracing.ts';
import { withUnits } from './units.ts';

/** How often the event loop is looked at: every look wakes a thread that may be asleep. */
const loopSampleMs = 50;

/** So long a process that ends tries to send its last spans. */
const longestSendMs = 2000;

/** Within two seconds there has to be an answer. */
export const collectWithinMs = 1000;

type TelemetryConfig = Pick<ProcessConfig, 'OTEL_EXPORTER_OTLP_ENDPOINT' | 'OTEL_SDK_DISABLED'> &
  Partial<Pick<ProcessConfig, 'OTEL_TRACES_SAMPLER_ARG'>>;

export type Telemetry = AsyncDisposable & {
  /** Every metric of the thread, and these of other ones, in the text format of Prometheus. */
  renderMetrics(others?: readonly ScopeMetrics[]): Promise<string>;
  /** Every metric of the thread. */
  measured(): Promise<ScopeMetrics[]>;
};

/** Starts metrics, and traces if there is an OTLP endpoint to send them to. Once per thread; one tells of the process. */
export const startTelemetry = (
  serviceName: string,
  config: TelemetryConfig,
  { isThread = false }: { isThread?: boolean } = {},
): Telemetry => {
  if (config.OTEL_SDK_DISABLED) return noTelemetry;
  const exporter = new PrometheusExporter({ preventServerStart: true });
  // What cannot be read in time is left out: whoever collects gets all the rest.
  const collect = () => exporter.collect({ timeoutMillis: collectWithinMs });
  const resource = resourceFromAttributes({ 'service.name': serviceName, 'service.namespace': 'hilo' });
  const meters = new MeterProvider({ resource, readers: [exporter] });
  metrics.setGlobalMeterProvider(meters);
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  const tracers = startTracing(resource, config);
  const node = new RuntimeNodeInstrumentation({ monitoringPrecision: loopSampleMs });
  node.setMeterProvider(meters);
  if (!isThread) observeProcess();
  countFromZero();
  const serializer = new PrometheusSerializer();
  return {
    renderMetrics: async (others = []) => {
      const { resourceMetrics } = await collect();
      const scopeMetrics = withUnits([...resourceMetrics.scopeMetrics, ...others]);
      return serializer.serialize({ ...resourceMetrics, scopeMetrics });
    },
    measured: async () => (await collect()).resourceMetrics.scopeMetrics,
    [Symbol.asyncDispose]: async () => {
      node.disable();
      await stopTracing(tracers);
      await meters.shutdown();
      // Who starts after this measures again.
      metrics.disable();
      measureAnew();
    },
  };
};

/** Gives nothing where traces go nowhere: then no span is made. */
const startTracing = (
  resource: ReturnType<typeof resourceFromAttributes>,
  { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_SAMPLER_ARG: ratio = 1 }: TelemetryConfig,
): TracerProvider | undefined => {
  if (endpoint === undefined) return undefined;
  const exporter = new OTLPTraceExporter({ url: new URL('v1/traces', `${endpoint}/`).toString() });
  const tracers = new TracerProvider({
    resource,
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  trace.setGlobalTracerProvider(tracers);
  traceFrom(tracers.getTracer('hilo'));
  return tracers;
};

const stopTracing = async (tracers: TracerProvider | undefined): Promise<void> => {
  if (tracers === undefined) return;
  traceFrom(undefined);
  const sent = tracers.shutdown().catch(() => {});
  // Where nobody takes them, it would be tried for longer than a process has to end.
  await Promise.race([sent, delay(longestSendMs, undefined, { ref: false })]);
  trace.disable();
};

const noTelemetry: Telemetry = {
  renderMetrics: async () => '',
  measured: async () => [],
  [Symbol.asyncDispose]: async () => {},
};
