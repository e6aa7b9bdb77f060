import { defineConfig } from 'vitest/config';

const postgres = './packages/testing/src/postgres/global-setup.ts';
const kafka = './packages/testing/src/kafka/global-setup.ts';
const outside = ['**/node_modules/**'];

/** The tiers of tests, by the ends of their files' names. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 120_000,
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
          globalSetup: [postgres, kafka],
          testTimeout: 600_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
