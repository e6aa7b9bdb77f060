import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createTestDatabase } from '@hilo/testing';
import { expect, it } from 'vitest';
import { apiKey, startHilo } from '../../scripts/api/hilo-process.ts';

const run = promisify(execFile);
const script = join(import.meta.dirname, '..', '..', 'scripts', 'hilo.ts');

it('makes a key from the command line, lists it, and ends it in every service', async () => {
  await using opened = new AsyncDisposableStack();
  const database = await createTestDatabase();
  opened.defer(() => database.drop());
  const hilo = opened.use(await startHilo({ databaseUrl: database.url }));
  const keys = async (...args: string[]): Promise<string> => {
    const where = ['--url', hilo.url, '--key', apiKey];
    return (await run(process.execPath, [script, 'keys', ...args, ...where])).stdout.trim();
  };
  const ask = async (path: string, key: string, body?: string): Promise<number> => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    return (await fetch(`${hilo.url}${path}`, { headers, ...(body && { method: 'POST', body }) })).status;
  };
  const everywhere = (key: string): Promise<number[]> =>
    Promise.all([
      ask('/v1/track', key, JSON.stringify({ userId: 'u', event: 'Clicked' })),
      ask('/v1/kpis', key),
      ask('/v1/programmes', key),
      ask('/v1/identity/registry', key),
    ]);

  const scopes = ['interactions:write', 'analytics:read', 'surveys:read', 'customers:read'];
  const key = await keys('create', '--source', 'shop', '--scope', ...scopes);
  await expect.poll(() => everywhere(key)).toEqual([200, 200, 200, 200]);
  const listed = (await keys('list')).split('\n').find((line) => line.includes('shop')) ?? '';
  expect(listed).toContain(`shop  ${scopes.join(',')}  live`);
  await expect.poll(() => keys('list')).toMatch(/shop .* used \d{4}-/);

  expect(await keys('revoke', listed.split('  ')[0] ?? '')).toContain('revoked');
  await expect.poll(() => everywhere(key), { interval: 500 }).toEqual([401, 401, 401, 401]);
});
