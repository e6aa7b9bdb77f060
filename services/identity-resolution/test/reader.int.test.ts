import { transaction } from '@hilo/runtime';
import { expect, it } from 'vitest';
import { defaultRegistry } from '../domain/registry.ts';
import { openReader } from '../store/graph/reader.ts';
import { consume, openIdentity } from './database.ts';
import { delivered, factsOf, type Posted } from './histories.ts';

it('reads a fact again that another consumer heard to be earlier between two attempts of a change', async () => {
  const identity = await openIdentity(defaultRegistry, 4);
  const posted: Posted = {
    id: 'i-1',
    occurredAt: '2026-01-01T10:00:00.000Z',
    channel: 'web',
    touchpoint: 'desk',
    kind: 'viewed',
    identifiers: [{ kind: 'user_id', value: 'u-1' }],
  };
  await consume(identity, [posted]);
  const keys = new Set(factsOf(defaultRegistry, [posted]).map(({ key }) => key));
  await transaction(identity.pool, async (tx) => {
    const reader = openReader(tx, identity.rules);
    const times = async () => (await reader.factsByKey(keys)).map(({ fact }) => new Date(fact.at).toISOString());
    expect(await times()).toEqual(['2026-01-01T10:00:00.000Z']);
    await consume(identity, [delivered(posted, -5)]);
    expect(await times()).toEqual(['2026-01-01T09:59:55.000Z']);
  });
  await identity.drop();
});
