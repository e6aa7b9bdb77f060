import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { customer, dayMs, hourMs, policyOf, ruleOf } from '../../test/asking.ts';
import { attempt, candidate, compare, ledgerContact, person } from '../../test/past.ts';
import { listingKey } from '../listings.ts';

const anyHour = ruleOf({ id: 'any-hour', hours: 'any' });
const policyWith = (...rules: object[]) => policyOf({ packs: [], rules: [anyHour, ...rules.map(ruleOf)] });
const cap = (max: number, hours = 7 * 24) => ({ id: 'cap', caps: [{ max, windowHours: hours }] });
const madrid = { timeZone: 'Europe/Madrid' };
const ana = person('ana', customer({ phone: '+34600000001', ...madrid }));
const luis = person('luis', customer({ phone: '+34600000002', ...madrid }));
const at = Date.parse('2026-03-02T10:00:00Z');
const calls = (who: string, times: number) =>
  Array.from({ length: times }, (_, n) =>
    attempt(`${who}-${n}`, who, at + n * dayMs, {
      deadline: at + n * dayMs + hourMs,
      contactPoint: { kind: 'phone', value: who === 'ana' ? '+34600000001' : '+34600000002' },
    }),
  );

describe('what another policy would have changed', () => {
  it('six calls a week are two where the cap is two: she is contacted less, and nobody else', () => {
    const attempts = [...calls('ana', 6), ...calls('luis', 2)];
    const { report, changes } = compare({
      attempts,
      people: [ana, luis],
      inForce: policyWith(cap(10)),
      proposed: policyWith(cap(2)),
    });
    expect(report).toMatchObject({
      contacts: 8,
      inForce: { made: 8, withheld: 0 },
      proposed: { made: 4, withheld: 4, by: [{ reason: 'contact-pressure', rule: 'cap', count: 4 }] },
      customers: { all: 2, more: 0, less: 1, otherTimes: 0, same: 1 },
      rules: [{ reason: 'contact-pressure', rule: 'cap', inForce: 0, proposed: 4, difference: 4 }],
    });
    expect(changes).toContainEqual({ customer: 'ana', subject: 'ana', inForce: 6, proposed: 2, moved: 0 });
  });

  it('asks more where a laxer cap leaves room for what was withheld', () => {
    const made = { contacts: [ledgerContact({ at: at - dayMs, place: 'phone:+34600000001' })] };
    const { report } = compare({
      candidates: [candidate('i-1', 'ana', at)],
      people: [person('ana', ana.profile, made)],
      inForce: policyWith(cap(1)),
      proposed: policyWith(cap(2)),
    });
    expect(report).toMatchObject({
      invitations: 1,
      inForce: { made: 0, withheld: 1 },
      proposed: { made: 1, classes: [{ class: 'survey', made: 1, withheld: 0 }] },
      customers: { more: 1 },
    });
  });

  it('moves a call out of the hours that are quiet from now on, and says by how long', () => {
    const lunch = [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '11:00', to: '16:00' }];
    const { report } = compare({
      attempts: [attempt('a-1', 'ana', at)],
      people: [ana],
      inForce: policyWith(),
      proposed: policyWith({ id: 'lunch', quiet: lunch }),
    });
    // 10:00 UTC is 11:00 in Madrid.
    expect(report.moved).toEqual({ count: 1, earlier: 0, later: 1, by: { median: 300, p90: 300, max: 300 } });
    expect(report.customers).toMatchObject({ all: 1, otherTimes: 1 });
    expect(report.proposed).toMatchObject({ made: 1, atOnce: 0, later: 1 });
  });

  it('is about consent only where it is said what a contact was for; an objection counts whatever it was for', () => {
    const said = attempt('a-1', 'ana', at, { purpose: 'marketing' });
    const unsaid = attempt('a-2', 'ana', at + hourMs);
    const same = { people: [ana], inForce: policyWith(), proposed: policyWith() };
    expect(compare({ ...same, attempts: [said, unsaid] }).report.inForce).toMatchObject({
      made: 1,
      by: [{ reason: 'no-consent', count: 1 }],
    });
    const objected = { brakes: [{ place: 'phone:+34600000001', at: at - 1, brake: 'objection' as const }] };
    // She said yes long before she objected.
    const people = [person('ana', ana.profile, objected)];
    expect(compare({ ...same, people, attempts: [unsaid] }).report.inForce.by).toEqual([
      { reason: 'objected', rule: 'hilo.objected', count: 1 },
    ]);
  });

  it('asks the opt-out registers, as they are today, where a rule does: who stands on one is not called without consent', () => {
    const asking = policyWith({ id: 'list', needs: 'opt-out', registers: ['ES.robinson'] });
    const attempts = [attempt('a-1', 'ana', at, { purpose: 'marketing' })];
    const on = (registers: string[]) => ({
      asOf: new Map([['ES.robinson', at]]),
      listings: new Map([[listingKey({ kind: 'phone', value: '+34600000001' }), new Set(registers)]]),
    });
    const by = (registers?: ReturnType<typeof on>) =>
      compare({ attempts, people: [ana], inForce: asking, proposed: asking, ...(registers && { registers }) }).report
        .inForce;
    expect(by().by).toMatchObject([{ reason: 'register-stale', rule: 'list' }]);
    expect(by(on(['ES.robinson'])).by).toMatchObject([{ reason: 'on-register', rule: 'list' }]);
    expect(by(on([])).made).toBe(1);
  });

  it('a refusal that was learnt from the very call does not keep that call from having been made', () => {
    const refused = { brakes: [{ place: 'phone:+34600000001', at, brake: 'refusal' as const }] };
    const people = [person('ana', ana.profile, refused)];
    const resting = policyWith({ id: 'no', rest: { afterRefusal: 100 } });
    const attempts = [attempt('a-1', 'ana', at), attempt('a-2', 'ana', at + dayMs)];
    expect(compare({ attempts, people, inForce: resting, proposed: resting }).report.inForce).toMatchObject({
      made: 1,
      by: [{ reason: 'refused', rule: 'no', count: 1 }],
    });
  });
});

it('the same policy twice changes nothing, and both add up', () => {
  const times = fc.array(
    fc.record({ who: fc.constantFrom('ana', 'luis', 'nobody'), hours: fc.integer({ min: 0, max: 400 }) }),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(times, fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }), (made, one, other) => {
      const attempts = made.map(({ who, hours }, n) => attempt(`a-${n}`, who, at + hours * hourMs));
      const people = [ana, luis];
      const equal = compare({ attempts, people, inForce: policyWith(cap(one)), proposed: policyWith(cap(one)) }).report;
      expect(equal.inForce).toEqual(equal.proposed);
      expect(equal.customers).toMatchObject({ more: 0, less: 0, otherTimes: 0 });
      expect(equal.moved.count).toBe(0);
      const { report } = compare({ attempts, people, inForce: policyWith(cap(one)), proposed: policyWith(cap(other)) });
      for (const side of [report.inForce, report.proposed])
        expect(side.made + side.withheld + side.undecided).toBe(attempts.length);
      const { all, more, less, otherTimes, same } = report.customers;
      expect(more + less + otherTimes + same).toBe(all);
    }),
    { numRuns: 200 },
  );
});
