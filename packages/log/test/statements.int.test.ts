import { join } from 'node:path';
import { createTestDatabase, loadModules, prepareStatements } from '@hilo/testing';
import { expect, it } from 'vitest';
import { openPool, prepareSchema } from '../src/postgres/connect.ts';

it('asks nothing that its tables cannot answer', async () => {
  await loadModules(join(import.meta.dirname, '..', 'src', 'postgres'));
  const database = await createTestDatabase();
  const pool = openPool(database.url, 'log');
  await prepareSchema(pool, 'log');
  const { prepared, refused } = await prepareStatements(pool, { in: ['packages/log/'] });
  await pool.end();
  await database.drop();
  expect(refused).toEqual([]);
  expect(prepared).toBeGreaterThan(25);
});
