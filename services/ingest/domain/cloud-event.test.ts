import { Interaction } from '@hilo/contracts';
import { interaction } from '@hilo/contracts/generators';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { interactionOfEvent } from './cloud-event.ts';

const data = {
  channel: 'store',
  touchpoint: 'till',
  kind: 'bought',
  identifiers: [{ kind: 'loyalty_id', value: 'L-1' }],
};
const event = {
  specversion: '1.0',
  id: '17',
  source: '/till/4',
  type: 'com.example.sale',
  time: '2026-01-01T10:00:00Z',
  data,
};
const posted = (given: unknown) => {
  const mapped = interactionOfEvent(given, Date.UTC(2026, 0, 2));
  if (!('posted' in mapped)) throw new Error(JSON.stringify(mapped));
  return mapped.posted;
};
const refused = (given: unknown): string[] => {
  const mapped = interactionOfEvent(given, Date.UTC(2026, 0, 2));
  if ('posted' in mapped) return [];
  return ('issues' in mapped ? mapped.issues : mapped.refusals).map(({ path }) => path.join('.'));
};

it('is an interaction, known by its source and id, that happened at its time', () => {
  expect(posted({ ...event, traceparent: 'tp' })).toEqual({
    ...data,
    id: 'ce:/till/4 17',
    occurredAt: '2026-01-01T10:00:00Z',
    context: { cloudevent: { id: '17', source: '/till/4', type: 'com.example.sale', traceparent: 'tp' } },
  });
  const { kind: _kind, ...withoutKind } = data;
  expect(posted({ ...event, data: withoutKind }).kind).toBe('com.example.sale');
});

it.each([
  [{ ...event, specversion: '0.3' }, 'specversion'],
  [{ ...event, id: '' }, 'id'],
  [{ ...event, source: 'a b' }, 'source'],
  [{ ...event, type: undefined }, 'type'],
  [{ ...event, time: 'yesterday' }, 'time'],
  [{ ...event, data: 'text' }, 'data'],
  [{ ...event, data: { ...data, id: '18' } }, 'data.id'],
  [{ ...event, data: { ...data, occurredAt: '2026-01-02T10:00:00Z' } }, 'data.occurredAt'],
])('is refused as %j, and the field named', (given, path) => {
  expect(refused(given)).toEqual([path]);
});

it('happened when it was received, where nobody says when', () => {
  const { time: _time, ...timeless } = event;
  const now = Date.UTC(2026, 0, 2);
  expect(interactionOfEvent(timeless, now)).toMatchObject({
    posted: { occurredAt: '2026-01-02T00:00:00.000Z' },
    isTimeDerived: true,
  });
  const said = { ...timeless, data: { ...data, occurredAt: event.time } };
  expect(interactionOfEvent(said, now)).toMatchObject({ posted: { occurredAt: event.time }, isTimeDerived: false });
  expect(interactionOfEvent(event, now)).toMatchObject({ isTimeDerived: false });
});

it('never shares an id with another one', () => {
  const part = fc.oneof(
    fc.string({ unit: fc.constantFrom('a', ' ', '#', ':'), minLength: 1 }),
    fc.string({ minLength: 150 }),
  );
  const identity = fc.tuple(
    part.map((text) => text.replace(/\s/g, '_')),
    part,
  );
  fc.assert(
    fc.property(identity, identity, ([source, id], [otherSource, otherId]) => {
      const one = posted({ ...event, source, id }).id;
      const other = posted({ ...event, source: otherSource, id: otherId }).id;
      expect(one === other).toBe(source === otherSource && id === otherId);
      expect(String(one).length).toBeLessThanOrEqual(200);
    }),
  );
});

it('carries whatever interaction there is, as it was', () => {
  fc.assert(
    fc.property(interaction(), ({ id, occurredAt, ...fields }) => {
      const { context: _context, ...carried } = posted({ ...event, id, time: occurredAt, data: fields });
      expect(carried).toEqual({ ...fields, id: `ce:/till/4 ${id}`, occurredAt });
      expect(Interaction.safeParse(carried).success).toBe(true);
    }),
  );
});
