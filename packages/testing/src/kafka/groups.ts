import { Kafka, logLevel } from 'kafkajs';

/** Whether every member of these groups has joined, and none that is gone is still waited for. */
export async function groupsAreStable(brokers: readonly string[], groups: readonly string[]): Promise<boolean> {
  const admin = new Kafka({ brokers: [...brokers], clientId: 'hilo-testing', logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const described = await admin.describeGroups([...groups]);
    return described.groups.every(({ state }) => state === 'Stable');
  } finally {
    await admin.disconnect();
  }
}
