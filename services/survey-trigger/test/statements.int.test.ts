import { join } from 'node:path';
import { prepareService } from '@hilo/testing';
import { expect, it } from 'vitest';

it('asks nothing that its tables cannot answer', async () => {
  const { prepared, refused } = await prepareService(join(import.meta.dirname, '..'), 'survey');
  expect(refused).toEqual([]);
  expect(prepared).toBeGreaterThan(20);
});
