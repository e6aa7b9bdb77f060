import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createTestDatabase } from '@hilo/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningProcess, startProcess } from '../src/index.ts';

const migrations = mkdtempSync(join(tmpdir(), 'hilo-test-'));
mkdirSync(join(migrations, 'meta'));
const journal = { version: '7', dialect: 'postgresql', entries: [] };
writeFileSync(join(migrations, 'meta', '_journal.json'), JSON.stringify(journal));
const logFile = join(migrations, 'log');

let hilo: RunningProcess;
let close: () => Promise<void>;
beforeAll(async () => {
  const database = await createTestDatabase();
  const environment = {
    DATABASE_URL: database.url,
    HILO_API_KEY: 'the-key-of-the-operator',
    HILO_ID_SECRET: 'a secret of the tests',
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'debug',
  };
  const hangs = new URL('./thread-that-hangs.ts', import.meta.url);
  const service = {
    name: 'analytics',
    does: 'Is tested.',
    firstCall: { path: '/' },
    schema: 'analytics',
    migrations,
    checkConfig: () => {},
    open: async ({ startThread, logger }: Parameters<Parameters<typeof startProcess>[0][number]['open']>[0]) => {
      await startThread(hangs);
      logger.info({}, 'a line of the service');
      return {
        routes: async () => {},
        ready: async () => {},
      };
    },
  };
  hilo = await startProcess([service], environment, { logFile });
  close = async () => {
    await hilo.close();
    await database.drop();
  };
});
afterAll(() => close());

it('answers with what it measures while a thread does not answer', async () => {
  // So that there is garbage to collect.
  for (let n = 0; n < 50; n += 1) Array.from({ length: 500_000 }, () => ({ n }));
  await delay(300);
  const answer = await fetch(`${hilo.url}/metrics`);
  const text = await answer.text();
  expect(answer.status).toBe(200);
  for (const name of [
    'nodejs_eventloop_delay_p99',
    'v8js_memory_heap_used',
    'v8js_gc_duration',
    'v8js_resource_active',
  ]) {
    expect(text).toContain(name);
  }
});

it.each([
  ['the id that the sender gave it', { 'x-request-id': 'order-7/a' }, /^order-7\/a$/],
  [
    'that of its trace',
    { traceparent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01` },
    new RegExp(`^${'ab'.repeat(16)}$`),
  ],
  ['one of its own', {}, /^[0-9a-f-]{36}$/],
  ['one of its own where what was given could harm a log', { 'x-request-id': 'a"b{}' }, /^[0-9a-f-]{36}$/],
])('answers and logs with %s', async (_, headers, expected) => {
  const answer = await fetch(`${hilo.url}/nowhere`, { headers });
  const id = answer.headers.get('x-request-id') ?? '';
  expect(id).toMatch(expected);
  await expect.poll(() => readFileSync(logFile, 'utf8')).toContain(`"request":"${id}"`);
});

it('says in each line once which service it is of', () => {
  const lines = readFileSync(logFile, 'utf8').trim().split('\n');
  expect(lines.length).toBeGreaterThan(3);
  expect(lines.filter((line) => line.split('"service":').length !== 2)).toEqual([]);
  expect(lines.find((line) => line.includes('a line of the service'))).toContain('"service":"analytics"');
});
