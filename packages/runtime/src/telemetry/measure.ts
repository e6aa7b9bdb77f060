import { counter, histogramOfSeconds, longBuckets, observeGauge } from './instruments.ts';

const outcomes = counter('hilo_messages', 'Messages consumed, by what became of them.');
const ourFaults = counter('hilo_our_faults', 'Good messages that became dead letters by a mistake of Hilo.');
const recordProcessing = histogramOfSeconds(
  'messaging.process.duration',
  'From the first look at a batch to its last message published.',
);
const recordFreshness = histogramOfSeconds(
  'hilo_freshness_seconds',
  'From when a message was put onto the log to when what it changes can be seen.',
  [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, ...longBuckets.slice(2)],
);
const recordServed = histogramOfSeconds(
  'http.server.request.duration',
  'HTTP requests that were answered.',
  [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
);
const linesLeftOut = counter('hilo_log_lines_left_out', 'Lines about what went well that are not in the log.');

type MeasuredBatch = {
  group: string;
  topic: string;
  counts: Readonly<Record<string, number>>;
  ms: number;
  /** When the first and the last of it were appended, and until when they could be seen; milliseconds since the epoch. */
  appended: readonly number[];
  at: number;
};

/** A batch is through. */
export const recordBatch = ({ group, topic, counts, ms, appended, at }: MeasuredBatch): void => {
  for (const [outcome, count] of Object.entries(counts)) outcomes.add(count, { group, topic, outcome });
  recordProcessing(ms / 1000, batchAttributes(group, topic));
  for (const one of appended) recordFreshness(Math.max(0, at - one) / 1000, { group, topic });
};

/** What the semantic conventions of messaging say of work on a batch. */
export const batchAttributes = (group: string, topic: string) => ({
  'messaging.operation.name': 'process',
  'messaging.destination.name': topic,
  'messaging.consumer.group.name': group,
});

/** A good message became a dead letter by a mistake of ours. */
export const countOurFault = (attributes: { group: string; topic: string; error: string }): void =>
  ourFaults.add(1, attributes);

/** So many lines about what went well were not written. */
export const countLeftOut = (about: 'request' | 'batch', lines: number): void => {
  if (lines > 0) linesLeftOut.add(lines, { about });
};

/** Exports how many partitions of each topic a consumer group has stopped at, until it is closed. */
export const observeStopped = (read: () => readonly { group: string; topic: string; stopped: number }[]): Disposable =>
  observeGauge(
    'hilo_consumer_stopped_partitions',
    'Partitions where a consumer has stopped, since the database or Hilo itself has to be mended first.',
    (result) => {
      for (const { stopped, ...attributes } of read()) result.observe(stopped, attributes);
    },
  );

/** Exports what of the process cannot do its work, until it is closed. */
export const observeAilments = (read: () => readonly { part: string }[]): Disposable =>
  observeGauge('hilo_ailments', 'Parts of the process that cannot do their work; /readyz says why.', (result) => {
    const ailing = read();
    result.observe(ailing.length, {});
  });

/** A request was answered. */
export const recordRequest = (
  { route, method, status }: { route: string; method: string; status: number },
  ms: number,
): void =>
  recordServed(ms / 1000, {
    'http.request.method': method,
    'http.route': route,
    'http.response.status_code': status,
    'url.scheme': 'http',
  });
