/** Consumes a topic slowly and prints every record that it has handled, until it is killed. */
import { setTimeout as delay } from 'node:timers/promises';
import { openLog } from '../src/index.ts';
import { openKafkaLog } from '../src/kafka/log.ts';

const [url = '', topic = '', group = '', instance, sessionMs] = process.argv.slice(2);
const log = await (instance === undefined ? openLog(url) : openAs(instance));
await log.consume({
  group,
  topics: [topic],
  maxRecords: 10,
  handle: async ({ partition, records, heartbeat }) => {
    await delay(100);
    await heartbeat();
    for (const { value } of records) process.stdout.write(`${JSON.stringify({ value, partition })}\n`);
  },
});

/** By a name, on Kafka. */
function openAs(instance: string) {
  const brokers = url.replace('kafka://', '').split(',');
  return openKafkaLog({ brokers, clientId: 'consumer-process', instance, sessionTimeoutMs: Number(sessionMs) });
}
