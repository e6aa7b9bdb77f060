import fc from 'fast-check';
import { expect, it } from 'vitest';
import { customer, dayMs, hourMs, policyOf, programme, ruleOf } from '../../test/asking.ts';
import { candidate, goThrough, ledgerContact, person } from '../../test/past.ts';

const start = Date.parse('2026-03-02T00:00:00Z');
const anyHour = ruleOf({ id: 'any-hour', hours: 'any' });
const moment = fc.integer({ min: 0, max: 30 * 24 }).map((hours) => start + hours * hourMs);
const names: readonly string[] = ['ana', 'luis', 'eva', 'teo'];
const name = fc.constantFrom(...names);

const history = fc.record({
  candidates: fc
    .uniqueArray(
      fc.record({ n: fc.integer({ min: 1, max: 999 }), who: fc.constantFrom(...names, 'nobody'), at: moment }),
      {
        selector: ({ n }) => n,
        maxLength: 25,
      },
    )
    .map((all) => all.map(({ n, who, at }) => candidate(`${String(n).padStart(8, '0')}-i`, who, at))),
  people: fc.array(
    fc.record({ who: name, phone: fc.integer({ min: 1, max: 3 }), contacts: fc.array(moment, { maxLength: 5 }) }),
    {
      maxLength: 4,
    },
  ),
  max: fc.integer({ min: 1, max: 4 }),
  windowHours: fc.integer({ min: 1, max: 30 * 24 }),
  asOf: moment,
});

type History = typeof history extends fc.Arbitrary<infer One> ? One : never;

const peopleOf = ({ people }: Pick<History, 'people'>, numberOf: (phone: number, who: string) => string) =>
  [...new Map(people.map((one) => [one.who, one])).values()].map(({ who, phone, contacts }) => {
    const number = numberOf(phone, who);
    const place = `phone:${number}`;
    const made = contacts.map((at) => ledgerContact({ at, place }));
    return person(who, customer({ phone: number, timeZone: 'Europe/Madrid' }), { contacts: made });
  });
const shared = (phone: number) => `+3460000000${phone}`;
const policyWith = ({ max, windowHours }: { max: number; windowHours: number }) =>
  policyOf({ packs: ['general'], rules: [anyHour, ruleOf({ id: 'cap', caps: [{ max, windowHours }] })] });

it('adds up, and says the same of the same history in whatever order it is given', () => {
  fc.assert(
    fc.property(history, fc.boolean(), (one, backwards) => {
      const run = { people: peopleOf(one, shared), policy: policyWith(one), asOf: one.asOf };
      const { report, outcomes } = goThrough({ ...run, candidates: one.candidates });
      expect(report.candidates).toBe(one.candidates.length);
      expect(report.asked.count + report.withheld.count + report.undecided.count).toBe(report.candidates);
      const summed = (all: readonly { count: number }[]) => all.reduce((sum, { count }) => sum + count, 0);
      expect(summed(report.withheld.by)).toBe(report.withheld.count);
      expect(summed(report.undecided.by)).toBe(report.undecided.count);
      expect(summed(report.asked.byChannel)).toBe(report.asked.count);
      expect(report.asked.atOnce + report.asked.later).toBe(report.asked.count);
      expect(summed(report.days.map(({ candidates: count }) => ({ count })))).toBe(report.candidates);
      for (const { at, candidate: asked, state } of outcomes)
        if (state === 'asked') expect(at >= asked.dueAt && at < asked.deadline && at <= one.asOf).toBe(true);
      const other = goThrough({
        ...run,
        people: backwards ? run.people.toReversed() : run.people,
        candidates: one.candidates.toReversed(),
      });
      expect(other.outcomes).toEqual(outcomes);
      expect(other.report).toEqual(report);
    }),
    { numRuns: 1000 },
  );
});

it('asks no customer alone less often where the cap is laxer, if nothing else is in the way', () => {
  fc.assert(
    fc.property(history, (one) => {
      // Nobody put off, no contact but its own, and a window longer than all: then what a cap leaves is what it says.
      const once = programme('call_centre', { restDays: 0 });
      const run = {
        people: peopleOf(
          { people: one.people.map((each) => ({ ...each, contacts: [] })) },
          (_, who) => `+346000${who.length}${names.indexOf(who)}0`,
        ),
        candidates: one.candidates,
        programmes: [once],
      };
      const rules = (max: number) =>
        policyOf({ packs: [], rules: [anyHour, ruleOf({ id: 'cap', caps: [{ max, windowHours: 60 * 24 }] })] });
      const strict = goThrough({ ...run, policy: rules(one.max) }).report;
      const lax = goThrough({ ...run, policy: rules(one.max + 1) }).report;
      expect(lax.asked.count).toBeGreaterThanOrEqual(strict.asked.count);
    }),
    { numRuns: 300 },
  );
});

it('says of customers who have nothing in common what it says of each by herself', () => {
  fc.assert(
    fc.property(history, (one) => {
      const people = peopleOf(one, (_, who) => `+3460000000${names.indexOf(who)}`);
      const run = { people, policy: policyWith(one), asOf: start + 60 * dayMs };
      const together = goThrough({ ...run, candidates: one.candidates }).report;
      const apart = [...names, 'nobody'].map(
        (who) => goThrough({ ...run, candidates: one.candidates.filter(({ subject }) => subject === who) }).report,
      );
      const sum = (pick: (report: typeof together) => number) =>
        apart.reduce((total, report) => total + pick(report), 0);
      expect(sum(({ asked }) => asked.count)).toBe(together.asked.count);
      expect(sum(({ withheld }) => withheld.count)).toBe(together.withheld.count);
    }),
    { numRuns: 500 },
  );
});
