import { aboutHeader, aboutText, type LogRecord, type OutgoingRecord } from '@hilo/log';
import { type TraceHeaders, traceOfMessage } from '@hilo/runtime';

/** Messages about interactions go on in the traces of the deliveries from which they follow. */
export const carryTraces = (
  deliveries: readonly LogRecord[],
  messages: readonly OutgoingRecord[],
): readonly OutgoingRecord[] => {
  const traces = new Map<string, TraceHeaders>();
  for (const delivery of deliveries) {
    const { ce_source: source, ce_id: id, traceparent } = delivery.headers;
    if (traceparent === undefined || source === undefined || id === undefined) continue;
    traces.set(aboutText([[source, id]]), traceOfMessage(delivery));
  }
  if (traces.size === 0) return messages;
  return messages.map(({ headers = {}, ...message }) => {
    const trace = traces.get(headers[aboutHeader] ?? '');
    return { ...message, headers: { ...headers, ...trace } };
  });
};
