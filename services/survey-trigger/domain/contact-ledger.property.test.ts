import fc from 'fast-check';
import { expect, it } from 'vitest';
import { contactFact, factOf, shuffled } from '../test/contact-facts.ts';
import type { ContactFact } from './contact.ts';
import { contactsOf, keyOfFact, oneContactMs } from './contact-ledger.ts';

const histories = Number(process.env.HISTORIES ?? 100_000);
const minute = 60_000;
const start = Date.UTC(2026, 2, 1);

it(`the same facts in any order, told however often, give the same ledger: ${histories} histories`, () => {
  fc.assert(
    fc.property(fc.array(contactFact(), { maxLength: 9 }), fc.nat(), (facts, seed) => {
      const ledger = contactsOf(facts);
      expect(contactsOf(shuffled([...facts, ...facts.slice(0, seed % 4)], seed))).toEqual(ledger);
    }),
    { numRuns: histories },
  );
}, 600_000);

it('every fact that counts stands in one contact, and none is earlier, later or elsewhere than those that tell of it', () => {
  fc.assert(
    fc.property(fc.array(contactFact(), { maxLength: 12 }), (facts) => {
      const latest = new Map<string, ContactFact>();
      for (const one of facts) {
        const other = latest.get(keyOfFact(one));
        if (other === undefined || other.version < one.version) latest.set(keyOfFact(one), one);
      }
      const told = contactsOf([...latest.values()]).flatMap(({ tellers }) => tellers.map(keyOfFact));
      const counting = [...latest].filter(([, { withdrawn }]) => !withdrawn).map(([key]) => key);
      expect(told.toSorted()).toEqual(counting.toSorted());
    }),
    { numRuns: Math.ceil(histories / 20) },
  );
}, 600_000);

/** A contact that three tell of, joined as in life: by the reservation, by an id that both know, or by nothing but the time. */
const toldThrice = (n: number): ContactFact[] => {
  // Calls to one number are seven minutes apart: nobody tells two of them for one.
  const at = start + n * 7 * minute;
  const place = `phone-${n % 40}`;
  const reservation = n % 3 === 0 ? `r-${n}` : undefined;
  const origin = n % 3 === 1 ? { source: 'dialler', id: `call-${n}` } : undefined;
  return [
    factOf({
      teller: 'reservation',
      source: 'hilo/survey-trigger',
      id: `r-${n}`,
      at: at - (reservation ? 20 * minute : 30_000),
      place,
      reservation: `r-${n}`,
    }),
    factOf({ teller: 'report', source: 'crm', id: `c-${n}`, at, place, reservation, origin }),
    factOf({
      teller: 'interaction',
      source: 'dialler',
      id: `call-${n}`,
      at: at + 45_000,
      place,
      origin: { source: 'dialler', id: `call-${n}` },
      version: 1 + (n % 2),
    }),
  ];
};

it('A 13: 1,000 calls, each told of three times (reservation, report, interaction) in any order, are 1,000 contacts', () => {
  const calls = Array.from({ length: 1000 }, (_, n) => toldThrice(n));
  for (const seed of [1, 2, 3, 4, 5]) {
    const ledger = contactsOf(shuffled([...calls.flat(), ...calls.flat().slice(0, 500)], seed));
    expect(ledger).toHaveLength(1000);
    expect(ledger.every(({ tellers }) => tellers.length === 3)).toBe(true);
  }
});

it.each([
  ['within five minutes', oneContactMs, 1],
  ['a millisecond later', oneContactMs + 1, 2],
])('what two tell of one number %s is as many contacts', (_, apart, count) => {
  const one = factOf({ teller: 'report', source: 'crm', id: '1', at: start });
  const other = factOf({ teller: 'interaction', id: '2', at: start + apart });
  expect(contactsOf([one, other])).toHaveLength(count);
  expect(contactsOf([{ ...one, place: 'work' }, other])).toHaveLength(2);
  expect(contactsOf([one, { ...other, told: { ...other.told, channel: 'sms' } }])).toHaveLength(2);
  expect(contactsOf([one, { ...other, told: { ...other.told, direction: 'inbound' } }])).toHaveLength(2);
});

it('two calls that one dialler makes within five minutes are two, each with what the other system tells of it', () => {
  const calls = [0, 2 * minute].flatMap((after, n) => [
    factOf({ teller: 'report', source: 'crm', id: `r${n}`, at: start + after }),
    factOf({ teller: 'interaction', id: `i${n}`, at: start + after + 5000 }),
  ]);
  expect(contactsOf(calls).map(({ tellers, rule }) => [tellers.map(({ id }) => id), rule])).toEqual([
    [['r0', 'i0'], 'within-5-minutes'],
    [['r1', 'i1'], 'within-5-minutes'],
  ]);
});

it('what became of a message (delivered, opened, bounced) is no other message, and of two messages each has its own', () => {
  const told = (outcome?: 'delivered' | 'opened') => ({
    channel: 'email' as const,
    direction: 'outbound' as const,
    ...(outcome && { outcome }),
  });
  const message = (n: number, at: number) => [
    factOf({ teller: 'interaction', source: 'esp', id: `sent-${n}`, at, told: told() }),
    factOf({ teller: 'interaction', source: 'esp', id: `delivered-${n}`, at: at + 1000, told: told('delivered') }),
    factOf({ teller: 'interaction', source: 'esp', id: `opened-${n}`, at: at + 30_000, told: told('opened') }),
  ];
  const ledger = contactsOf([...message(1, start), ...message(2, start + 2 * minute)]);
  expect(ledger.map(({ tellers, outcome }) => [tellers.length, outcome])).toEqual([
    [3, 'opened'],
    [3, 'opened'],
  ]);
});

it('a contact says the rule by which it was joined, whom it was told by, and the gravest of what they say of how it ended', () => {
  const [reservation, report] = [
    factOf({ teller: 'reservation', source: 'hilo/survey-trigger', id: 'r', at: start, reservation: 'r' }),
    factOf({
      teller: 'report',
      source: 'crm',
      id: '1',
      at: start + 90 * minute,
      reservation: 'r',
      told: { channel: 'call_centre', direction: 'outbound', outcome: 'refused', weight: 2 },
    }),
  ];
  const [call, ...others] = contactsOf([
    report,
    reservation,
    factOf({ teller: 'interaction', id: '7', at: start + 91 * minute, subject: 'ana' }),
  ]);
  expect(others).toEqual([]);
  expect(call).toMatchObject({
    rule: 'within-5-minutes',
    outcome: 'refused',
    weight: 2,
    subject: 'ana',
    source: 'crm',
  });
  expect(contactsOf([report, reservation])).toMatchObject([{ rule: 'reservation', at: start + 90 * minute }]);
  expect(contactsOf([report])).toMatchObject([{ rule: 'alone' }]);
});
