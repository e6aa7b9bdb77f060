import { parentPort, workerData } from 'node:worker_threads';
import { openDatabase } from '@hilo/runtime';
import { z } from 'zod';
import { train } from './train.ts';

// Learning takes seconds to minutes; in a thread of its own it keeps nobody waiting.
const { connectionString, now } = z.object({ connectionString: z.string(), now: z.number() }).parse(workerData);
const pool = openDatabase({ connectionString, schema: 'analytics', maxConnections: 1, logger: { warn: () => {} } });
try {
  parentPort?.postMessage(await train(pool, now));
} finally {
  await pool.end();
}
