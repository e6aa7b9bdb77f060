import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { HttpProblem } from '../errors.ts';
import { openHealth } from '../health.ts';
import { createLogger } from '../logger.ts';
import { createServer } from './server.ts';

const knowsNobody = () => {
  throw new HttpProblem(401, 'Not authorised');
};
let app: Awaited<ReturnType<typeof createServer>>;
let url: string;

beforeEach(async () => {
  app = await createServer({
    logger: createLogger({ level: 'silent', name: 'test' }),
    services: [],
    routes: [
      async (routes) => {
        routes.post('/echo', { schema: { body: z.object({ a: z.unknown() }) } }, async ({ body }) => {
          await delay(20);
          return body;
        });
      },
    ],
    ready: async () => {},
    health: openHealth(Date.now),
    renderMetrics: async () => '',
    exposure: { docs: 'open', metrics: 'open', authenticate: knowsNobody },
  });
  url = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(async () => {
  await app.close();
});

const post = async (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) => {
  const answer = await fetch(`${url}/echo`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
  return { status: answer.status, headers: answer.headers, body: JSON.parse(await answer.text()) };
};

const bytes = (buffer: Buffer): Uint8Array<ArrayBuffer> => new Uint8Array(buffer);
const text = JSON.stringify({ a: 'ñ'.repeat(1000) });

it.each([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
] as const)('reads a body compressed with %s', async (encoding, compress) => {
  expect(await post(bytes(compress(text)), { 'content-encoding': encoding })).toMatchObject({
    status: 200,
    body: JSON.parse(text),
  });
});

it('refuses a compression bomb as too large, and goes on', async () => {
  const bomb = bytes(gzipSync(Buffer.alloc(200_000_000, ' ')));
  expect((await post(bomb, { 'content-encoding': 'gzip' })).status).toBe(413);
  expect((await post(text)).status).toBe(200);
});

it('says which encodings it reads when it is sent another, and refuses what is not compressed or cut off', async () => {
  const unknown = await post(text, { 'content-encoding': 'zstd' });
  expect([unknown.status, unknown.headers.get('accept-encoding')]).toEqual([415, 'gzip, deflate, br']);
  expect((await post(text, { 'content-encoding': 'gzip' })).status).toBe(400);
  expect((await post(bytes(gzipSync(text).subarray(0, 30)), { 'content-encoding': 'gzip' })).status).toBe(400);
});

it('lets no body in that would break something later, and names the field', async () => {
  for (const [body, path] of [
    ['{"a":[1e999]}', 'a[0]'],
    ['{"a":{"b":9007199254740993}}', 'a.b'],
    ['{"a":1,"a":2}', 'a'],
    ['{"a":"\\ud800"}', 'a'],
    ['{"a":"\\u0000"}', 'a'],
    ['{"__proto__":1}', '__proto__'],
  ] as const) {
    expect(await post(body)).toMatchObject({ status: 400, body: { errors: [{ path }] } });
  }
  expect((await post(bytes(Buffer.from([0x22, 0xff, 0x22])))).status).toBe(400);
  expect((await post('a', { 'content-type': 'text/plain' })).status).toBe(415);
});

it('fails no request of those who are connected when it is closed', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 20 });
  const outcomes: (number | string)[] = [];
  const ask = (): Promise<number | string> =>
    new Promise((resolve) => {
      const asked = request(`${url}/echo`, { agent, method: 'POST', headers: { 'content-type': 'application/json' } });
      asked.on('response', (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
      });
      asked.on('error', (error) => resolve('code' in error ? String(error.code) : error.message));
      asked.end(text);
    });
  const askOn = async (): Promise<void> => {
    for (;;) {
      const outcome = await ask();
      if (outcome === 'ECONNREFUSED') return;
      outcomes.push(outcome);
    }
  };
  const asking = Array.from({ length: 20 }, askOn);
  await expect.poll(() => outcomes.length).toBeGreaterThan(100);
  await app.close();
  await Promise.all(asking);
  expect(new Set(outcomes)).toEqual(new Set([200]));
});
