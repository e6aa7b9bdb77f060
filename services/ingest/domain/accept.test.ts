import { AcceptedInteraction } from '@hilo/contracts';
import { expect, it } from 'vitest';
import { validate } from '../posting/validate.ts';
import { accept } from './accept.ts';

const now = Date.UTC(2026, 0, 1, 12);
const acceptance = { source: 'the "shop"', now, maxSkewMs: 0, newId: () => 'made-up' };
const posted = {
  id: 'i-1',
  occurredAt: '2026-01-01T10:00:00+01:00',
  channel: 'web',
  touchpoint: 'checkout',
  kind: 'bought',
  identifiers: [{ kind: 'email', value: ' ana@example.org' }],
  properties: { amount: 1.5, note: 'a "b"\n' },
};

const { id: _id, ...nameless } = posted;
const contentOf = (judged: ReturnType<typeof validate>): unknown =>
  'content' in judged ? AcceptedInteraction.parse(JSON.parse(judged.content)) : judged;
const known = { source: 'the "shop"', receivedAt: '2026-01-01T12:00:00.000Z' };

it('puts what ingest knows of an interaction before what was posted, whether its text is at hand or not', () => {
  for (const text of [JSON.stringify(posted), undefined]) {
    expect(contentOf(validate({ posted, text }, acceptance))).toEqual({ ...posted, ...known });
  }
  expect(contentOf(validate({ posted: nameless, text: JSON.stringify(nameless) }, acceptance))).toEqual({
    ...posted,
    id: 'made-up',
    ...known,
  });
  const large = { ...posted, text: 'ñ'.repeat(10_000) };
  expect(contentOf(validate({ posted: large, text: JSON.stringify(large) }, acceptance))).toEqual({
    ...large,
    ...known,
  });
  expect(contentOf(validate({ posted }, { ...acceptance, now: now + 1, source: 's' }))).toMatchObject({
    source: 's',
    receivedAt: '2026-01-01T12:00:00.001Z',
  });
});

it('says which time nobody said, so that the same sent again is known', () => {
  const derived = contentOf(validate({ posted, isTimeDerived: true }, acceptance));
  expect(derived).toEqual({ ...posted, ...known, derived: ['occurredAt'] });
});

it.each([
  [{ occurredAt: '2026-01-01T12:00:00.001Z' }, ['occurredAt']],
  [{ occurredAt: '1899-12-31T23:59:59Z' }, ['occurredAt']],
  [{ identifiers: [...posted.identifiers, { kind: 'phone', value: ' ' }] }, ['identifiers', 1, 'value']],
])('refuses %j, and names the field', (changed, path) => {
  expect(accept({ ...posted, ...changed }, acceptance)).toMatchObject({ refusals: [{ path }] });
});

it.each([
  ['2025-12-31T10:00:00.123567Z', '2025-12-31T10:00:00.123Z'],
  ['2025-12-31T10:00:00.9999+01:00', '2025-12-31T09:00:00.999Z'],
  ['20251231T100000Z', '2025-12-31T10:00:00.000Z'],
])('writes %s anew, and nothing else, wherever else it stands', (occurredAt, kept) => {
  for (const properties of [{}, { occurredAt }, { note: `"occurredAt":"${occurredAt}"` }, { in: [{ occurredAt }] }]) {
    const whole = { ...posted, occurredAt, properties };
    for (const odd of [whole, Object.fromEntries(Object.entries(whole).reverse())]) {
      expect(contentOf(validate({ posted: odd, text: JSON.stringify(odd) }, acceptance))).toEqual({
        ...odd,
        occurredAt: kept,
        ...known,
      });
    }
  }
});
