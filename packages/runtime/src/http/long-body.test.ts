import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import Fastify from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { awaitLongBody, spareLongBodies } from './long-body.ts';

const app = Fastify({
  requestTimeout: 1500,
  http: { headersTimeout: 1000, connectionsCheckingInterval: 50 },
});
let port = 0;

beforeAll(async () => {
  spareLongBodies(app.server);
  app.addContentTypeParser('*', (_request, body, done) => done(null, body));
  const handler = async (body: unknown): Promise<{ bytes: number }> => {
    if (typeof body !== 'object' || body === null || !(Symbol.asyncIterator in body)) return { bytes: 0 };
    let bytes = 0;
    for await (const chunk of Object(body)) bytes += chunk.length;
    return { bytes };
  };
  app.put('/short', ({ body }) => handler(body));
  app.put('/long', (asked) => {
    awaitLongBody(asked, 2000);
    return handler(asked.body);
  });
  port = Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port);
});
afterAll(() => app.close());

/** Sends a byte, again after each pause, and then the end; gives the answer, or why there is none. */
const drip = async (path: string, pausesMs: readonly number[]): Promise<string> => {
  const sent = request({ port, path, method: 'PUT', headers: { 'content-type': 'text/csv' } });
  const answered = new Promise<string>((resolve) => {
    sent.once('response', async (response) => {
      const text = (await Array.fromAsync(response)).join('');
      resolve(response.statusCode === 200 ? text : String(response.statusCode));
    });
    sent.once('error', () => resolve('the connection was closed'));
  });
  sent.write('6');
  for (const pause of pausesMs) {
    await delay(pause);
    if (sent.destroyed) break;
    sent.write('6');
  }
  sent.end();
  return answered;
};

it('a body may take longer than all others where the route says so', async () => {
  const dripping = [400, 400, 400, 400, 400];
  expect(await drip('/short', dripping)).toMatch(/408|closed/);
  expect(await drip('/long', dripping)).toBe('{"bytes":6}');
});

it('but not if nothing of it comes for too long', async () => {
  expect(await drip('/long', [100, 4000])).toMatch(/closed|500/);
});
