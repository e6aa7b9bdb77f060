import { createTestDatabase } from '@hilo/testing';
import { expect, it } from 'vitest';
import { startHilo } from '../../scripts/api/hilo-process.ts';
import { slowLoris } from './slow-loris.ts';

it('cuts sockets that drip, and lets nobody else wait for them', async () => {
  const database = await createTestDatabase();
  const hilo = await startHilo({
    databaseUrl: database.url,
    // However busy the machine is, nobody is refused for that.
    environment: { HILO_MAX_EVENT_LOOP_DELAY_MS: '60000' },
  });
  const { longestMs, p99, failed } = await slowLoris(hilo, 300);
  console.log(`cut after ${longestMs} ms; p99 of others ${p99.before} ms before, ${p99.meanwhile} ms meanwhile`);
  // After 12.5 s where the processors have nothing else to do; Node by itself takes five minutes.
  expect(longestMs).toBeLessThan(150_000);
  expect(failed).toBe(0);
  // Who waited for them would wait until they are cut; `pnpm test:load --full` holds it to twice what it is without them.
  expect(p99.meanwhile).toBeLessThan(longestMs / 2);
  await hilo.stop();
  await database.drop();
});
