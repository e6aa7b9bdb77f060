import { forgetTopics, kafkaOfThisFile } from '@hilo/testing';
import { beforeAll, describe, it } from 'vitest';

/** The same tests over both logs; Kafka's are skipped, with the reason, where there is none. */
export const onEachLog = (name: string, tests: (log: string | undefined) => void): void => {
  describe(`${name}, over the Postgres log`, () => tests(undefined));
  describe(`${name}, over Kafka`, () => {
    const kafka = kafkaOfThisFile();
    if ('skipped' in kafka) {
      it.skip(`is skipped: ${kafka.skipped}`, () => {});
      return;
    }
    // Somebody else's broker is not ours to clear.
    if (!process.env.KAFKA_BROKERS) beforeAll(() => forgetTopics(kafka.brokers, 'hilo.'));
    tests(`kafka://${kafka.brokers.join(',')}`);
  });
};

/** Over the Postgres log alone, since what it tries lies above the log and takes long; with HILO_TEST_FULL=1 over each. */
export const onOneLog = (name: string, tests: (log: string | undefined) => void): void => {
  if (process.env.HILO_TEST_FULL === '1') onEachLog(name, tests);
  else describe(`${name}, over the Postgres log`, () => tests(undefined));
};
