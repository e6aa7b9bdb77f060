import { inject } from 'vitest';
import type { NoKafka } from './kafka.ts';

/** The brokers of the cluster that no other file has at the same time, or why there is none. */
export function kafkaOfThisFile(): { brokers: string[] } | NoKafka {
  const kafka = inject('kafka');
  if ('skipped' in kafka) return kafka;
  // vitest counts those that run at the same time from 1.
  const place = Number(process.env.VITEST_POOL_ID) - 1;
  const brokers = kafka.clusters[place];
  if (brokers === undefined) throw new Error(`there is no Kafka for the worker ${place} of ${kafka.clusters.length}`);
  return { brokers };
}
