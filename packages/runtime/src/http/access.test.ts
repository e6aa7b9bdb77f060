import type { ApiKey } from '@hilo/contracts';
import { afterEach, expect, it } from 'vitest';
import { openHealth } from '../health.ts';
import { createLogger } from '../logger.ts';
import type { Access } from '../resources.ts';
import { createAuthenticator } from './auth.ts';
import { newApiKey } from './keys.ts';
import { openListener } from './listener.ts';
import { createServer } from './server.ts';

const root = 'the-key-of-the-operator';
const made = newApiKey();
const opened: Awaited<ReturnType<typeof createServer>>[] = [];
afterEach(async () => {
  for (const app of opened.splice(0)) await app.close();
});

/** Asks a server that shows its documents and metrics so; there is a key with this scope. */
const serve = async (access: Access, scope: ApiKey['scopes'][number] = 'customers:read') => {
  const findKey = async (): Promise<ApiKey> => ({
    ...made,
    source: 'monitoring',
    scopes: [scope],
    createdAt: '2026-01-01T00:00:00Z',
  });
  const app = await createServer({
    logger: createLogger({ level: 'silent', name: 'test' }),
    services: [],
    routes: [],
    ready: async () => {},
    health: openHealth(Date.now),
    renderMetrics: async () => 'hilo_ledger_accepted 1',
    exposure: {
      docs: access,
      metrics: access,
      authenticate: createAuthenticator({ rootKey: root, rootSource: 'local', findKey, now: Date.now }),
    },
  });
  opened.push(app);
  return async (url: string, headers: Record<string, string> = {}) => {
    const { statusCode, headers: answered } = await app.inject({ method: 'GET', url, headers });
    return { status: statusCode, challenge: answered['www-authenticate'] };
  };
};

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const basic = (key: string) => ({ authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` });
const documents = ['/docs', '/docs/', '/docs/json', '/docs/yaml', '/docs/static/index.css', '/docs/problems'];

it('shows documents and metrics to everybody where they are open', async () => {
  const ask = await serve('open');
  for (const url of [...documents, '/metrics']) {
    const { status } = await ask(url, { 'x-forwarded-for': '203.0.113.7' });
    expect({ url, isShown: status < 400 }).toEqual({ url, isShown: true });
  }
});

it.each(['x-forwarded-for', 'forwarded', 'via', 'x-real-ip'])(
  'shows them without a key to who comes directly, and not to who comes through a proxy that says %s',
  async (header) => {
    const ask = await serve('direct');
    for (const url of [...documents, '/metrics']) {
      expect((await ask(url)).status).toBeLessThan(400);
      expect(await ask(url, { [header]: 'something' })).toMatchObject({ status: 401 });
      expect((await ask(url, { [header]: 'something', ...bearer(root) })).status).toBeLessThan(400);
    }
  },
);

it('shows documents to any key, as a browser sends it too, and metrics to one that may read them', async () => {
  const ask = await serve('key');
  for (const url of documents) {
    expect(await ask(url)).toEqual({ status: 401, challenge: 'Basic realm="Hilo", charset="UTF-8"' });
    expect((await ask(url, basic(made.key))).status).toBeLessThan(400);
  }
  expect(await ask('/metrics')).toEqual({ status: 401, challenge: 'Bearer realm="Hilo"' });
  expect((await ask('/metrics', bearer(made.key))).status).toBe(403);
  expect((await (await serve('key', 'metrics:read'))('/metrics', bearer(made.key))).status).toBe(200);
  expect((await ask('/livez')).status).toBe(200);
});

it('has none of them where they are off, whoever asks, and does not point to them', async () => {
  const ask = await serve('off');
  for (const url of [...documents, '/metrics']) expect((await ask(url, bearer(root))).status).toBe(404);
  const [app] = opened;
  expect((await app?.inject('/nothing'))?.json().detail).toBe('Nothing answers GET /nothing.');
});

it('shows metrics while it starts, when no key is known yet, to nobody who would need one', async () => {
  const statusOf = async (metrics: Access, headers: Record<string, string>): Promise<number> => {
    const options = {
      host: '127.0.0.1',
      port: 0,
      waitingFor: () => 'Postgres',
      renderMetrics: async () => '',
      metrics,
    };
    await using listener = await openListener(options);
    return (await fetch(`${listener.address}/metrics`, { headers: { connection: 'close', ...headers } })).status;
  };
  const proxied = { 'x-forwarded-for': '203.0.113.7' };
  expect([await statusOf('open', proxied), await statusOf('direct', {})]).toEqual([200, 200]);
  expect([await statusOf('direct', proxied), await statusOf('key', bearer(root)), await statusOf('off', {})]).toEqual([
    503, 503, 503,
  ]);
});
