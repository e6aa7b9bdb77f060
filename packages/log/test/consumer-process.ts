/** Consumes a topic slowly and prints every record that it has handled, until it is killed. */
import { setTimeout as delay } from 'node:timers/promises';
import { openLog } from '../src/index.ts';

const [url = '', topic = '', group = ''] = process.argv.slice(2);
const log = await openLog(url);
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
