import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contact, customer, dayMs, hourMs, minuteMs, policyOf, ruleOf } from '../test/asking.ts';
import { isCalledFrom } from './caller-prefix.ts';
import { durationOf } from './contact-words.ts';
import { decidePermission, type PermissionKnown, type PermissionQuestion } from './permission.ts';
import type { PastContact } from './policy/budget.ts';

const now = Date.parse('2026-03-10T12:00:00Z');
const contactPoint = { kind: 'phone', value: '+34600000001' };
const question: PermissionQuestion = {
  channel: 'call_centre',
  purpose: 'feedback',
  class: 'commercial',
  from: undefined,
  at: now,
  now,
};
const ana = customer({ phone: contactPoint.value, timeZone: 'Europe/Madrid' });
const knownOf = (contacts: readonly PastContact[], more: Partial<PermissionKnown> = {}): PermissionKnown => ({
  contactPoint,
  concerned: [{ profile: ana, contacts, isAsked: true }],
  doubts: [],
  registers: { asOf: new Map(), listings: new Map() },
  isStale: false,
  ...more,
});
const policy = policyOf({
  packs: [],
  rules: [
    ruleOf({ id: 'week', hours: 'any', caps: [{ max: 2, windowHours: 168 }] }),
    ruleOf({ id: 'channels', hours: 'any', caps: [{ max: 1, windowHours: 168, of: 'channels' }] }),
    ruleOf({ id: 'rest', rest: { afterInvitation: 3, afterRefusal: 30 } }),
  ],
});
const reserved = (at: number, expiresAt: number): PastContact => contact({ at, class: 'commercial', expiresAt });

describe('what is reserved', () => {
  const contacts = [reserved(now - minuteMs, now + 14 * minuteMs), contact({ at: now - 6 * dayMs, class: 'service' })];

  it('uses a cap until it expires, and is told as the end of the reason', () => {
    const { reasons, nextAllowedAt, budgets } = decidePermission(question, knownOf(contacts), policy);
    expect(reasons).toEqual([{ reason: 'contact-pressure', rule: 'week', until: now + 14 * minuteMs }]);
    expect(nextAllowedAt).toBe(now + 14 * minuteMs);
    expect(budgets.map(({ rule, used }) => [rule, used])).toEqual([
      ['week', 2],
      ['channels', 1],
    ]);
  });

  it('uses none from then on', () => {
    const later = { ...question, at: now + 14 * minuteMs, now: now + 14 * minuteMs };
    expect(decidePermission(later, knownOf(contacts), policy)).toMatchObject({
      reasons: [],
      budgets: [{ used: 1 }, { used: 1 }],
    });
  });

  it('counts as made for whoever asks about a later day while it may still be made', () => {
    const { reasons } = decidePermission({ ...question, at: now + hourMs }, knownOf(contacts), policy);
    expect(reasons).toMatchObject([{ reason: 'contact-pressure', until: now + dayMs }]);
  });

  it('is one to rest after as long as it stands', () => {
    const survey = contact({ at: now - minuteMs, class: 'survey', expiresAt: now + 14 * minuteMs });
    expect(decidePermission(question, knownOf([survey]), policy).reasons).toEqual([
      { reason: 'asked-recently', rule: 'rest', until: now + 14 * minuteMs },
    ]);
  });
});

it('says when the next may be made, past each reason that follows another', () => {
  const night = policyOf({
    packs: [],
    rules: [
      ruleOf({
        id: 'day',
        hours: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '20:00' }],
        caps: [{ max: 1, windowHours: 33 }],
      }),
    ],
  });
  const { nextAllowedAt } = decidePermission(question, knownOf([contact({ at: now })]), night);
  expect(new Date(nextAllowedAt ?? 0).toISOString()).toBe('2026-03-12T08:00:00.000Z');
});

it('permits nothing without a policy that can be read, and nothing that is stale or in doubt', () => {
  expect(decidePermission(question, knownOf([]), undefined).reasons).toEqual([
    { reason: 'policy-invalid', rule: 'hilo.policy' },
  ]);
  const { reasons } = decidePermission(question, knownOf([], { isStale: true, doubts: ['unknown-customer'] }), policy);
  expect(reasons.map(({ reason }) => reason)).toEqual(['knowledge-stale', 'unknown-customer']);
});

it('never permits more for a contact, a refusal or another who has the contact point', () => {
  const some = fc
    .record({
      ago: fc.integer({ min: -48, max: 24 * 10 }),
      class: fc.constantFrom<PastContact['class']>('survey', 'commercial', 'service', undefined),
      channel: fc.constantFrom<PastContact['channel']>('call_centre', 'email'),
      outcome: fc.constantFrom<PastContact['outcome']>(undefined, 'refused', 'objected', 'completed'),
      expires: fc.option(fc.integer({ min: -5, max: 48 }), { nil: undefined }),
    })
    .map(({ ago, expires, ...fields }) =>
      contact({
        at: now - ago * hourMs,
        ...fields,
        ...(expires !== undefined && { expiresAt: now + expires * hourMs }),
      }),
    );
  const property = fc.property(
    fc.array(some, { maxLength: 5 }),
    some,
    fc.array(some, { maxLength: 3 }),
    (contacts, more, others) => {
      const judge = (known: PermissionKnown) => decidePermission(question, known, policy);
      const [before, after] = [judge(knownOf(contacts)), judge(knownOf([...contacts, more]))];
      if (before.reasons.length > 0) expect(after.reasons.length).toBeGreaterThan(0);
      for (const [n, budget] of before.budgets.entries())
        expect(after.budgets[n]?.used).toBeGreaterThanOrEqual(budget.used);
      const one = { profile: ana, contacts, isAsked: true };
      const shared = judge(
        knownOf([], { concerned: [one, { profile: customer({ consents: [] }), contacts: others, isAsked: false }] }),
      );
      if (before.reasons.length > 0) expect(shared.reasons.length).toBeGreaterThan(0);
      expect(judge(knownOf([more, ...contacts].toReversed()))).toEqual(after);
      if (after.nextAllowedAt !== undefined) {
        const then = { ...question, at: after.nextAllowedAt, now: after.nextAllowedAt };
        expect(decidePermission(then, knownOf([...contacts, more]), policy).reasons).toEqual([]);
      }
    },
  );
  fc.assert(property, { numRuns: 2000 });
});

it.each([
  ['+56 809 123 456', '809', true],
  ['809123456', '809', true],
  ['+56912345678', '809', false],
  ['+55 303 123 4567', '0303', true],
  ['0303 4004 1234', '0303', true],
])('a call from %s has the prefix %s: %s', (from, prefix, isSo) => expect(isCalledFrom(from, prefix)).toBe(isSo));

it.each([
  [168, 'P7D'],
  [24, 'P1D'],
  [36, 'P1DT12H'],
  [0.5, 'PT30M'],
  [1.0025, 'PT1H9S'],
])('%s hours are %s', (hours, duration) => expect(durationOf(hours)).toBe(duration));
