import { PathCondition as Condition, JsonPath, type PathCondition, Trigger } from '@hilo/contracts';
import { holds, SegmentCondition, valuesAt } from '@hilo/segments';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asksAfter, neverMatched, outsideAudience } from './trigger.ts';

const triggered = (when: object, interaction: object): boolean =>
  asksAfter(
    { when: Trigger.parse(when) },
    { channel: 'app', touchpoint: 'flight.arrival', kind: 'arrived', ...interaction },
  );
const property = (condition: object, properties: Record<string, never> | object): boolean =>
  triggered({ properties: [condition] }, { properties });

describe('the interactions after which to ask', () => {
  it('are those that match all that is named, by outcome and by step of the journey as well', () => {
    const when = {
      channels: ['app'],
      outcomes: ['completed', 'reached'],
      journey: { names: ['trip'], stages: ['flight'] },
    };
    const journey = { id: 'j-1', name: 'trip', stage: 'flight' };
    expect(triggered(when, { outcome: 'reached', journey })).toBe(true);
    expect(triggered(when, { outcome: 'failed', journey })).toBe(false);
    expect(triggered(when, { journey })).toBe(false);
    expect(triggered(when, { outcome: 'reached' })).toBe(false);
    expect(triggered(when, { outcome: 'reached', journey: { ...journey, stage: 'booking' } })).toBe(false);
    expect(triggered(when, { outcome: 'reached', journey: { id: 'j-1', name: 'trip' } })).toBe(false);
    expect(triggered(when, { outcome: 'reached', journey, channel: 'web' })).toBe(false);
  });

  it('are moments of truth alone, or all others, if that is named', () => {
    const [truth, other] = [true, false].map((momentOfTruth) => ({
      journey: { id: 'j', name: 'trip', momentOfTruth },
    }));
    expect(triggered({ journey: { momentOfTruth: true } }, truth ?? {})).toBe(true);
    expect(triggered({ journey: { momentOfTruth: true } }, other ?? {})).toBe(false);
    expect(triggered({ journey: { momentOfTruth: true } }, { journey: { id: 'j', name: 'trip' } })).toBe(false);
    expect(triggered({ journey: { momentOfTruth: false } }, { journey: { id: 'j', name: 'trip' } })).toBe(true);
  });
});

describe('a condition on a property', () => {
  const flight = {
    airline: 'IB',
    legs: [
      { from: 'MAD', minutes: 55 },
      { from: 'BCN', minutes: 120 },
    ],
    delayed: false,
  };
  it.each<[string, object, boolean]>([
    ['equals', { path: 'flight.airline', operator: 'equals', value: 'IB' }, true],
    ['is typed: false is not "false"', { path: 'flight.delayed', operator: 'equals', value: 'false' }, false],
    ['knows false from nothing', { path: 'flight.delayed', operator: 'exists', value: true }, true],
    ['is typed: "5" is not 5', { path: 'seats', operator: 'equals', value: 5 }, false],
    ['negated, holds of what is not there', { path: 'flight.gate', operator: 'not-equals', value: 'A1' }, true],
    ['in', { path: 'flight.airline', operator: 'in', value: ['UX', 'IB'] }, true],
    ['not-in', { path: 'flight.airline', operator: 'not-in', value: ['UX', 'IB'] }, false],
    ['of the second in a list', { path: 'flight.legs.1.from', operator: 'equals', value: 'BCN' }, true],
    ['of any in a list', { path: 'flight.legs.*.minutes', operator: 'greater', value: 100 }, true],
    ['of none in a list', { path: 'flight.legs.*.from', operator: 'not-equals', value: 'MAD' }, false],
    ['at-least', { path: 'flight.legs.1.minutes', operator: 'at-least', value: 120 }, true],
    ['greater', { path: 'flight.legs.1.minutes', operator: 'greater', value: 120 }, false],
    ['less than a number, of a text', { path: 'seats', operator: 'less', value: 10 }, false],
    ['compares instants, whatever their offset', { path: 'at', operator: 'less', value: '2026-03-01T10:00:00Z' }, true],
    ['compares an instant with a day', { path: 'at', operator: 'at-least', value: '2026-03-01' }, true],
    ['contains part of a text', { path: 'code', operator: 'contains', value: 'VIP' }, true],
    ['contains an element of a list', { path: 'tags', operator: 'contains', value: 'vip' }, true],
    ['contains no part of an element', { path: 'tags', operator: 'contains', value: 'vi' }, false],
    ['contains, typed', { path: 'tags', operator: 'contains', value: 7 }, true],
    ['not-contains', { path: 'tags', operator: 'not-contains', value: 'vip' }, false],
    ['starts-with', { path: 'code', operator: 'starts-with', value: 'A-' }, true],
    ['is of null as of nothing', { path: 'nothing', operator: 'exists', value: false }, true],
    ['knows no length of a list', { path: 'tags.length', operator: 'exists', value: true }, false],
    ['reads a dot in a name', { path: 'a\\.b', operator: 'equals', value: 1 }, true],
    ['finds nothing inherited', { path: 'toString', operator: 'exists', value: true }, false],
  ])('%s', (_name, condition, expected) => {
    const properties = {
      flight,
      seats: '5',
      at: '2026-03-01T10:30:00+01:00',
      code: 'A-VIP-1',
      tags: ['vip', 7],
      nothing: null,
      'a.b': 1,
    };
    expect(property(condition, properties)).toBe(expected);
    expect(property(condition, {}) || property(condition, { flight: [], tags: 'x' })).toBeTypeOf('boolean');
  });

  const operators = ['equals', 'not-equals', 'in', 'not-in', 'greater', 'at-most', 'contains', 'starts-with', 'exists'];
  const values = [5, 'a', true, ['a', 5], '2026-01-01'];
  const anyCondition = fc
    .record({
      path: fc.constantFrom('a', 'a.b', 'a.*', '*.*', '*', 'a.0.b', '__x', 'constructor.name'),
      operator: fc.constantFrom(...operators),
      value: fc.constantFrom(...values),
    })
    .map((written) => Condition.safeParse(written).data)
    .filter((condition) => condition !== undefined);

  it('never fails on whatever JSON there is, and says the opposite of its negation', () => {
    const negation: Partial<Record<string, PathCondition['operator']>> = {
      equals: 'not-equals',
      in: 'not-in',
      contains: 'not-contains',
    };
    fc.assert(
      fc.property(anyCondition, fc.jsonValue({ maxDepth: 4 }), (condition, json) => {
        const found = valuesAt({ a: json }, condition.path);
        const held = holds(condition, found);
        const negated = negation[condition.operator];
        const opposite = negated && Condition.safeParse({ ...condition, operator: negated }).data;
        if (opposite !== undefined) expect(holds(opposite, found)).toBe(!held);
      }),
    );
  });

  it.each([
    ['', /characters|small/i],
    ['a..b', /empty/],
    ['.a', /empty/],
    ['a.__proto__', /leads nowhere/],
    [Array.from({ length: 33 }, () => 'a').join('.'), /nested deeper/],
    ['a'.repeat(201), /longer than 200/],
  ])('at %s is refused, since nothing is there', (path, message) => {
    expect(JsonPath.safeParse(path).error?.issues[0]?.message).toMatch(message);
  });
});

describe('what can never match', () => {
  const faults = (...properties: object[]) => neverMatched(Trigger.parse({ properties }));
  const on = (operator: string, value: unknown, path = 'amount') => ({ path, operator, value });
  it.each<[string, object[]]>([
    ['two values at once', [on('equals', 1), on('equals', 2)]],
    ['a value out of the range', [on('equals', 1), on('greater', 5)]],
    ['none of the list', [on('in', ['a', 'b']), on('not-in', ['a', 'b', 'c'])]],
    ['an empty range', [on('greater', 5), on('less', 5)]],
    ['an empty range that is closed on one side', [on('at-least', 5), on('less', 5)]],
    ['a number and an instant', [on('greater', 5), on('less', '2026-01-01')]],
    ['something and nothing', [on('exists', false), on('equals', 1)]],
  ])('%s is told', (_name, conditions) => {
    expect(faults(...conditions)).toMatchObject([{ path: ['properties', 1] }]);
  });
  it.each<[string, object[]]>([
    ['a range', [on('greater', 5), on('less', 6)]],
    ['one value', [on('at-least', 5), on('at-most', 5)]],
    ['two of a list', [on('equals', 1, 'legs.*'), on('equals', 2, 'legs.*')]],
    ['two places', [on('equals', 1, 'a'), on('equals', 2, 'b')]],
    ['nothing, twice', [on('exists', false), on('not-equals', 1)]],
  ])('%s is not', (_name, conditions) => {
    expect(faults(...conditions)).toEqual([]);
  });
  it('of traits, of which there may be several values, is something and nothing alone', () => {
    const ofTraits = (...traits: object[]) => neverMatched(Trigger.parse({ kinds: ['x'], traits }));
    expect(ofTraits(on('equals', 'a', 'tier'), on('equals', 'b', 'tier'))).toEqual([]);
    expect(ofTraits(on('equals', 'a', 'tier'), on('exists', false, 'tier'))).toMatchObject([{ path: ['traits', 1] }]);
  });
  it('is nobody who was the wrong person', () => {
    expect(neverMatched(Trigger.parse({ outcomes: ['wrong_person'] }))).toMatchObject([{ path: ['outcomes'] }]);
  });
  it.each([
    { traits: [{ path: 'tier', operator: 'equals', value: 'gold' }] },
    {},
    { kinds: ['x'], journey: {} },
    { kinds: ['x'], outcomes: ['melted'] },
    { kinds: ['x'], properties: [{ path: 'a', operator: 'resembles', value: 1 }] },
    { kinds: ['x'], properties: [{ path: 'a', operator: 'greater', value: 'tall' }] },
    { kinds: ['x'], weather: ['rain'] },
  ])('%j is refused', (when) => {
    expect(Trigger.safeParse(when).success).toBe(false);
  });
});

describe('of whom', () => {
  const told = (value: unknown) => ({ value, source: 'crm', interaction: 'i', at: '2026-01-01T00:00:00.000Z' });
  const outside = (audience: object, traits: Record<string, unknown>) =>
    outsideAudience(Trigger.parse({ kinds: ['x'], ...audience }), traits);
  const gold = { traits: [{ path: 'tier', operator: 'equals', value: 'gold' }] };
  it('by traits, also where the registry keeps all that were told, and where they have parts', () => {
    expect(outside(gold, { tier: told('gold') })).toEqual([]);
    expect(outside(gold, { tier: told('silver') })).toEqual(['traits.tier']);
    expect(outside(gold, { tier: [told('silver'), told('gold')] })).toEqual([]);
    expect(outside(gold, {})).toEqual(['traits.tier']);
    const inSpain = { traits: [{ path: 'address.country', operator: 'equals', value: 'ES' }] };
    expect(outside(inSpain, { address: told({ country: 'ES' }) })).toEqual([]);
    expect(outside(inSpain, { address: told('Gran Vía') })).toEqual(['traits.address.country']);
  });
  it('by segment, which is one of her traits', () => {
    const members = { segments: ['vip', 'staff'] };
    expect(outside(members, { segment: told('vip') })).toEqual([]);
    expect(outside(members, { segments: told(['x', 'staff']) })).toEqual([]);
    expect(outside(members, { segments: [told('x'), told('vip')] })).toEqual([]);
    expect(outside(members, { segment: told('vipers') })).toEqual(['segments']);
    expect(outside(members, {})).toEqual(['segments']);
  });
  it('by segment, as it is defined where it is, and by no trait then', () => {
    const condition = SegmentCondition.parse({ type: 'trait', path: 'tier', operator: 'equals', value: 'gold' });
    const segments = new Map([
      ['vip', condition],
      ['unread', undefined],
    ]);
    const among = (names: string[], traits: Record<string, unknown>) =>
      outsideAudience(Trigger.parse({ kinds: ['x'], segments: names }), traits, { segments, now: 0 });
    expect(among(['vip'], { tier: told('gold') })).toEqual([]);
    expect(among(['vip'], { tier: told('none'), segment: told('vip') })).toEqual(['segments']);
    expect(among(['unread'], { tier: told('gold'), segment: told('unread') })).toEqual(['segments']);
    expect(among(['staff', 'vip'], { segment: told('staff') })).toEqual([]);
  });
  it('whatever the traits are', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (traits) => {
        expect(outside({ ...gold, segments: ['vip'] }, traits).length).toBeLessThanOrEqual(2);
      }),
    );
  });
});
