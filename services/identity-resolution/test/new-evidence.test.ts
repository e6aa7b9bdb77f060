import { expect, it } from 'vitest';
import { defaultRegistry } from '../domain/registry.ts';
import { factsOf, type Posted } from './histories.ts';
import { identityInMemory } from './memory.ts';

const visit = (id: string, minute: number, anonymousId: string): Posted => ({
  id,
  occurredAt: new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString(),
  channel: 'web',
  touchpoint: 'checkout',
  kind: 'viewed',
  identifiers: [
    { kind: 'customer_number', value: 'C-1' },
    { kind: 'anonymous_id', value: anonymousId },
  ],
});

it('looks at a component as a whole only if there is news of it', async () => {
  const identity = identityInMemory(defaultRegistry);
  const step = async (...posted: Posted[]): Promise<boolean> => {
    const before = identity.counted.wholeComponents;
    await identity.step(factsOf(defaultRegistry, posted));
    return identity.counted.wholeComponents > before;
  };
  await step(visit('i-1', 1, 'a-1'), visit('i-2', 2, 'a-2'));
  expect(await step(visit('i-3', 3, 'a-1'), visit('i-4', 4, 'a-2'))).toBe(false);
  expect(await step(visit('i-5', 5, 'a-3'))).toBe(true);
  expect(await step(visit('i-6', 0, 'a-1'))).toBe(true);
  expect(identity.records()[0]?.interactions.total).toBe(6);
});
