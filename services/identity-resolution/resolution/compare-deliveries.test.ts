import { expect, it } from 'vitest';
import { besideStored } from './compare-deliveries.ts';

const first = {
  id: 'a1',
  source: 'shop',
  receivedAt: '2026-11-20T10:00:31.000Z',
  occurredAt: '2026-11-20T10:00:00.500Z',
  derived: ['occurredAt'],
  channel: 'web',
  properties: { amount: 10, items: [{ sku: 'a', n: 0 }] },
  context: {
    library: { name: 'analytics-node' },
    segment: { sentAt: '2026-11-20T10:00:30.500Z', timestamp: '2026-11-20T10:00:00.000Z', type: 'track' },
    cloudevent: { source: '/orders', datacontenttype: 'application/json' },
  },
};
type Sent = typeof first;

const unmarked = ({ derived: _derived, ...sent }: Sent) => sent;
const segment = (sent: Sent, more: object) => ({ ...sent, context: { ...sent.context, segment: more } });
const { segment: call, cloudevent: _event, ...surroundings } = first.context;

const beside = (one: object, other: object) => besideStored(JSON.stringify(one), JSON.stringify(other));

it.each([
  ['the very same', first],
  ['received later', { ...first, receivedAt: '2026-11-20T11:00:00.000Z' }],
  ['a time that was derived later', { ...first, occurredAt: '2026-11-20T10:00:01.000Z' }],
  ['sent later', segment(first, { ...call, sentAt: '2026-11-20T10:05:30.500Z' })],
  ['without sentAt', segment(first, { timestamp: call.timestamp, type: 'track' })],
  ['a second attempt of a browser', segment(first, { ...call, _metadata: { retryCount: 2 } })],
  ['data that are said to be JSON', { ...first, context: { ...first.context, cloudevent: { source: '/orders' } } }],
  ['-0', { ...first, properties: { amount: 10, items: [{ n: -0, sku: 'a' }] } }],
  ['names in another order', { ...Object.fromEntries(Object.entries(first).toReversed()) }],
  ['a time of many digits', { ...unmarked(first), derived: [], occurredAt: '2026-11-20T11:00:00.5000001+01:00' }],
  ['notes of Hilo', { ...first, notes: [{ path: 'a', reason: 'b', message: 'c' }] }],
  ['a time that was said', { ...unmarked(first), occurredAt: '2026-11-20T10:00:01.000Z' }],
])('takes %s for the same', (_name, other) => {
  expect(beside(first, other)).toBe('same');
});

it.each([
  ['a time', { ...first, occurredAt: '2026-11-20T10:00:00.499Z' }],
  ['a time, before times were marked', { ...unmarked(first), occurredAt: '2026-11-20T10:00:00.499Z' }],
])('takes %s that was derived earlier for the one that holds', (_name, other) => {
  expect(beside(first, other)).toBe('earlier');
  expect(beside(other, first)).toBe('same');
});

it.each([
  ['amount', { ...first, properties: { ...first.properties, amount: 11 } }],
  ['timestamp', segment(first, { ...call, timestamp: '2026-11-20T10:00:00.001Z' })],
  ['property less', { ...first, properties: { amount: 10 } }],
  ['channel', { ...first, channel: 'app' }],
  ['source of an event', { ...first, context: { ...surroundings, segment: call, cloudevent: { source: '/x' } } }],
])('takes another %s for another interaction', (_name, other) => {
  expect(beside(first, other)).toBe('other');
  expect(beside(first, { ...other, occurredAt: '2026-11-19T10:00:00.000Z' })).toBe('other');
});

it('takes another time for another interaction, where somebody said it', () => {
  const one = { ...unmarked(first), context: surroundings };
  expect(beside(one, { ...one, occurredAt: '2026-11-20T10:00:00.501Z' })).toBe('other');
});

it('takes an alias call for the same that an older gate did not call an alias, and nothing else', () => {
  const called = segment(first, { ...call, type: 'alias' });
  expect(beside(called, { ...called, alias: true })).toBe('same');
  expect(beside(first, { ...first, alias: true })).toBe('other');
});

it('knows what was derived in messages from before it was marked', () => {
  const corrected = unmarked(first);
  expect(beside(corrected, { ...corrected, occurredAt: '2026-11-20T10:00:00.400Z' })).toBe('earlier');
  const now = { ...corrected, context: surroundings, occurredAt: first.receivedAt };
  const again = { ...now, occurredAt: '2026-11-20T10:09:00.000Z', receivedAt: '2026-11-20T10:09:00.000Z' };
  expect(beside(now, again)).toBe('same');
  expect(beside(again, now)).toBe('earlier');
  expect(beside(now, { ...again, receivedAt: '2026-11-20T10:09:00.001Z' })).toBe('other');
});
