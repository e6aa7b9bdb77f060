import type { IHeaders, KafkaMessage } from 'kafkajs';
import type { LogRecord } from '../../log.ts';

/** A message as kafkajs gives it, in the words of the log. Offsets stay below 2^53 for some centuries. */
export const toRecord = ({ offset, key, value, headers, timestamp }: KafkaMessage): LogRecord => ({
  offset: Number(offset),
  key: key?.toString() ?? '',
  value: value?.toString() ?? null,
  // Few who read a record look at its headers.
  get headers() {
    return toHeaders(headers);
  },
  appendedAt: Number(timestamp),
});

/** Of a header that was sent several times, the last one counts. */
function toHeaders(headers: IHeaders = {}): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => {
    const last = Array.isArray(value) ? value.at(-1) : value;
    return [name, last?.toString() ?? ''];
  });
  return Object.fromEntries(entries);
}
