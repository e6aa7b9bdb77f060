import type { AcceptedInteraction } from '@hilo/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { resolveInteractions } from '../pipeline.ts';
import { allRecords, openIdentity, type TestIdentity, withRetry } from './database.ts';
import { strictRegistry } from './histories.ts';

let identity: TestIdentity;
beforeAll(async () => {
  identity = await openIdentity(strictRegistry, 2);
});
afterAll(() => identity.drop());

const told = (fields: Partial<AcceptedInteraction> & { id: string }): AcceptedInteraction => ({
  occurredAt: '2026-01-01T10:00:00.123Z',
  source: 'shop',
  receivedAt: '2026-01-01T10:00:01.000Z',
  channel: 'web',
  touchpoint: 'desk',
  kind: 'viewed',
  identifiers: [{ kind: 'user_id', value: `u-${Buffer.from(fields.id).toString('hex')}` }],
  ...fields,
});
const hear = (...messages: AcceptedInteraction[]) =>
  withRetry(identity.pool, async (tx) =>
    resolveInteractions(tx, await identity.inForce.within(tx), {
      records: messages.map((message, offset) => ({
        offset,
        key: '',
        value: JSON.stringify(message),
        headers: {},
        appendedAt: 0,
      })),
      now: 0,
    }),
  );

it.each([
  ['2026-01-01T10:00:00.123567Z', '2026-01-01T10:00:00.123Z'],
  ['2026-01-01T11:00:00.123+01:00', '2026-01-01T10:00:00.123Z'],
  ['2026-01-02T02:00:00.1239999+16:00', '2026-01-01T10:00:00.123Z'],
  ['2026-01-01T10:00:00.123Z', '2026-01-01T10:00:00.123999999Z'],
])('what an older gate let in at %s is a duplicate at %s', async (before, now) => {
  expect(await hear(told({ id: before, occurredAt: before }))).toMatchObject({ stored: 1, deadLetters: [] });
  const again = await hear(told({ id: before, occurredAt: now, receivedAt: '2026-02-01T00:00:00.000Z' }));
  expect(again).toMatchObject({ stored: 0, deadLetters: [] });
  expect(again.duplicates).toHaveLength(1);
});

it('what happened a millisecond later is something else', async () => {
  await hear(told({ id: 'later' }));
  const { deadLetters } = await hear(told({ id: 'later', occurredAt: '2026-01-01T10:00:00.124Z' }));
  expect(deadLetters).toMatchObject([{ reason: 'conflicting-duplicate' }]);
});

it('names in another order are the same, and give the same record', async () => {
  const one = { city: 'Vigo', zip: '36201', geo: [{ lat: 1, lon: 2 }] };
  const other = { zip: '36201', geo: [{ lon: 2, lat: 1 }], city: 'Vigo' };
  await hear(told({ id: 'k1', traits: { address: one } }));
  expect((await hear(told({ id: 'k1', traits: { address: other } }))).duplicates).toHaveLength(1);
  await hear(told({ id: 'k2', traits: { address: other } }));
  const texts = (await allRecords(identity)).flatMap(({ traits: { address } }) =>
    address !== undefined && 'value' in address ? [JSON.stringify(address.value)] : [],
  );
  expect(texts).toEqual(Array(2).fill('{"city":"Vigo","geo":[{"lat":1,"lon":2}],"zip":"36201"}'));
});
