import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin, Kafka } from 'kafkajs';
import { backoffMs } from '../backoff.ts';
import { isPermanent, kafkaErrorType } from './errors.ts';

const attempts = 6;

export type Ask = <T>(question: (admin: Admin) => Promise<T>) => Promise<T>;

/**
 * Asks, or wants something done that may be done twice, through the client at hand, then through new ones: about offsets, kafkajs asks whoever led when it last looked, up to
 * five minutes ago, and neither looks again nor asks again when that one does not lead any more.
 */
export function createAsk(kafka: Kafka, admin: Admin): Ask {
  return async (question) => {
    for (let failures = 0; ; failures += 1) {
      try {
        return await (failures === 0 ? question(admin) : askNewly(kafka, question));
      } catch (error) {
        const final = isPermanent(error) || kafkaErrorType(error) === 'UNKNOWN_TOPIC_OR_PARTITION';
        if (final || failures + 1 === attempts) throw error;
        await sleep(backoffMs(failures + 1));
      }
    }
  };
}

async function askNewly<T>(kafka: Kafka, question: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    return await question(admin);
  } finally {
    await admin.disconnect();
  }
}
