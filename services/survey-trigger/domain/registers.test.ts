import { ContactPolicy, type Identifier } from '@hilo/contracts';
import { expect, it } from 'vitest';
import { customer, dayMs, decideAbout, inShort, policyOf, programme, ruleOf } from '../test/asking.ts';
import { type KnownRegisters, listingKey } from './listings.ts';
import { registerReasons, registerState, registersAskedFor } from './registers.ts';

const now = Date.parse('2026-03-10T12:00:00Z');
const number: Identifier = { kind: 'phone', value: '+34600111222' };
const policy = ContactPolicy.parse({ packs: ['ES'], registers: { maxAgeDays: 30 } });
const bound = {
  rule: 'ES.calls',
  register: 'ES.robinson',
  from: Number.NEGATIVE_INFINITY,
  until: Number.POSITIVE_INFINITY,
};

/** A register of that age, and where a number stands on it. */
const registerOf = (daysOld: number, listed: readonly Identifier[] = []): KnownRegisters => ({
  asOf: new Map([['ES.robinson', now - daysOld * dayMs]]),
  listings: new Map([
    [listingKey(number), new Set<string>()],
    ...listed.map((one) => [listingKey(one), new Set(['ES.robinson'])] as const),
  ]),
});
const reasons = (known: KnownRegisters | undefined, contactPoint = number, at = now) =>
  registerReasons([bound], { contactPoint, known, policy, now: at });

it('lets pass who is not on it', () => {
  expect(reasons(registerOf(1))).toEqual([]);
});

it('keeps whoever stands on it, however the number is used', () => {
  const listed = registerOf(1, [number]);
  expect(reasons(listed)).toEqual([{ reason: 'on-register', rule: 'ES.calls' }]);
  expect(reasons(listed, { kind: 'whatsapp', value: number.value })).toEqual([
    { reason: 'on-register', rule: 'ES.calls' },
  ]);
  expect(reasons(listed, { kind: 'mobile', value: `${number.value};ext=12` })).toMatchObject([
    { reason: 'on-register' },
  ]);
});

it('permits nothing where it was not uploaded, is older than the policy says, or was not looked at', () => {
  expect(reasons(undefined)).toEqual([{ reason: 'register-stale', rule: 'ES.calls' }]);
  expect(reasons({ asOf: new Map(), listings: registerOf(1).listings })).toEqual([
    { reason: 'register-stale', rule: 'ES.calls' },
  ]);
  expect(reasons(registerOf(1), { kind: 'phone', value: '+34600999999' })).toEqual([
    { reason: 'register-stale', rule: 'ES.calls' },
  ]);
  expect(reasons(registerOf(30))).toEqual([{ reason: 'register-stale', rule: 'policy.registers.maxAgeDays' }]);
});

it('is out of date from the very moment on', () => {
  const known = registerOf(0);
  expect(reasons(known, number, now + 30 * dayMs - 1)).toEqual([]);
  expect(reasons(known, number, now + 30 * dayMs)).toHaveLength(1);
});

it('says of an old list both: that it is old, and who stood on it', () => {
  expect(reasons(registerOf(40, [number])).map(({ reason }) => reason)).toEqual(['on-register', 'register-stale']);
});

it('heeds no rule that is not in force', () => {
  const later = { ...bound, from: now + 1 };
  expect(registerReasons([later], { contactPoint: number, known: undefined, policy, now })).toEqual([]);
});

const rule = ruleOf({ id: 'robinson', hours: 'any', needs: 'opt-out', registers: ['ES.robinson'] });
const decided = (registers: KnownRegisters | undefined, consents = customer({}).consents.slice(1)) =>
  inShort(
    decideAbout({
      policy: policyOf({ packs: [], rules: [rule] }),
      profile: customer({ phone: number.value, consents }),
      programme: programme('call_centre'),
      now,
      registers,
    }),
  );

it('decides: free, on it, nobody knows; and consent is above it', () => {
  expect(decided(registerOf(1))).toBe('invited');
  expect(decided(registerOf(1, [number]))).toBe('on-register');
  expect(decided(registerOf(31))).toBe('register-stale');
  expect(decided(undefined)).toBe('register-stale');
  expect(decided(registerOf(1, [number]), [...customer({}).consents])).toBe('invited');
});

it('tells of who is on it even where consent was needed anyway', () => {
  const policy = policyOf({ packs: [], rules: [ruleOf({ id: 'asked-first', hours: 'any', needs: 'consent' }), rule] });
  const about = { policy, profile: customer({ phone: number.value, consents: [] }), now };
  const decision = decideAbout({ ...about, registers: registerOf(31, [number]) });
  expect(decision).toMatchObject({ reasons: [{ reason: 'no-consent' }, { reason: 'on-register', rule: 'robinson' }] });
});

it('knows which registers are asked for, by which rules', () => {
  expect([...registersAskedFor(ContactPolicy.parse({ packs: ['general', 'UK'] })).keys()]).toEqual(['UK.tps']);
  expect([...registersAskedFor(policyOf({ packs: [], rules: [rule] }).policy)]).toEqual([
    ['ES.robinson', ['robinson']],
  ]);
});

it('says when the operator has to see to a list', () => {
  const states = [undefined, 31, 30, 28, 27, 1].map((age) =>
    registerState(age === undefined ? undefined : now - age * dayMs, policy, now),
  );
  expect(states).toEqual(['missing', 'stale', 'stale', 'ageing', 'current', 'current']);
});
