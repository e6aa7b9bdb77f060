import { describe, expect, it } from 'vitest';
import { accept } from '../accept.ts';
import { adapterOf } from './by-mapping.ts';
import { originIn } from './compose.ts';
import { Mapping } from './mapping.ts';

const now = Date.UTC(2026, 0, 1, 12);
const mapping = {
  each: '$.events[*]',
  when: [{ path: '$.type', is: ['booking', 'cancellation'] }],
  id: { template: '{$.type}-{$.number}' },
  occurredAt: { path: '$.at', as: 'seconds' },
  channel: { path: '$.via', table: { Telefon: 'call_centre', Netz: 'web' }, otherwise: 'other' },
  touchpoint: { value: 'Front Desk' },
  kind: '$.type',
  identifiers: { email: '$.guest.mail', phone: ['$.guest.phones[*]'], loyalty_id: { path: '$.chain', of: 'body' } },
  traits: { givenName: '$.guest.name' },
  properties: { nights: '$.nights', rooms: '$.rooms[*].type', vip: '$.vip' },
  text: '$.remark',
  answers: [{ question: 'likelihood_to_recommend', scale: 'nps', path: '$.score' }],
  consents: [{ purpose: 'marketing', path: '$.mailing', granted: ['true'], withdrawn: ['false'] }],
};
const booking = {
  type: 'booking',
  number: 17,
  at: 1_735_689_600,
  via: 'Telefon',
  guest: { name: 'Ana', mail: 'ana@example.org', phones: ['+34600000001', '+34600000002', null] },
  nights: 2,
  rooms: [{ type: 'double' }, { type: 'single' }],
  vip: false,
  remark: 'Quiet, please',
  score: 9,
  mailing: false,
};

const mapped = (from: unknown, body: unknown) => adapterOf(Mapping.parse(from)).map(body, now);

describe('a mapping', () => {
  it('makes of every element an interaction, with constants, paths, tables, templates and times', () => {
    const { mapped: all, ignored } = mapped(mapping, { chain: 'L-1', events: [booking, { type: 'ping' }] });
    expect(all.map(({ posted }) => posted)).toEqual([
      {
        id: 'booking-17',
        occurredAt: '2025-01-01T00:00:00.000Z',
        channel: 'call_centre',
        touchpoint: 'front_desk',
        kind: 'booking',
        text: 'Quiet, please',
        identifiers: [
          { kind: 'email', value: 'ana@example.org' },
          { kind: 'phone', value: '+34600000001' },
          { kind: 'phone', value: '+34600000002' },
          { kind: 'loyalty_id', value: 'L-1' },
        ],
        traits: { givenName: 'Ana' },
        properties: { nights: 2, rooms: ['double', 'single'], vip: false },
        answers: [{ question: 'likelihood_to_recommend', scale: 'nps', value: 9 }],
        consents: [{ purpose: 'marketing', state: 'withdrawn' }],
      },
    ]);
    expect(ignored).toEqual([{ what: 'another event', path: ['events', 1], reason: 'not-of-interest' }]);
    expect(accept(all[0]?.posted, { source: 's', now, maxSkewMs: 0, newId: () => '' })).toHaveProperty('interaction');
  });

  it('says where in the body every field comes from', () => {
    const [one] = mapped(mapping, { chain: 'L-1', events: [booking] }).mapped;
    const origin = (...path: PropertyKey[]) => originIn(one?.origins ?? [], path);
    expect(origin('occurredAt')).toEqual(['events', 0, 'at']);
    expect(origin('identifiers', 2, 'value')).toEqual(['events', 0, 'guest', 'phones', 1]);
    expect(origin('identifiers', 3, 'value')).toEqual(['chain']);
    expect(origin('properties', 'nights')).toEqual(['events', 0, 'nights']);
    expect(origin('touchpoint')).toEqual(['touchpoint']);
  });

  it('leaves to the contract what is missing, so that it is named', () => {
    const [one] = mapped(mapping, { events: [{ ...booking, number: undefined, at: 'soon' }] }).mapped;
    const refused = accept(one?.posted, { source: 's', now, maxSkewMs: 0, newId: () => 'made up' });
    expect('issues' in refused && refused.issues.map(({ path }) => path)).toEqual([['id'], ['occurredAt']]);
    expect(originIn(one?.origins ?? [], ['id'])).toEqual(['{$.type}-{$.number}']);
  });

  it.each([
    [{ kind: '$.type[' }, 'kind', /is no JSONPath/],
    [{ kind: 'type' }, 'kind', /is no JSONPath: expected '\$'/],
    [{ id: { template: 'x' } }, 'id.template', /no path in braces/],
    [{ id: { template: '{$.a[}' } }, 'id.template', /is no JSONPath/],
    [{ channel: { path: '$..a..b' } }, 'channel.path', /more than once/],
    [{ text: { path: "$.a[?match(@.b, '(a+)+')]" } }, 'text.path', /no such function 'match'/],
    [{ properties: { x: '' } }, 'properties.x', /is empty/],
    [{ identifiers: {} }, 'identifiers', /at least one/],
    [{ identifiers: { 'E-Mail': '$.a' } }, 'identifiers.E-Mail', /./],
    [{ occurredAt: { path: '$.a', as: 'weeks' } }, 'occurredAt.as', /./],
    [{ colour: 'red' }, '', /colour/],
    [{ kind: { pfad: '$.a' } }, 'kind', /is neither a path such as/],
  ])('with %j is refused when it is saved, and the field named', (fields, path, message) => {
    const { issues = [] } = Mapping.safeParse({ ...mapping, ...fields }).error ?? {};
    expect(issues.map((issue) => issue.path.join('.'))).toEqual([path]);
    expect(issues[0]?.message).toMatch(message);
  });
});
