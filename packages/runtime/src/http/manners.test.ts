import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { HttpProblem } from '../errors.ts';
import { openHealth } from '../health.ts';
import { createLogger } from '../logger.ts';
import { createServer } from './server.ts';

let app: Awaited<ReturnType<typeof createServer>>;
const nobody = () => {
  throw new HttpProblem(401, 'Not authorised', 'Send a valid key.');
};

beforeAll(async () => {
  app = await createServer({
    logger: createLogger({ level: 'silent', name: 'test' }),
    services: [],
    routes: [
      async (routes) => {
        const querystring = z.object({ limit: z.coerce.number().default(50), groupBy: z.string().optional() });
        routes.get('/v1/things', { schema: { querystring } }, async ({ query }) => query);
        routes.post('/v1/things', { schema: { body: z.object({}) } }, async () => ({}));
        routes.get('/v1/things/:id', { schema: { params: z.object({ id: z.string() }) } }, async () => ({}));
        routes.delete('/v1/things/:id', { schema: {} }, async () => ({}));
        routes.get('/v1/own', { schema: {} }, nobody);
        routes.post('/v1/sdk', { schema: { security: [{ basic: [] }, { key: [] }] } }, nobody);
        routes.get('/v1/webhook', { schema: { security: [] } }, async ({ query }) => query);
      },
    ],
    ready: async () => {},
    health: openHealth(Date.now),
    renderMetrics: async () => '',
    exposure: { docs: 'open', metrics: 'open', authenticate: nobody },
  });
});
afterAll(() => app.close());

const ask = async (method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS', url: string) => {
  const { statusCode: status, headers, payload } = await app.inject({ method, url });
  return { status, headers, body: payload === '' ? undefined : JSON.parse(payload) };
};

it('says with which method a known path is asked, whatever is in it', async () => {
  for (const [method, url, allow] of [
    ['PUT', '/v1/things', 'GET, HEAD, POST, OPTIONS'],
    ['PATCH', '/v1/things/', 'GET, HEAD, POST, OPTIONS'],
    ['POST', '/v1/things/a%2Fb?x=1', 'DELETE, GET, HEAD, OPTIONS'],
    ['POST', '/livez', 'GET, HEAD, OPTIONS'],
  ] as const) {
    const { status, headers, body } = await ask(method, url);
    expect({ status, allow: headers.allow }).toEqual({ status: 405, allow });
    expect(headers['content-type']).toContain('application/problem+json');
    expect(body).toMatchObject({ status: 405, type: '/docs/problems#method-not-allowed' });
  }
  expect(await ask('POST', '/v1/nothing')).toMatchObject({ status: 404, body: { type: '/docs/problems#not-found' } });
  expect((await ask('PUT', '/v1/things/a/b')).status).toBe(404);
});

it('answers OPTIONS, HEAD and a path with a slash at its end as people expect', async () => {
  expect(await ask('OPTIONS', '/v1/things')).toMatchObject({
    status: 204,
    headers: { allow: 'GET, HEAD, POST, OPTIONS' },
  });
  expect((await ask('OPTIONS', '/v1/nothing')).status).toBe(404);
  expect(await ask('HEAD', '/v1/things')).toMatchObject({ status: 200, body: undefined });
  expect(await ask('GET', '/v1/things/?limit=3')).toMatchObject({ status: 200, body: { limit: 3 } });
});

it('says how to show a key to who has none: as an SDK does on the routes of SDKs', async () => {
  expect((await ask('GET', '/v1/own')).headers['www-authenticate']).toBe('Bearer realm="Hilo"');
  expect((await ask('POST', '/v1/sdk')).headers['www-authenticate']).toMatch(/^Basic realm="Hilo"/);
});

it('refuses a parameter that it does not know, and says what may have been meant', async () => {
  for (const [url, message] of [
    ['/v1/things?limt=3', 'is not a known parameter; did you mean limit?'],
    ['/v1/things?group_by=week', 'is not a known parameter; did you mean groupBy?'],
    ['/v1/things?limit=3&LIMIT=4', 'is not a known parameter; did you mean limit?'],
    ['/v1/things?page=2', 'is not a known parameter; there are limit, groupBy'],
    ['/v1/things?=2', 'is not a known parameter; there are limit, groupBy'],
    ['/v1/own?verbose', 'is not a known parameter: this endpoint has none'],
  ]) {
    const { status, body } = await ask('GET', url ?? '');
    expect({ status, message: body.errors[0].message }).toEqual({ status: 400, message });
  }
  expect((await ask('GET', '/v1/things?limit=3&groupBy=week')).status).toBe(200);
});

it('takes whatever a provider or an SDK sends in a query', async () => {
  expect(await ask('GET', '/v1/webhook?hub.mode=subscribe')).toMatchObject({
    status: 200,
    body: { 'hub.mode': 'subscribe' },
  });
  expect((await ask('POST', '/v1/sdk?v=2')).status).toBe(401);
});

it('has a page of the problems', async () => {
  const { statusCode, payload, headers } = await app.inject('/docs/problems');
  expect([statusCode, headers['content-type']]).toEqual([200, 'text/markdown; charset=utf-8']);
  expect(payload).toContain('## Method not allowed');
});
