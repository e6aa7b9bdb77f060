import fc from 'fast-check';
import type { ContactFact, Teller } from '../domain/contact.ts';

const minute = 60_000;
const start = Date.UTC(2026, 2, 1);

/** A fact of a call by the dialler to somebody's home, unless it is said otherwise. */
export const factOf = (fact: Partial<ContactFact> & Pick<ContactFact, 'teller' | 'id' | 'at'>): ContactFact => ({
  source: 'dialler',
  version: 1,
  place: 'home',
  origin: undefined,
  reservation: undefined,
  subject: undefined,
  brake: undefined,
  withdrawn: false,
  told: { channel: 'call_centre', direction: 'outbound', startedAt: fact.at },
  ...fact,
});

const sometimes = <Value>(values: readonly Value[]): fc.Arbitrary<Value | undefined> =>
  fc.option(fc.constantFrom(...values), { nil: undefined });

/** Facts of a small world, so that they are about the same contacts, and contradict each other. */
export const contactFact = (subjects: readonly string[] = ['ana', 'luis']): fc.Arbitrary<ContactFact> =>
  fc
    .record({
      teller: fc.constantFrom<Teller[]>('reservation', 'report', 'invitation', 'interaction'),
      source: fc.constantFrom('dialler', 'crm', 'esp'),
      id: fc.integer({ min: 1, max: 12 }).map(String),
      version: fc.integer({ min: 1, max: 3 }),
      place: fc.constantFrom('home', 'work'),
      at: fc.integer({ min: 0, max: 40 }).map((n) => start + n * minute),
      reservation: sometimes([undefined, undefined, '00000000-0000-8000-8000-00000000000a']),
      origin: sometimes(['a', 'b', 'c'].map((id) => ({ source: 'dialler', id }))),
      subject: sometimes(subjects),
      withdrawn: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
      channel: fc.constantFrom('call_centre' as const, 'email' as const),
      outcome: sometimes(['refused', 'delivered', 'opened', 'no_answer'] as const),
    })
    .map(({ channel, outcome, ...one }) =>
      factOf({ ...one, told: { channel, direction: 'outbound', startedAt: one.at, ...(outcome && { outcome }) } }),
    );

/** The same in another order: always the same one for a seed. */
export const shuffled = <One>(all: readonly One[], seed: number): One[] =>
  all
    .map((one, n) => ({ one, place: ((n + 1) * (7919 + 2 * (seed % 499_979))) % 1_000_003 }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ one }) => one);
