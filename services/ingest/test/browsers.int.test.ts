import { readConfig } from '@hilo/runtime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { IngestConfig } from '../config.ts';
import { type Started, startIngest } from './started.ts';

const shop = 'https://shop.example';
let started: Started;

beforeAll(async () => {
  started = await startIngest({ HILO_CORS_ORIGINS: `${shop}, http://localhost:3000` });
});
afterAll(async () => {
  await started.stop();
});

const allowed = (response: Response) => response.headers.get('access-control-allow-origin');
const ask = (path: string, origin: string, { method = 'POST', headers = 'authorization,content-type' } = {}) =>
  fetch(`${started.hilo.url}${path}`, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': method, 'access-control-request-headers': headers },
  });

it('lets the pages of the named web sites post from the browser', async () => {
  const asked = await ask('/v1/interactions', shop);
  expect([asked.status, allowed(asked)]).toEqual([204, shop]);
  expect(asked.headers.get('access-control-allow-headers')).toContain('authorization');
  const body = JSON.stringify({ userId: 'u', event: 'Clicked', writeKey: 'no key' });
  const refused = await fetch(`${started.hilo.url}/v1/track`, { method: 'POST', headers: { origin: shop }, body });
  // A page has to read what is wrong, too.
  expect([refused.status, allowed(refused)]).toEqual([401, shop]);
  expect(allowed(await ask('/v1/batch', 'http://localhost:3000'))).toBe('http://localhost:3000');
});

it('lets a client in a page send headers of its own, load its settings, and post by short names', async () => {
  const headers = 'anonymousid,authorization,content-type,x-retry-count';
  for (const path of ['/v1/t', '/v1/b', '/beacon/v1/batch']) {
    const asked = await ask(path, shop, { headers });
    expect([asked.status, allowed(asked), asked.headers.get('access-control-allow-headers')]).toEqual([
      204,
      shop,
      headers,
    ]);
  }
  for (const path of ['/v1/projects/KEY/settings', '/sourceConfig/?v=1']) {
    expect(allowed(await ask(path, shop, { method: 'GET' }))).toBe(shop);
  }
  // To read what came is another thing.
  expect(allowed(await ask('/v1/interactions', shop, { method: 'GET' }))).toBeNull();
});

it('lets no other web site post, and none read what is known', async () => {
  expect(allowed(await ask('/v1/interactions', 'https://other.example'))).toBeNull();
  expect(allowed(await ask('/v1/keys', shop))).toBeNull();
});

it('does not begin with what is no origin, and says so', () => {
  expect(() => readConfig(IngestConfig, { HILO_CORS_ORIGINS: `${shop},shop.example/` })).toThrow(
    /HILO_CORS_ORIGINS.*is not the origin of a web site/s,
  );
});
