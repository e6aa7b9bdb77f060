import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OutgoingMessage } from '../domain/delivery/message.ts';
import type { Transport } from '../domain/delivery/transport.ts';
import { addressOf, type Delivery, openDelivery } from './delivering.ts';

const taken: { id: string; at: number }[] = [];
const givenUp: number[] = [];
const most = { hanging: 0, now: 0 };
const quick: Transport = {
  destination: 'quick',
  send: async ({ id }: OutgoingMessage) => {
    taken.push({ id, at: Date.now() });
    return { state: 'accepted' };
  },
  close: async () => {},
};
/** Takes what it is given, and says nothing until it is given up. */
const hanging: Transport = {
  destination: 'hanging',
  send: async (_message, signal) => {
    most.now += 1;
    most.hanging = Math.max(most.hanging, most.now);
    await delay(60_000, undefined, { signal }).catch(() => {});
    most.now -= 1;
    givenUp.push(Date.now());
    return { state: 'unknown', detail: 'silent' };
  },
  close: async () => {},
};
const carriers = new Map([
  ['quick', quick],
  ['hanging', hanging],
]);
/** Six more, each of which takes its time. */
const slow = { most: 0, now: 0, taken: 0 };
const slowOnes = Array.from({ length: 6 }, (_, n): [string, Transport] => [
  `slow-${n}`,
  {
    ...hanging,
    destination: `slow-${n}`,
    send: async () => {
      slow.now += 1;
      slow.most = Math.max(slow.most, slow.now);
      await delay(60);
      slow.now -= 1;
      slow.taken += 1;
      return { state: 'accepted' };
    },
  },
]);

let delivery: Delivery;
beforeAll(async () => {
  delivery = await openDelivery({
    inForce: async () => new Map([['email', 'quick']]),
    all: async () => [...carriers.keys()],
    transportOf: (route) => carriers.get(route),
  });
});
afterAll(() => delivery.close());

it('a destination that hangs delays no other, gets four messages at a time, and is left alone then', async () => {
  await delivery.invite(...Array.from({ length: 40 }, (_, n) => ({ n: n + 1, address: addressOf(n + 1) })));
  await delivery.pool.query(`
    WITH moved AS (UPDATE messages SET route = 'hanging' WHERE get_byte(uuid_send(id), 0) % 2 = 0 RETURNING id)
    UPDATE timers SET kind = 'message hanging' WHERE ref IN (SELECT id FROM moved)`);
  const of = async (route: string, state: string) =>
    (await delivery.messages()).filter((one) => one.route === route && one.state === state).length;
  const [quickOnes, hangingOnes] = [await of('quick', 'queued'), await of('hanging', 'queued')];
  expect(hangingOnes).toBeGreaterThan(6);
  await delivery.send(async () => (await of('hanging', 'unknown')) === 4);
  expect(await of('quick', 'accepted')).toBe(quickOnes);
  expect(Math.max(...taken.map(({ at }) => at))).toBeLessThan(Math.min(...givenUp));
  expect(most.hanging).toBe(4);
  // The others wait, and lose no attempt by it.
  expect(await of('hanging', 'queued')).toBe(hangingOnes - 4);
  expect((await delivery.messages()).filter((one) => one.state === 'queued').every((one) => one.attempts === 0)).toBe(
    true,
  );
});

it('hands over no more than sixteen at the same time by all webhooks together, and each has its turn', async () => {
  await delivery.empty();
  carriers.clear();
  for (const [route, one] of slowOnes) carriers.set(route, one);
  await delivery.invite(...Array.from({ length: 72 }, (_, n) => ({ n: n + 1, address: addressOf(n + 1) })));
  await delivery.pool.query(`
    WITH moved AS (UPDATE messages SET route = 'slow-' || get_byte(uuid_send(id), 0) % 6 RETURNING id, route)
    UPDATE timers SET kind = 'message ' || route FROM moved WHERE ref = moved.id`);
  await delivery.send();
  expect(slow).toMatchObject({ now: 0, taken: 72 });
  expect(slow.most).toBeGreaterThan(8);
  expect(slow.most).toBeLessThanOrEqual(16);
});
