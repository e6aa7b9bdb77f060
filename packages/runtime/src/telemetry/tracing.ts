import {
  type Context,
  type Link,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';

type Headers = Readonly<Record<string, string | string[] | undefined>>;
/** What carries a trace to whom it goes next; empty where nothing is traced. */
export type TraceHeaders = Readonly<Record<string, string>>;
/** What has headers: a message, or what is known of one that came long ago. */
type Traced = { headers: Headers };

const none: TraceHeaders = {};

/** Where spans are made; nothing unless traces go somewhere, and then none of what is here costs anything. */
let tracer: Tracer | undefined;

/** From now on spans are made there; nowhere, without one. */
export const traceFrom = (made: Tracer | undefined): void => {
  tracer = made;
};

const extract = (headers: Headers): Context => propagation.extract(ROOT_CONTEXT, headers);

const inject = (within: Context): TraceHeaders => {
  const carrier: Record<string, string> = {};
  propagation.inject(within, carrier);
  return carrier;
};

/** The spans of requests that are being answered, by their requests. */
const requests = new WeakMap<object, Span>();

/** A request begins: its span is a child of the sender's. */
export const beginRequest = (request: Traced & object, method: string, route: string): void => {
  if (tracer === undefined) return;
  const attributes = { 'http.request.method': method, 'http.route': route, 'url.scheme': 'http' };
  const span = tracer.startSpan(`${method} ${route}`, { kind: SpanKind.SERVER, attributes }, extract(request.headers));
  requests.set(request, span);
};

/** It was answered. */
export const endRequest = (request: object, status: number): void => {
  if (tracer === undefined) return;
  const span = requests.get(request);
  if (span === undefined) return;
  span.setAttribute('http.response.status_code', status);
  if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
};

/** The headers for what is told because of this request: of its span, or the sender's own, where no spans are made. */
export const traceOfRequest = (request: Traced & object): TraceHeaders => {
  const span = tracer === undefined ? undefined : requests.get(request);
  // What is not sent is not carried on: nobody would look at it.
  if (span !== undefined) return span.isRecording() ? inject(trace.setSpan(ROOT_CONTEXT, span)) : none;
  return request.headers.traceparent === undefined ? none : inject(extract(request.headers));
};

/** In so many traces the work on a batch is shown, and so many links a span may have. */
const mostOfBatch = 128;

/** The spans of messages that are, or were, worked on, by the messages. */
const messages = new WeakMap<object, Span>();

/** The headers for what is told because of this message; empty where it is not traced. */
export const traceOfMessage = (message: Traced): TraceHeaders => {
  const span = tracer === undefined ? undefined : messages.get(message);
  return span === undefined ? none : inject(trace.setSpan(ROOT_CONTEXT, span));
};

/** Whether any trace is carried on: where not, nobody has to look for one. */
export const isTracing = (): boolean => tracer !== undefined;

type Work = { name: string; attributes: Readonly<Record<string, string | number>> };

/**
 * Does the work on a batch in a span of its own, and in one of each trace that it is part of: so whoever looks at the trace of
 * one message sees what was done with it, and for how long.
 */
export const inBatchSpan = async <Result>(
  { name, attributes }: Work,
  some: () => readonly Traced[],
  work: () => Promise<Result>,
): Promise<Result> => {
  if (tracer === undefined) return work();
  const batch = tracer.startSpan(name, { kind: SpanKind.CONSUMER, attributes }, ROOT_CONTEXT);
  const spans = startSpans(tracer, { name, attributes }, some(), batch);
  try {
    return await work();
  } catch (error) {
    for (const span of [batch, ...spans]) span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    for (const span of [batch, ...spans]) span.end();
  }
};

const startSpans = (from: Tracer, { name, attributes }: Work, some: readonly Traced[], batch: Span): Span[] => {
  const link: Link = { context: batch.spanContext() };
  const traced = some.filter(({ headers }) => headers.traceparent !== undefined).slice(0, mostOfBatch);
  return traced.map((message) => {
    const within = extract(message.headers);
    const span = from.startSpan(name, { kind: SpanKind.CONSUMER, attributes, links: [link] }, within);
    const sender = trace.getSpanContext(within);
    if (sender !== undefined) batch.addLink({ context: sender });
    messages.set(message, span);
    return span;
  });
};
