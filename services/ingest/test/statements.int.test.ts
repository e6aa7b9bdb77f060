import { join } from 'node:path';
import { migrate, openDatabase, provisionSchemas } from '@hilo/runtime';
import { createTestDatabase, loadModules, prepareStatements } from '@hilo/testing';
import { expect, it } from 'vitest';

it('asks nothing that its tables cannot answer', async () => {
  const service = join(import.meta.dirname, '..');
  await loadModules(service);
  const database = await createTestDatabase();
  const urls = await provisionSchemas({ adminUrl: database.url, secret: 'a secret of the tests' }, ['ingest']);
  const pool = openDatabase({ connectionString: urls.ingest ?? '', schema: 'ingest', logger: { warn: () => {} } });
  await migrate(pool, join(service, 'migrations'));
  const { prepared, refused } = await prepareStatements(pool, { in: ['services/ingest/', 'packages/runtime/'] });
  await pool.end();
  await database.drop();
  expect(refused).toEqual([]);
  expect(prepared).toBeGreaterThan(50);
});
