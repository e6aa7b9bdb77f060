import { type Consent, Voice } from '@hilo/contracts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { brakesInForce } from '../domain/brakes-in-force.ts';
import { pastContactsOf } from '../domain/past-contacts.ts';
import { customer, dayMs, decideAbout, hourMs, policyOf, programme, ruleOf } from './asking.ts';

/** As many as a test takes that does not want to be long; 100,000 with HISTORIES=100000. */
const histories = Number(process.env.HISTORIES ?? 3000);

const begin = Date.parse('2026-03-02T00:00:00Z');
const now = begin + 40 * dayMs;
const email = 'ana@example.org';
const purposeOf = (voice: Voice): string => (voice === 'customer' ? 'feedback' : `${voice}.feedback`);
const circumstances = {
  customer: {},
  employee: { actor: 'employee', direction: 'internal' },
  manager: { actor: 'manager' },
  auditor: { actor: 'auditor', direction: 'inbound' },
} as const;

/** The customers' cap is one in a fortnight; that of whoever works for the company, two in three days. */
const caps = { customer: { max: 1, windowHours: 14 * 24 }, company: { max: 2, windowHours: 72 } };
const policy = policyOf({
  packs: [],
  rules: [
    ruleOf({ id: 'everybody', hours: 'any', needs: 'consent', rest: { afterRefusal: 3660 } }),
    ruleOf({ id: 'customers', voices: ['customer'], caps: [caps.customer] }),
    ruleOf({ id: 'company', voices: ['employee', 'manager', 'auditor'], caps: [caps.company] }),
  ],
});
const restDays = 2;

type Event = { what: 'asked' | 'refused' | 'objected' | 'granted'; voice: Voice; hour: number };
const event: fc.Arbitrary<Event> = fc.record({
  what: fc.constantFrom('asked', 'asked', 'asked', 'asked', 'refused', 'objected', 'granted'),
  voice: fc.constantFrom(...Voice.options),
  hour: fc.integer({ min: 1, max: 40 * 24 - 1 }),
});
const atOf = ({ hour }: Event): number => begin + hour * hourMs;

/** As the governor decides it: of the ledger and the consents of one record. */
const decided = (history: readonly Event[], voice: Voice): string => {
  const grants = history.filter(({ what }) => what === 'granted');
  const consents = [...Voice.options.map((one) => ({ voice: one, at: begin })), ...grants].map(
    (one): Consent => ({
      purpose: purposeOf(one.voice),
      state: 'granted',
      source: 'web',
      interaction: 'yes',
      at: new Date('hour' in one ? atOf(one) : one.at).toISOString(),
    }),
  );
  const learnt = history.flatMap((one) =>
    one.what === 'refused' || one.what === 'objected'
      ? {
          brake: one.what === 'refused' ? ('refusal' as const) : ('objection' as const),
          at: atOf(one),
          place: email,
          purpose: one.voice === 'customer' ? null : purposeOf(one.voice),
        }
      : [],
  );
  const asked = history.flatMap((one) =>
    one.what === 'asked'
      ? {
          place: email,
          at: atOf(one),
          channel: 'email' as const,
          class: 'survey' as const,
          weight: 1,
          isAnswered: false,
          purpose: one.voice === 'customer' ? null : purposeOf(one.voice),
        }
      : [],
  );
  const contacts = pastContactsOf(
    asked,
    brakesInForce(learnt, consents, ({ value }) => value),
    new Map(),
  );
  const asking = programme('email', { voice, purpose: purposeOf(voice), restDays });
  const profile = customer({ email, consents });
  return decideAbout({ policy, profile, now, contacts, programme: asking, circumstances: circumstances[voice] }).state;
};

/** Who is asked, by looking at nothing but what was said and done in her voice, and at objections, which are of all. */
const oracle = (history: readonly Event[], voice: Voice): string => {
  const own = history.filter((one) => one.voice === voice);
  const granted = Math.max(begin, ...own.filter(({ what }) => what === 'granted').map(atOf));
  const hasObjected = history.some((one) => one.what === 'objected' && atOf(one) >= granted);
  const hasRefused = own.some((one) => one.what === 'refused' && atOf(one) >= granted);
  if (hasObjected) return 'withheld';
  if (hasRefused) return 'withheld';
  const asked = own.filter(({ what }) => what === 'asked').map(atOf);
  const { max, windowHours } = voice === 'customer' ? caps.customer : caps.company;
  const ends = [
    ...asked.map((at) => at + restDays * dayMs),
    ...(asked.length < max ? [] : [(asked.toSorted((one, other) => other - one)[max - 1] ?? 0) + windowHours * hourMs]),
  ];
  const free = Math.max(now, ...ends);
  if (free === now) return 'invited';
  return free < now + 48 * hourMs ? 'put-off' : 'withheld';
};

it('asks one who has several voices by what she did and said in the one in which she is asked', () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(fc.array(event, { maxLength: 12 }), fc.constantFrom(...Voice.options), (history, voice) => {
      const said = decided(history, voice);
      expect(said).toBe(oracle(history, voice));
      seen.set(`${voice} ${said}`, (seen.get(`${voice} ${said}`) ?? 0) + 1);
    }),
    { numRuns: histories },
  );
  // Each of them was asked, put off and withheld, so that none of this is empty.
  expect(seen.size).toBe(12);
});

it('is not asked otherwise by what she did and said in another voice, unless she objects to all', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 12 }), fc.constantFrom(...Voice.options), (history, voice) => {
      const own = history.filter((one) => one.voice === voice || one.what === 'objected');
      expect(decided(history, voice)).toBe(decided(own, voice));
    }),
    { numRuns: histories },
  );
});
