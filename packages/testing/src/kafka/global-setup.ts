import type { TestProject } from 'vitest/node';
import type { NoKafka } from './kafka.ts';
import { startKafka } from './start-kafka.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The clusters of this run, one for each file that runs at the same time, or why there is none. */
    kafka: { clusters: string[][] } | NoKafka;
  }
}

/** Where the setup of the project that came first says what it started: each project loads this file anew. */
const startedByAnother = 'HILO_TEST_KAFKA';

/**
 * vitest's global setup of the projects that need Kafka: once for all of them, a cluster for each file that may run at the same
 * time, since all installations of Hilo name their topics and groups alike. `kafkaOfThisFile` gives a file its own.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const known = process.env[startedByAnother];
  if (known !== undefined) {
    project.provide('kafka', JSON.parse(known));
    return async () => {};
  }
  const { maxWorkers } = project.vitest.config;
  const started = await Promise.all(Array.from({ length: maxWorkers }, () => startKafka()));
  const missing = started.find((kafka) => 'skipped' in kafka);
  const clusters = started.flatMap((kafka) => ('skipped' in kafka ? [] : [kafka]));
  const provided = missing ?? { clusters: clusters.map(({ brokers }) => brokers) };
  process.env[startedByAnother] = JSON.stringify(provided);
  project.provide('kafka', provided);
  return async () => {
    delete process.env[startedByAnother];
    await Promise.all(clusters.map(({ stop }) => stop()));
  };
}
