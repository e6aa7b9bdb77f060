import { describe, inject, it } from 'vitest';

/** The same tests over both logs; Kafka's are skipped, with the reason, where there is none. */
export const onEachLog = (name: string, tests: (log: string | undefined) => void): void => {
  describe(`${name}, over the Postgres log`, () => tests(undefined));
  describe(`${name}, over Kafka`, () => {
    const kafka = inject('kafka');
    if ('skipped' in kafka) it.skip(`is skipped: ${kafka.skipped}`, () => {});
    else tests(`kafka://${kafka.brokers.join(',')}`);
  });
};
