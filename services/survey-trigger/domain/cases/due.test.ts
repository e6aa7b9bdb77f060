import { describe, expect, it } from 'vitest';
import { loadCaseRules } from '../../config.ts';
import type { Case } from './case.ts';
import { compileRules } from './compiled-rules.ts';
import { caseLooksAt, escalationsOf, nextDueAt, withDues } from './due.ts';
import { contact, escalate, pause, prioritise, reopen, resolveCase, resume } from './steps.ts';

const shipped = loadCaseRules();
const rules = compileRules(1, shipped);
/** A time in Madrid in March, when it is an hour ahead of UTC. */
const at = (day: number, time: string): number =>
  Date.parse(`2026-03-${String(day).padStart(2, '0')}T${time}:00+01:00`);
const by = { key: 'k', source: 'crm' };

/** A complaint on a network: four hours for a first response, by a calendar that has every day from 8 to 22. */
const complaint = (openedAt: number, more: Partial<Case> = {}): Case =>
  withDues(
    {
      ...{ id: 'c', subject: 's', customer: 's', about: 'checkin', state: 'open', rule: 'complaint-on-a-network' },
      ...{ rulesVersion: 1, severity: 'high', queue: 'social-media', calendar: 'every-day', source: 'web' },
      ...{
        interaction: 'i',
        touchpoint: 'checkin',
        channel: 'social',
        occurredAt: openedAt,
        openedAt,
        clockFrom: openedAt,
      },
      ...{
        firstResponseMinutes: 240,
        resolutionMinutes: 1080,
        pauses: [],
        reopened: 0,
        level: 0,
        raised: [],
        attributionVersion: 1,
        revision: 1,
      },
      ...more,
    },
    rules,
  );

describe('an escalation', () => {
  it('leaves in the hours of who is told: what is due on a Saturday at noon is told on Monday at nine (zammad#4432)', () => {
    const one = complaint(at(7, '08:00'));
    expect(one.firstResponseDueAt).toBe(at(7, '12:00'));
    expect(escalationsOf(one, rules)[0]).toEqual({
      level: 1,
      of: 'first-response',
      to: 'supervisors',
      at: at(9, '09:00'),
    });
    expect(caseLooksAt(one, rules)).toBe(at(9, '09:00'));
  });

  it('is none where somebody was in touch before, and the nearest due time wins while each is kept (zammad#5177, #2082)', () => {
    const one = complaint(at(9, '09:00'));
    expect(nextDueAt(one)).toBe(at(9, '13:00'));
    const { after } = contact(one, { channel: 'social', outcome: 'reached' }, rules, { by, at: at(9, '10:00') });
    expect([nextDueAt(after), after.firstResponseDueAt]).toEqual([at(10, '13:00'), at(9, '13:00')]);
    expect(escalationsOf(after, rules).map(({ level }) => level)).toEqual([2, 3]);
  });

  it('reaches each level once, and none of a rule that is gone (zammad#4353), of what waits, or has joined another (zammad#904)', () => {
    const one = complaint(at(9, '09:00'));
    const [first] = escalationsOf(one, rules);
    const raised = first && escalate(one, first, first.at).after;
    expect(raised).toMatchObject({ level: 1, queue: 'supervisors', raised: [1] });
    expect(raised && escalationsOf(raised, rules).map(({ level }) => level)).toEqual([2, 3]);
    expect(escalationsOf(one, compileRules(2, { ...shipped, rules: [] }))).toEqual([]);
    expect(escalationsOf({ ...one, state: 'joined' }, rules)).toEqual([]);
    const paused = pause(one, { why: 'receipt' }, rules, { by, at: at(9, '10:00') }).after;
    expect([escalationsOf(paused, rules), nextDueAt(paused)]).toEqual([[], undefined]);
  });
});

describe('the clock of a case', () => {
  it('stands while it waits, and what was left then is left afterwards', () => {
    const paused = pause(complaint(at(9, '09:00')), { why: 'receipt' }, rules, { by, at: at(9, '10:00') }).after;
    expect([paused.firstResponseDueAt, caseLooksAt(paused, rules)]).toEqual([undefined, undefined]);
    const { after } = resume(paused, rules, { at: at(9, '21:00'), why: 'answered' });
    expect([after.state, after.firstResponseDueAt]).toEqual(['open', at(10, '10:00')]);
  });

  it('ends the wait and pauses by one contact (zammad#3551), until a time where one is said', () => {
    const waiting = { until: at(12, '09:00') };
    const { after } = contact(complaint(at(9, '09:00')), { channel: 'email', outcome: 'delivered', waiting }, rules, {
      by,
      at: at(9, '10:00'),
    });
    expect(after).toMatchObject({ state: 'waiting', respondedAt: at(9, '10:00'), resolutionDueAt: undefined });
    expect(caseLooksAt(after, rules)).toBe(at(12, '09:00'));
  });

  it('begins anew when it is opened again, keeps what it said before, and goes a level up the third time (zammad#188, frappe#2050)', () => {
    const end = { rootCause: 'delay', resolution: 'explained' };
    let one = complaint(at(9, '09:00'));
    const queues: string[] = [];
    for (const day of [10, 11, 12]) {
      one = resolveCase(one, end, { by, at: at(day, '09:00') }).after;
      const step = reopen(one, rules, { at: at(day, '10:00'), by, why: 'again' });
      expect(step.detail).toMatchObject({ before: { clockFrom: one.clockFrom, resolvedAt: at(day, '09:00') } });
      one = step.after;
      expect([one.firstResponseDueAt, one.respondedAt, one.rootCause]).toEqual([
        at(day, '14:00'),
        undefined,
        undefined,
      ]);
      queues.push(`${one.level} ${one.queue}`);
    }
    expect(queues).toEqual(['0 social-media', '0 social-media', '1 supervisors']);
  });

  it('is shorter where it matters more, by what is left of it', () => {
    const { after } = prioritise(
      complaint(at(9, '09:00')),
      { severity: 'urgent', reach: 20_000 },
      rules,
      at(9, '09:30'),
    );
    expect([after.severity, after.firstResponseDueAt]).toEqual(['urgent', at(9, '10:00')]);
  });
});
