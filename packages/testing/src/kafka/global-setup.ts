import type { TestProject } from 'vitest/node';
import type { NoKafka } from './kafka.ts';
import { startKafka } from './start-kafka.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The one broker of this run, or why there is none. */
    kafka: { brokers: string[] } | NoKafka;
  }
}

/** vitest's global setup of the `kafka` project: one broker for all of its files, `inject('kafka')` gives it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const kafka = await startKafka();
  if ('skipped' in kafka) {
    project.provide('kafka', kafka);
    return async () => {};
  }
  project.provide('kafka', { brokers: kafka.brokers });
  return kafka.stop;
}
