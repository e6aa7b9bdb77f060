import { describe, expect, it } from 'vitest';
import { loadContactPolicy } from '../config.ts';
import { countryOfPack, lawPacks } from '../domain/law/packs.ts';
import { compilePolicy } from '../domain/policy/compiled.ts';
import { faultsOf } from '../domain/policy/validate.ts';
import { customer, decideAbout, hourMs, inShort, policyOf, programme, ruleOf } from './asking.ts';

const bounds = (packs: string[], kind: object) =>
  policyOf({ packs }).boundsOf({ channel: 'call_centre', class: 'survey', places: [], ...kind });
const rules = (parts: readonly { rule: string }[]): string[] => parts.map(({ rule }) => rule);
const at = (country: string, ...regions: string[]) => ({ places: [{ country, regions }] });

describe('the packs', () => {
  it('are the general one and those of eleven countries, each to be confirmed, each rule with its source', () => {
    expect([...lawPacks.keys()]).toEqual(['general', 'ES', 'CO', 'FR', 'DE', 'UK', 'US', 'MX', 'CL', 'PE', 'AR', 'BR']);
    const ids = [...lawPacks.values()].flatMap((pack) => pack.rules.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, counsel, rules: all } of lawPacks.values()) {
      expect(counsel).toBe('have it confirmed by counsel');
      const country = countryOfPack(id) ?? 'general';
      for (const rule of all) {
        expect(rule.jurisdiction.startsWith(country)).toBe(true);
        expect(rule).toMatchObject({ source: expect.stringMatching(/.{5}/), readOn: expect.stringMatching(/^\d{4}-/) });
      }
    }
  });

  it('are all heeded as shipped, and nothing is wrong with that', () => {
    const shipped = loadContactPolicy();
    expect(shipped.packs).toEqual([...lawPacks.keys()]);
    expect(faultsOf(shipped)).toEqual([]);
  });

  it.each([
    ['ES', 'commercial'],
    ['CO', 'commercial'],
    ['FR', 'commercial'],
    ['DE', 'commercial'],
    ['PE', 'commercial'],
    ['CL', 'commercial'],
    ['AR', 'commercial'],
    ['BR', 'commercial'],
    ['MX', 'survey'],
    ['UK', 'survey'],
    ['US', 'survey'],
  ] as const)('see surveys in %s as %s', (pack, kind) => {
    expect(lawPacks.get(pack)?.surveysAre).toBe(kind);
  });
});

describe('whose law it is', () => {
  it('is that of the place, beside what holds for everybody', () => {
    expect(rules(bounds(['general', 'ES', 'CO'], at('ES')).hours)).toEqual(['general.calls', 'ES.calls.hours']);
    expect(rules(bounds(['general', 'ES', 'CO'], at('JP')).hours)).toEqual(['general.calls']);
  });

  it('is that of every place where somebody may be, and of all, if nobody knows where', () => {
    const both = {
      places: [
        { country: 'CO', regions: [] },
        { country: 'ES', regions: ['MD'] },
      ],
    };
    expect(rules(bounds(['general', 'ES', 'CO', 'FR'], both).hours)).toEqual([
      'general.calls',
      'ES.calls.hours',
      'CO.contacts.hours',
    ]);
    expect(rules(bounds(['general', 'ES', 'CO', 'FR'], {}).hours)).toEqual([
      'general.calls',
      'ES.calls.hours',
      'CO.contacts.hours',
      'FR.calls.hours',
    ]);
  });

  it('sees a survey as advertising, or not, by country; the counsel of the company may see it otherwise', () => {
    expect(rules(bounds(['US'], at('US')).hours)).toEqual([]);
    expect(rules(bounds(['US'], { ...at('US', 'AL'), class: 'commercial' }).hours)).toEqual([
      'US.calls.hours',
      'US-AL.calls.hours',
    ]);
    const spain = policyOf({ packs: ['ES'], surveysAre: { ES: 'survey' } });
    expect(spain.boundsOf({ channel: 'call_centre', class: 'survey', ...at('ES') }).hours).toEqual([]);
    expect(rules(bounds(['ES'], at('ES')).hours)).toEqual(['ES.calls.hours']);
    const own = ruleOf({
      id: 'ours',
      jurisdiction: 'ES',
      classes: ['commercial'],
      hours: [{ days: ['mon'], from: '10:00', to: '12:00' }],
    });
    const withoutPack = policyOf({ packs: [], rules: [own] });
    expect(rules(withoutPack.boundsOf({ channel: 'sms', class: 'survey', ...at('ES') }).hours)).toEqual(['ours']);
  });

  it('has the rules of every state of a country, if nobody knows in which of them somebody is', () => {
    const commercial = (...regions: string[]) =>
      rules(bounds(['US'], { ...at('US', ...regions), class: 'commercial' }).hours);
    expect(commercial('TX')).toEqual(['US.calls.hours']);
    expect(commercial()).toHaveLength(15);
  });

  it('is that of the moment of the contact: from 11 August 2026 on, a call in France needs a yes', () => {
    const [optOut, consent] = bounds(['FR'], at('FR')).needs;
    expect(optOut).toMatchObject({
      rule: 'FR.calls.opt-out',
      needs: 'opt-out',
      until: Date.parse('2026-08-11T12:00:00Z'),
    });
    expect(consent).toMatchObject({
      rule: 'FR.calls.consent',
      needs: 'consent',
      from: Date.parse('2026-08-10T10:00:00Z'),
    });
  });

  it('permits by an earlier rule whom a later one would not', () => {
    const rule = (id: string, from: string, fields: object) =>
      ruleOf({
        id,
        hours: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from, to: '21:00' }],
        ...fields,
      });
    const policy = policyOf({
      packs: [],
      rules: [
        rule('old', '08:00', { inForceUntil: '2026-06-10' }),
        rule('new', '12:00', { inForceFrom: '2026-06-10' }),
      ],
    });
    const profile = customer({ phone: '+34600000001', timeZone: 'Europe/Madrid' });
    const decided = (now: string) => inShort(decideAbout({ policy, profile, now }));
    expect(decided('2026-06-09T05:00:00Z')).toBe('2026-06-09T06:00:00.000Z');
    expect(decided('2026-06-11T06:30:00Z')).toBe('2026-06-11T10:00:00.000Z');
  });

  it('asks for a register where nobody said yes: without the list, nobody is called', () => {
    const policy = policyOf({ packs: ['AR'], rules: [ruleOf({ id: 'any', hours: 'any', needs: 'opt-out' })] });
    const consents = customer({}).consents;
    const decided = (some: typeof consents) =>
      inShort(
        decideAbout({
          policy,
          profile: customer({ phone: '+541145678901', consents: some }),
          now: '2026-03-10T15:00:00Z',
        }),
      );
    expect(decided([])).toBe('register-stale');
    expect(decided(consents)).toBe('invited');
    expect(decided(consents.map((one) => ({ ...one, state: 'withdrawn' })))).toBe('consent-withdrawn');
  });
});

describe('what law makes impossible is not our lateness', () => {
  const spain = compilePolicy(1, policyOf({ packs: ['ES'] }).policy);
  const madrid = customer({
    phone: '+34910123456',
    address: { country: 'ES', postcode: '28001' },
    timeZone: 'Europe/Madrid',
  });
  const called = (now: string, fields: object = {}) => decideAbout({ policy: spain, profile: madrid, now, ...fields });

  it.each([
    ['a Friday before 21:00', '2026-03-13T19:59:00Z', 'invited'],
    ['a Friday at 21:00', '2026-03-13T20:00:00Z', 'no-permitted-time'],
    ['a Saturday at 08:59', '2026-03-14T07:59:00Z', 'no-permitted-time'],
    ['a Saturday after 09:00', '2026-03-14T08:01:00Z', '2026-03-16T08:00:00.000Z'],
    ['a Sunday before a holiday', '2026-10-11T06:59:00Z', 'no-permitted-time'],
    ['a Sunday before a holiday, after 09:00', '2026-10-11T07:01:00Z', '2026-10-13T07:00:00.000Z'],
  ])('in Spain, after %s', (_when, now, expected) => {
    expect(inShort(called(now))).toBe(expected);
  });

  it('and says when somebody could be called again, and by which rule not before', () => {
    expect(called('2026-03-13T20:00:00Z')).toEqual({
      state: 'withheld',
      reason: 'no-permitted-time',
      reasons: [{ reason: 'no-permitted-time', rule: 'ES.calls.hours', until: Date.parse('2026-03-16T08:00:00Z') }],
    });
  });

  it('but where there was time, and it is over, it is too late', () => {
    const occurredAt = '2026-03-13T16:00:00Z';
    expect(inShort(called('2026-03-14T10:00:00Z', { occurredAt }))).toBe('too-late');
  });

  it.each([
    ['2026-06-13T19:59:00Z', 'invited'],
    ['2026-06-13T20:01:00Z', 'no-permitted-time'],
    ['2026-06-14T11:59:00Z', 'no-permitted-time'],
    ['2026-06-14T12:01:00Z', '2026-06-16T12:00:00.000Z'],
  ])('in Colombia, on any channel, before a Monday that is a holiday, at %s', (now, expected) => {
    const profile = customer({ email: 'ana@example.org', phone: '+573001234567' });
    const decision = decideAbout({ policy: policyOf({ packs: ['CO'] }), profile, now, programme: programme('email') });
    expect(inShort(decision)).toBe(expected);
  });

  it('another channel is used first', () => {
    const twoWays = programme('call_centre', {
      contacts: [
        { channel: 'call_centre', kind: 'phone' },
        { channel: 'email', kind: 'email' },
      ],
    });
    const profile = customer({ phone: '+34910123456', email: 'ana@example.org', timeZone: 'Europe/Madrid' });
    const decided = (now: string) =>
      decideAbout({ policy: policyOf({ packs: ['general', 'ES'] }), profile, now, programme: twoWays });
    expect(decided('2026-03-14T18:00:00Z')).toMatchObject({ state: 'invited', channel: 'email' });
    expect(decided('2026-03-13T18:00:00Z')).toMatchObject({ state: 'invited', channel: 'call_centre' });
    expect(decided('2026-03-13T18:00:00Z')).toHaveProperty('consent.interaction', 'i-1');
  });
});

it('refuses a policy with a channel of which nothing says when, or with rules that leave no hour together', () => {
  const messages = (written: object) => faultsOf(policyOf(written).policy).map(({ message }) => message);
  expect(messages({ packs: ['ES'] })).toEqual([
    expect.stringContaining('no rule of the jurisdiction general says at which hours'),
  ]);
  const never = ruleOf({
    id: 'never',
    channels: ['email'],
    quiet: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '07:00', to: '23:00' }],
  });
  expect(messages({ packs: ['general'], rules: [never] })).toEqual([
    'together the rules permit no survey in any week by email',
  ]);
  const spain = ruleOf({
    id: 'weekends',
    jurisdiction: 'ES',
    channels: ['ivr'],
    hours: [{ days: ['sat', 'sun'], from: '10:00', to: '14:00' }],
  });
  expect(messages({ packs: ['general', 'ES'], rules: [spain] })).toEqual([
    'together the rules permit no survey in any week by ivr in ES',
  ]);
  for (const jurisdiction of ['XX', 'ES-XX', 'US-99'])
    expect(messages({ packs: ['general'], rules: [ruleOf({ id: 'r', jurisdiction, needs: 'none' })] })).toEqual([
      `${jurisdiction} is no country or region that is known`,
    ]);
  for (const place of ['UK', 'GB-SCT', 'RE', 'FR-75', 'PR', 'US-PR', 'MX-SON', 'JP', 'JP-13'])
    expect(messages({ packs: ['general'], holidays: [{ place, date: '2026-01-02', name: 'x' }] })).toEqual([]);
  const halves = (inForceFrom: string) => [
    ruleOf({ id: 'old', hours: [{ days: ['mon'], from: '09:00', to: '12:00' }], inForceUntil: '2026-06-10' }),
    ruleOf({ id: 'new', hours: [{ days: ['tue'], from: '09:00', to: '12:00' }], inForceFrom }),
  ];
  expect(messages({ packs: ['general'], rules: halves('2026-06-10') })).toEqual([]);
  expect(messages({ packs: ['general'], rules: halves('2026-06-08') })).toEqual([
    expect.stringContaining('together the rules permit no survey in any week by'),
  ]);
  expect(messages({ packs: ['general', 'general'] })).toEqual(['general is named twice']);
  expect(messages({ packs: ['general'], rules: [ruleOf({ id: 'general.calls', needs: 'none' })] })).toEqual([
    'general.calls is the id of another rule',
  ]);
  expect(messages({ packs: ['general'], whereUnknown: { zones: ['UTC'] } })).toEqual([
    expect.stringContaining('UTC is no time zone of a place'),
  ]);
});

it.each([
  ['RE', { phone: '+262692123456' }],
  ['FR-RE', { phone: '+33612345678', address: { country: 'FR', postcode: '97400' } }],
  ['UK', { phone: '+447700100001' }],
  ['GB-SCT', { phone: '+447700100001' }],
])('a day and a rule of the company for %s hold there, however the place is written', (place, who) => {
  const rules = [
    ruleOf({ id: 'any', hours: 'any' }),
    ruleOf({ id: 'closed', jurisdiction: place, hours: 'any', holidays: 'municipal' }),
  ];
  const holidays = [{ place, date: '2026-03-10', name: 'our day' }];
  const decided = (now: string) =>
    inShort(decideAbout({ policy: policyOf({ packs: [], rules, holidays }), profile: customer(who), now }));
  expect(decided('2026-03-10T12:00:00Z')).toMatch(/^2026-03-1[01]T/);
  expect(decided('2026-03-12T12:00:00Z')).toBe('invited');
});

it('a decision costs less than 0.3 ms of CPU', () => {
  const policy = compilePolicy(1, loadContactPolicy());
  const profile = customer({ phone: '+34600000001', email: 'ana@example.org' });
  const round = (from: number, count: number): void => {
    for (let n = 0; n < count; n += 1)
      decideAbout({ policy, profile, now: from + n * hourMs, programme: programme('email') });
  };
  round(Date.parse('2026-01-01T00:00:00Z'), 1000);
  const began = process.cpuUsage();
  round(Date.parse('2026-03-01T00:00:00Z'), 2000);
  const { user, system } = process.cpuUsage(began);
  expect((user + system) / 2000).toBeLessThan(300);
});

it('looks no further than two weeks ahead', () => {
  const decision = decideAbout({
    policy: policyOf({ packs: ['general'] }),
    profile: customer({ phone: '+80012345678' }),
    now: Date.parse('2026-03-10T00:00:00Z') + hourMs,
  });
  expect(decision).toMatchObject({
    state: 'withheld',
    reasons: [{ reason: 'no-permitted-time', rule: 'general.calls' }],
  });
  expect(decision).not.toHaveProperty('reasons.0.until');
});
