import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const postgres = './packages/testing/src/postgres/global-setup.ts';
const kafka = './packages/testing/src/kafka/global-setup.ts';
const outside = ['**/node_modules/**'];
/** Of these a test says how long something takes while others wait, so nothing else may run. */
const measured = ['tests/load/*.e2e.test.ts', 'tests/faults/broker-away.e2e.test.ts'];
/** Files that run at the same time have a Kafka each, which somebody else's cannot be. */
const oneKafka = process.env.KAFKA_BROKERS !== undefined;
// Hilo is started a hundred times: a process reads what the first one compiled.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules', '.cache', 'compiled');

/** The tiers of tests, by the ends of their files' names. */
export default defineConfig({
  test: {
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // A second, which is the default, is nothing on a machine that has other things to do.
    expect: { poll: { timeout: 15_000 } },
    reporters: ['default', './packages/testing/src/skip-reporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [...outside, '**/*.{int,kafka,property,e2e}.test.ts'],
        },
      },
      { extends: true, test: { name: 'properties', include: ['**/*.property.test.ts'], testTimeout: 600_000 } },
      { extends: true, test: { name: 'integration', include: ['**/*.int.test.ts'], globalSetup: [postgres] } },
      { extends: true, test: { name: 'kafka', include: ['**/*.kafka.test.ts'], globalSetup: [kafka] } },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/**/*.e2e.test.ts'],
          exclude: [...outside, ...measured],
          fileParallelism: !oneKafka,
          globalSetup: [postgres, kafka],
          testTimeout: 600_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e-alone',
          include: measured,
          globalSetup: [postgres],
          testTimeout: 600_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
