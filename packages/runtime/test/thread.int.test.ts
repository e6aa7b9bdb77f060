import { getPriority } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { createTestDatabase } from '@hilo/testing';
import { Client } from 'pg';
import { expect, it } from 'vitest';
import { openHealth } from '../src/health.ts';
import { startThread } from '../src/process/thread.ts';
import { ProcessConfig } from '../src/resources.ts';
import { startTelemetry } from '../src/telemetry/start.ts';

const file = new URL('./thread-of-test.ts', import.meta.url);
const health = openHealth(Date.now);
const options = (url: string, environment: Record<string, string>) => ({
  environment,
  process: ProcessConfig.parse({ DATABASE_URL: url, HILO_API_KEY: 'x'.repeat(16), HILO_ID_SECRET: 'x'.repeat(16) }),
  database: { connectionString: url, schema: 'public' },
  logUrl: url,
  logger: { level: 'silent', name: 'test' },
});

it('works with resources of its own, is measured with the process, and ends its work when it is closed', async () => {
  const { url, drop } = await createTestDatabase();
  const thread = await startThread(file, options(url, {}), { health });
  await using telemetry = startTelemetry('test', options(url, {}).process);
  const [once, again] = await Promise.all([thread.measured(), thread.measured()]);
  expect(await telemetry.renderMetrics(once)).toMatch(/hilo_found_total\{otel_scope_name="hilo\/thread"\} 1\n/);
  expect(again).toEqual(once);
  await thread.close();
  await thread.stopped;
  const client = new Client({ connectionString: url });
  await client.connect();
  expect((await client.query('SELECT FROM closed')).rowCount).toBe(0);
  await client.end();
  await drop();
});

it('says when it can never go on', async () => {
  const { url, drop } = await createTestDatabase();
  const thread = await startThread(file, options(url, { FAILS: 'yes' }), { health });
  await expect(thread.stopped).rejects.toThrow('can never go on');
  await thread.close();
  await drop();
});

it('waits for what may still come, before it begins', async () => {
  const { url, drop } = await createTestDatabase();
  const starting = startThread(file, options(url, { FAILS_AT_FIRST: 'yes' }), { health });
  const early = await Promise.race([starting, delay(4000, 'not yet')]);
  expect(early).toBe('not yet');
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query('CREATE TABLE needed ()');
  const thread = await starting;
  await thread.close();
  expect((await client.query('SELECT FROM closed')).rowCount).toBe(0);
  await client.end();
  await drop();
});

it.skipIf(process.platform !== 'linux')(
  'has the priority of requests where somebody waits for its answers',
  async () => {
    const { url, drop } = await createTestDatabase();
    const file = new URL('./thread-that-answers.ts', import.meta.url);
    const thread = await startThread<string, number>(file, options(url, {}), { health });
    expect(await thread.ask('how nice?')).toBe(getPriority());
    await thread.close();
    await drop();
  },
);

it('says when it cannot begin', async () => {
  const { url, drop } = await createTestDatabase();
  const missing = new URL('./no-such-file.ts', import.meta.url);
  await expect(startThread(missing, options(url, {}), { health })).rejects.toThrow();
  await drop();
});
