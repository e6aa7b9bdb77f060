import { describe, expect, it } from 'vitest';
import { faultsOf } from '../domain/policy/validate.ts';
import { earliestPermitted, permittedIntervals } from '../domain/time/permitted.ts';
import { weekOf } from '../domain/time/weekly-hours.ts';
import { customer, dayMs, decideAbout, hourMs, inShort, minuteMs, policyOf, programme, ruleOf } from './asking.ts';

const everyDay = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const at = (time: string): number => Date.parse(time);
const nineToNine = policyOf({
  packs: [],
  rules: [ruleOf({ id: 'calls', hours: [{ days: everyDay, from: '09:00', to: '21:00' }] })],
});

describe('cases B: where nobody knows where somebody is', () => {
  it('case 14 (AJO, Pinpoint): no zone known: permitted only where it is in every zone of the country of the number', () => {
    const decided = (phone: string, now: string) =>
      inShort(decideAbout({ policy: nineToNine, profile: customer({ phone }), now }));
    // Madrid is at 09:30, the Canary Islands are at 08:30.
    expect(decided('+34600000001', '2026-03-10T08:30:00Z')).toBe('2026-03-10T09:00:00.000Z');
    // It is 20:30 in the Canary Islands, and 21:30 in Madrid.
    expect(decided('+34600000001', '2026-03-10T20:30:00Z')).toBe('2026-03-11T09:00:00.000Z');
    // Between Noronha and Rio Branco are three hours, between New York and Honolulu, in summer, six.
    expect(decided('+5511987654321', '2026-07-14T12:00:00Z')).toBe('2026-07-14T14:00:00.000Z');
    expect(decided('+12125550100', '2026-07-14T13:00:00Z')).toBe('2026-07-14T19:00:00.000Z');
    // The numbers of Russia are of eleven zones; at 03:00 in one of them it is noon in another.
    for (let hour = 0; hour < 24; hour += 1) {
      const now = at('2026-07-14T00:00:00Z') + hour * hourMs;
      const { state } = decideAbout({ policy: nineToNine, profile: customer({ phone: '+79161234567' }), now });
      expect({ hour, isInvited: state === 'invited' }).toEqual({ hour, isInvited: hour >= 7 && hour < 9 });
    }
  });

  it('case 14: with nothing known at all, there is no hour that is decent everywhere, and that is nobody’s lateness', () => {
    const email = programme('email');
    const policy = policyOf({ packs: ['general'] });
    const decided = (fields: object, zones?: object) =>
      inShort(
        decideAbout({
          policy: policyOf({ packs: ['general'], ...zones }),
          profile: customer({ email: 'ana@example.org', ...fields }),
          programme: email,
          now: '2026-03-10T12:00:00Z',
        }),
      );
    expect(policy.version).toBe(1);
    expect(decided({})).toBe('no-permitted-time');
    // Her telephone says where she may be when she reads her mail, the company where all its customers are.
    expect(decided({ phone: '+34600000001' })).toBe('invited');
    expect(decided({}, { whereUnknown: { zones: ['Europe/Lisbon', 'Atlantic/Azores'] } })).toBe('invited');
  });

  it.each(['UTC', 'Etc/UTC', 'GMT', 'Etc/GMT+6', '+03:00', 'Z', 'Nowhere/Land', '', 'CET', 'EST5EDT', 'EST'])(
    'case 15 (orbit#478): a zone %s, which nobody set, is unknown, and never UTC',
    (timeZone) => {
      const profile = customer({ phone: '+525512345678', timeZone });
      // In Mexico it is 04:00, at the latest 06:00.
      expect(inShort(decideAbout({ policy: nineToNine, profile, now: '2026-03-10T11:00:00Z' }))).toBe(
        '2026-03-10T16:00:00.000Z',
      );
    },
  );

  it('case 21 (D. 2022-1313): in Réunion, Réunion’s hour decides, whatever the number', () => {
    const policy = policyOf({ packs: ['FR'] });
    const living = [
      { timeZone: 'Indian/Reunion' },
      { address: { country: 'FR', postcode: '97400' } },
      { address: { country: 'RE' } },
      { address: { country: 'La Réunion' } },
    ];
    for (const where of living) {
      const decided = (now: string) =>
        inShort(decideAbout({ policy, profile: customer({ phone: '+33612345678', ...where }), now }));
      // In summer Paris is at 11:00, and Réunion at lunch, at 13:00.
      expect(decided('2026-07-07T09:00:00Z')).toBe('2026-07-07T10:00:00.000Z');
      // In winter Paris is at 11:00, and Réunion at 14:00; at 17:30 in Paris it is 20:30 there.
      expect(decided('2026-02-03T10:00:00Z')).toBe('invited');
      expect(decided('2026-02-03T16:30:00Z')).toBe('2026-02-04T06:00:00.000Z');
    }
    const inParis = customer({ phone: '+33612345678', address: { country: 'FR', postcode: '75001' } });
    expect(inShort(decideAbout({ policy, profile: inParis, now: '2026-07-07T09:00:00Z' }))).toBe('invited');
  });

  it('case 22: a Spanish mobile of the Canary Islands is not called when Madrid is at 09:30', () => {
    const decided = (address: object) =>
      inShort(
        decideAbout({
          policy: nineToNine,
          profile: customer({ phone: '+34600000001', address }),
          now: '2026-03-10T08:30:00Z',
        }),
      );
    for (const postcode of ['35001', '38700', '35 001'])
      expect(decided({ country: 'ES', postcode })).toBe('2026-03-10T09:00:00.000Z');
    expect(decided({ country: 'España', region: 'Islas Canarias' })).toBe('2026-03-10T09:00:00.000Z');
    expect(decided({ postcode: '35001' })).toBe('2026-03-10T09:00:00.000Z');
    expect(decided({ country: 'ES', postcode: '28001' })).toBe('invited');
    expect(decided({ country: 'Spain', region: 'ES-MD' })).toBe('invited');
  });

  it('case 22: the prefix of a landline says more than its country, that of a mobile does not', () => {
    const decided = (phone: string) =>
      inShort(decideAbout({ policy: nineToNine, profile: customer({ phone }), now: '2026-03-10T08:30:00Z' }));
    expect(decided('+34910123456')).toBe('invited');
    expect(decided('+34928123456')).toBe('2026-03-10T09:00:00.000Z');
    expect(decided('+34600000001')).toBe('2026-03-10T09:00:00.000Z');
  });

  it.each(['+18005551234', '+34900123456', '+448001111111', '+80012345678', '+881612345678', '+15550', '+999123'])(
    'case 23: %s may be anybody’s anywhere: nothing is inferred from it',
    (phone) => {
      const profile = customer({ phone });
      for (let hour = 0; hour < 24; hour += 1)
        expect(
          decideAbout({ policy: nineToNine, profile, now: at('2026-03-10T00:00:00Z') + hour * hourMs }),
        ).toMatchObject({
          reason: 'no-permitted-time',
        });
    },
  );

  it('the zone of her own device in the interaction counts before her address, and after what she said', () => {
    const decided = (fields: object, timeZone: string) =>
      inShort(
        decideAbout({
          policy: nineToNine,
          profile: customer({ phone: '+34600000001', address: { country: 'ES', postcode: '28001' }, ...fields }),
          now: '2026-03-10T08:30:00Z',
          circumstances: { timeZone },
        }),
      );
    expect(decided({}, 'America/Mexico_City')).toBe('2026-03-10T15:00:00.000Z');
    expect(decided({ timeZone: 'Europe/Madrid' }, 'America/Mexico_City')).toBe('invited');
    expect(decided({}, 'Etc/UTC')).toBe('invited');
  });
});

describe('cases B: clocks', () => {
  const quiet = (from: string, to: string) =>
    policyOf({ packs: [], rules: [ruleOf({ id: 'quiet', hours: 'any', quiet: [{ days: everyDay, from, to }] })] });

  it('case 17 (beszel#1825): quiet from 19 to 23 is that on the wall, in winter and in summer', () => {
    const decided = (now: string) =>
      inShort(
        decideAbout({
          policy: quiet('19:00', '23:00'),
          profile: customer({ phone: '+34600000001', timeZone: 'Europe/Madrid' }),
          now,
        }),
      );
    expect(decided('2026-01-13T17:59:00Z')).toBe('invited');
    expect(decided('2026-01-13T18:00:00Z')).toBe('2026-01-13T22:00:00.000Z');
    expect(decided('2026-07-14T16:59:00Z')).toBe('invited');
    expect(decided('2026-07-14T17:00:00Z')).toBe('2026-07-14T21:00:00.000Z');
  });

  it('case 18 (EcoTask#90, Conversations#2565): quiet from 22 to 7 in UTC+3 is quiet at 01:00', () => {
    const profile = customer({ phone: '+254712345678', timeZone: 'Africa/Nairobi' });
    const decided = (now: string) => inShort(decideAbout({ policy: quiet('22:00', '07:00'), profile, now }));
    expect(decided('2026-03-10T22:00:00Z')).toBe('2026-03-11T04:00:00.000Z');
    expect(decided('2026-03-10T18:59:00Z')).toBe('invited');
  });

  it.each([
    [
      'an hour comes twice',
      'Europe/Madrid',
      '2026-10-24T12:00:00Z',
      '02:15',
      '02:45',
      ['2026-10-25T00:15:00Z', '2026-10-25T01:15:00Z'],
      60,
    ],
    ['an hour is missing', 'Europe/Madrid', '2026-03-28T12:00:00Z', '01:30', '03:30', ['2026-03-29T00:30:00Z'], 60],
    [
      'half an hour comes twice',
      'Australia/Lord_Howe',
      '2026-04-04T02:00:00Z',
      '01:30',
      '02:00',
      ['2026-04-04T14:30:00Z'],
      60,
    ],
  ])(
    'case 18: when %s in %s, no minute of quiet is permitted',
    (_what, zone, from, begins, ends, quietFrom, quietMinutes) => {
      const until = at(from) + dayMs;
      const { hours } = quiet(begins, ends).boundsOf({ channel: 'sms', class: 'survey', places: [] });
      const permitted = permittedIntervals({ zones: [zone], rules: hours, from: at(from), until });
      const gaps = permitted.slice(1).map(([start], index) => [permitted[index]?.[1] ?? 0, start] as const);
      expect(gaps.map(([start]) => start)).toEqual(quietFrom.map(at));
      expect(gaps.reduce((sum, [start, end]) => sum + end - start, 0)).toBe(quietMinutes * minuteMs);
    },
  );

  it('case 30 (surveda#780): after an attempt at 17:00, and two hours, the next is at 10:00, and not at 19:00', () => {
    const rule = {
      week: weekOf([{ days: everyDay, from: '10:00', to: '18:00' }]),
      closed: [],
      from: -Infinity,
      until: Infinity,
    };
    const asked = { zones: ['Europe/Madrid'], rules: [rule] };
    const retry = at('2026-03-10T16:00:00Z') + 2 * hourMs;
    expect(earliestPermitted({ ...asked, from: retry, until: retry + 2 * dayMs })).toBe(at('2026-03-11T09:00:00Z'));
  });

  it('a window over midnight, on a leap day, in the first zone of the world', () => {
    const rule = {
      week: weekOf([{ days: ['wed'], from: '22:00', to: '02:00' }]),
      closed: [],
      from: -Infinity,
      until: Infinity,
    };
    const [from, until] = [at('2028-02-28T00:00:00Z'), at('2028-03-03T00:00:00Z')];
    expect(permittedIntervals({ zones: ['Pacific/Kiritimati'], rules: [rule], from, until })).toEqual([
      [at('2028-03-01T08:00:00Z'), at('2028-03-01T12:00:00Z')],
    ]);
    const leap = { ...rule, week: weekOf([{ days: ['tue'], from: '00:00', to: '24:00' }]) };
    expect(permittedIntervals({ zones: ['Pacific/Kiritimati'], rules: [leap], from, until })).toEqual([
      [at('2028-02-28T10:00:00Z'), at('2028-02-29T10:00:00Z')],
    ]);
  });
});

describe('case 19 (AJO): the hole of Monday', () => {
  const faults = (quiet: object[]) =>
    faultsOf(policyOf({ packs: ['general'], rules: [ruleOf({ id: 'quiet', quiet })] }).policy);
  const weekend = { days: ['sat', 'sun'], from: '00:00', to: '24:00' };

  it('is told at publication', () => {
    const nights = { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '21:00', to: '09:00' };
    expect(faults([weekend, nights])).toEqual([
      { path: ['rules', 0, 'quiet'], message: expect.stringContaining('leaves a hole: mon 00:00 to 09:00') },
    ]);
  });

  it.each([
    [
      'of Friday',
      [
        { days: ['wed', 'thu'], from: '00:00', to: '24:00' },
        { days: ['mon', 'tue', 'fri', 'sat', 'sun'], from: '20:00', to: '08:00' },
      ],
      'fri 00:00 to 08:00',
    ],
    [
      'of a night that is written in two parts',
      [weekend, { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '22:00', to: '06:30' }],
      'mon 00:00 to 06:30',
    ],
  ])('its siblings as well: that %s', (_what, quiet, hole) => {
    expect(faults(quiet)).toEqual([{ path: ['rules', 0, 'quiet'], message: expect.stringContaining(hole) }]);
  });

  it.each([
    ['Sunday’s night is quiet too', [weekend, { days: [...everyDay.slice(0, 5), 'sun'], from: '21:00', to: '09:00' }]],
    ['no night is quiet', [weekend, { days: everyDay.slice(0, 5), from: '13:00', to: '15:00' }]],
    ['every evening is, until midnight', [{ days: everyDay, from: '21:00', to: '24:00' }]],
  ])('is none where %s', (_what, quiet) => {
    expect(faults(quiet)).toEqual([]);
  });
});
