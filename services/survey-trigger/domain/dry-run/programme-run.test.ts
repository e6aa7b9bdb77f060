import { describe, expect, it } from 'vitest';
import { customer, dayMs, hourMs, policyOf, programme, ruleOf } from '../../test/asking.ts';
import { candidate, goThrough, inBrief, ledgerContact, person } from '../../test/past.ts';

const anyHour = ruleOf({ id: 'any-hour', hours: 'any' });
const atAnyHour = policyOf({ packs: [], rules: [anyHour] });
const spanish = policyOf({ packs: ['general', 'ES'] });
const capOf = (max: number, hours: number) =>
  policyOf({
    packs: [],
    rules: [anyHour, ruleOf({ id: 'cap', caps: [{ max, windowHours: hours }] })],
  });
const madrid = { timeZone: 'Europe/Madrid', address: { country: 'ES' } };
const ana = person('ana', customer({ phone: '+34600000001', email: 'ana@example.org', ...madrid }));
const at = Date.parse('2026-03-02T10:00:00Z');

describe('what a programme would have done', () => {
  it('never finds a lawful minute for a call after a flight on a Friday night in Spain; by e-mail it does', () => {
    // Friday, 21:30 in Madrid: until Monday 09:00, which is more than 48 hours later, nobody may call.
    const arrived = candidate('i-1', 'ana', '2026-03-06T20:30:00Z');
    const byCall = goThrough({ candidates: [arrived], people: [ana], policy: spanish });
    expect(inBrief(byCall.outcomes[0])).toBe('no-permitted-time');
    expect(byCall.report.withheld.by[0]).toMatchObject({ reason: 'no-permitted-time', count: 1 });
    const email = programme('email');
    const byEmail = goThrough({ candidates: [arrived], people: [ana], policy: spanish, programmes: [email] });
    expect(byEmail.report.asked).toMatchObject({ count: 1, byChannel: [{ channel: 'email', count: 1 }] });
  });

  it('puts off a call of the night to the morning, and says how long it waited and for what', () => {
    const arrived = candidate('i-1', 'ana', '2026-03-03T22:00:00Z');
    const { outcomes, report } = goThrough({ candidates: [arrived], people: [ana], policy: spanish });
    expect(inBrief(outcomes[0])).toBe('call_centre at 2026-03-04T08:00:00.000Z');
    expect(report.asked).toMatchObject({ count: 1, atOnce: 0, later: 1, waits: { median: 600, p90: 600, max: 600 } });
    expect(report.asked.waitedFor[0]).toMatchObject({ reason: 'outside-hours', count: 1 });
  });

  it('counts the invitations that it gives itself: a cap of one a week asks once', () => {
    const candidates = [0, 1, 8].map((day) => candidate(`i-${day}`, 'ana', at + day * dayMs));
    const { outcomes, report } = goThrough({ candidates, people: [ana], policy: capOf(1, 7 * 24) });
    expect(outcomes.map((one) => [one.candidate.id, one.state])).toEqual([
      ['i-0', 'asked'],
      ['i-1', 'withheld'],
      ['i-8', 'asked'],
    ]);
    expect(report.withheld.by).toEqual([{ reason: 'contact-pressure', rule: 'cap', count: 1, only: 1 }]);
  });

  it('asks one of a household at one number, where the cap leaves one', () => {
    const luis = person('luis', customer({ phone: '+34600000001' }));
    const candidates = [candidate('i-1', 'ana', at), candidate('i-2', 'luis', at + hourMs)];
    const { report } = goThrough({ candidates, people: [ana, luis], policy: capOf(1, 7 * 24) });
    expect([report.asked.count, report.withheld.count]).toEqual([1, 1]);
  });

  it('knows at every moment what was before it, and nothing later: contacts, refusals, consents, addresses', () => {
    const place = 'phone:+34600000001';
    const called = [ledgerContact({ place, at: at + hourMs })];
    const refused = [{ place, at: at + hourMs, brake: 'refusal' as const }];
    const resting = policyOf({
      packs: [],
      rules: [
        anyHour,
        ruleOf({ id: 'cap', caps: [{ max: 1, windowHours: 24 }] }),
        ruleOf({ id: 'no', rest: { afterRefusal: 365 } }),
      ],
    });
    const decideAt = (when: number, one = person('ana', ana.profile, { contacts: called, brakes: refused })) =>
      inBrief(goThrough({ candidates: [candidate('i-1', 'ana', when)], people: [one], policy: resting }).outcomes[0]);
    expect(decideAt(at)).toContain('call_centre');
    expect(decideAt(at + 2 * hourMs)).toBe('refused');
    expect(decideAt(at + 2 * hourMs, person('ana', ana.profile, { contacts: called }))).toContain(
      new Date(at + 25 * hourMs).toISOString(),
    );
    const saidLater = person('ana', {
      ...ana.profile,
      consents: ana.profile.consents.map((one) => ({ ...one, at: '2026-03-02T11:30:00Z' })),
    });
    expect(decideAt(at, saidLater)).toBe('no-consent');
    expect(decideAt(at + 2 * hourMs, saidLater)).toContain('call_centre');
    const seenLater = person('ana', {
      ...ana.profile,
      identifiers: ana.profile.identifiers.map((one) => ({ ...one, firstSeenAt: '2026-03-02T11:30:00Z' })),
    });
    expect(decideAt(at, seenLater)).toBe('no-contact-point');
    expect(decideAt(at + 2 * hourMs, seenLater)).toContain('call_centre');
  });

  it('leaves undecided whom nobody knows, whose record cannot be read, and what would be decided later than now', () => {
    const candidates = [
      candidate('i-1', 'nobody', at),
      candidate('i-2', 'ana', at),
      candidate('i-3', 'luis', '2026-03-03T22:00:00Z'),
      candidate('i-4', 'odd', at),
    ];
    const luis = person('luis', customer({ phone: '+34600000002', ...madrid }));
    const { report } = goThrough({
      candidates,
      people: [ana, luis],
      unreadable: ['odd'],
      policy: spanish,
      asOf: Date.parse('2026-03-03T23:00:00Z'),
    });
    expect(report).toMatchObject({
      candidates: 4,
      asked: { count: 1 },
      withheld: { count: 0 },
      undecided: {
        count: 3,
        by: [
          { why: 'not-due-yet', count: 1 },
          { why: 'unknown-customer', count: 1 },
          { why: 'unreadable-record', count: 1 },
        ],
      },
    });
  });

  it('tells how many would be asked only because all is heard of at once here', () => {
    const late = candidate('i-1', 'ana', at, { wasHeardLate: true });
    expect(goThrough({ candidates: [late], people: [ana], policy: atAnyHour }).report.asked.heardLate).toBe(1);
  });
});
