import { join } from 'node:path';
import { transaction } from '@hilo/runtime';
import { loadModules, prepareStatements } from '@hilo/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRenamed } from '../store/registry/compare-shadow.ts';
import { createShadow, exampleSchemas } from '../store/registry/shadow.ts';
import { openIdentity, type TestIdentity } from './database.ts';
import { strictRegistry } from './histories.ts';

const registry = 'services/identity-resolution/store/registry';

/** Over tables that there are in the shadow only. */
const ofShadow = ['adopt.ts', 'compare-shadow.ts', 'former-ids.ts', 'shadow-facts.ts'].map(
  (file) => `${registry}/${file}`,
);

/** Over tables of the services that follow this one. */
const ofFollowers = ['customers.ts', 'erased-versions.ts', 'erasures.ts', 'rebuilds.ts'].map(
  (file) => `packages/runtime/src/following/${file}`,
);

/** Interactions and decisions are views there, of which nothing is withdrawn: who writes them, or asks for that, is never in it. */
const isOfFacts = /cannot (insert into|update|delete from) view|cannot update column|column .*\binteraction\b/;

let identity: TestIdentity;
beforeAll(async () => {
  await loadModules(join(import.meta.dirname, '..'));
  identity = await openIdentity(strictRegistry, 2);
});
afterAll(() => identity.drop());

it('asks nothing that its tables cannot answer', async () => {
  const { prepared, refused } = await prepareStatements(identity.pool, {
    in: ['services/identity-resolution/', 'packages/runtime/'],
    butIn: [...ofShadow, ...ofFollowers],
  });
  expect(refused).toEqual([]);
  expect(prepared).toBeGreaterThan(150);
});

it('nor anything of the shadow that it builds by other rules', async () => {
  await transaction(identity.pool, async (tx) => {
    await createShadow(tx, exampleSchemas);
    await createRenamed(tx, exampleSchemas);
  });
  const { prepared, refused } = await prepareStatements(identity.pool, {
    in: ['services/identity-resolution/'],
    searchPath: 'identity_next, identity',
  });
  expect(refused.filter((one) => !isOfFacts.test(one))).toEqual([]);
  expect(prepared).toBeGreaterThan(150);
});
