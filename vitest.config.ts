import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const postgres = './packages/testing/src/postgres/global-setup.ts';
const kafka = './packages/testing/src/kafka/global-setup.ts';
const outside = ['**/node_modules/**'];
/** They try what the modules that are loaded ask of Postgres, so that each loads its own. */
const statements = '**/statements.int.test.ts';
/** Files that run at the same time have a Kafka each, which somebody else's cannot be. */
const oneKafka = process.env.KAFKA_BROKERS !== undefined;
/** What a file loads is of no state that another could see: what all of them load is loaded once by each worker, not by each file. */
const together = { isolate: false };
/** Where properties are. */
const seeded = { setupFiles: ['./packages/testing/src/seeded-properties.ts'] };
// Hilo is started a hundred times: a process reads what the first one compiled.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules', '.cache', 'compiled');

/** The tiers of tests, by the ends of their files' names. */
export default defineConfig({
  test: {
    // Twice the processors of the build machine: most of them wait for what was set going, and not for a processor.
    maxWorkers: 4,
    // What is awaited is awaited for a minute: a machine whose processors have other things to do is no fault of what is tested.
    testTimeout: 180_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 60_000 } },
    reporters: ['default', './packages/testing/src/skip-reporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [...outside, '**/*.{int,kafka,property,e2e}.test.ts'],
          ...together,
          ...seeded,
        },
      },
      {
        extends: true,
        test: { name: 'properties', include: ['**/*.property.test.ts'], testTimeout: 600_000, ...together, ...seeded },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['**/*.int.test.ts'],
          exclude: [...outside, statements],
          globalSetup: [postgres],
          ...together,
          ...seeded,
        },
      },
      { extends: true, test: { name: 'statements', include: [statements], globalSetup: [postgres] } },
      {
        extends: true,
        test: { name: 'kafka', include: ['**/*.kafka.test.ts'], globalSetup: [kafka], testTimeout: 600_000 },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/**/*.e2e.test.ts'],
          exclude: outside,
          fileParallelism: !oneKafka,
          // vitest runs one after the other what is by itself alone.
          isolate: oneKafka,
          globalSetup: [postgres, kafka],
          testTimeout: 600_000,
          // What is started again takes a minute by itself where others have both processors.
          expect: { poll: { timeout: 180_000 } },
        },
      },
    ],
  },
});
