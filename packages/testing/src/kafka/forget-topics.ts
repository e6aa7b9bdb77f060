import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';

/**
 * Deletes the topics whose names begin so, and waits until the broker has forgotten them: a broker outlives the databases of
 * tests, and what another installation said of who is who must not be heard by the next. For brokers that tests started.
 */
export async function forgetTopics(brokers: readonly string[], prefix: string): Promise<void> {
  const admin = new Kafka({ brokers: [...brokers], clientId: 'hilo-testing', logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const found = async () => (await admin.listTopics()).filter((name) => name.startsWith(prefix));
    const topics = await found();
    if (topics.length > 0) await admin.deleteTopics({ topics });
    while ((await found()).length > 0) await sleep(100);
  } finally {
    await admin.disconnect();
  }
}
