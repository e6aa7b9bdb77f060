import { describe, expect, it } from 'vitest';
import { dayMs, hourMs, minuteMs, policyOf, programme, ruleOf } from '../test/asking.ts';
import { askedBy, live, type Touched } from '../test/one-customer.ts';
import type { Programme } from './programme.ts';

const monday = Date.parse('2026-03-02T10:00:00Z');
const cap = (max: number, windowHours: number) =>
  policyOf({ packs: [], rules: [ruleOf({ id: 'house', hours: 'any', caps: [{ max, windowHours }] })] });
const oneAWeek = cap(1, 168);
const asking = (id: string, fields: object = {}): Programme => programme('email', { id, ...fields });
const weekly = asking('weekly', { againAfterDays: 7 });
const quarterly = asking('quarterly', { againAfterDays: 91 });

const end = monday + 91 * dayMs;
/** How often each asked within these 13 weeks. */
const askedIn = (touched: readonly Touched[], isFair = true): Record<string, number> =>
  askedBy(live(touched, { policy: oneAWeek, isFair }).filter(({ decidedAt = end }) => decidedAt < end));

/** Every so many days for 13 weeks, these in this order. */
const often = (everyDays: number, programmes: readonly Programme[], from = monday): Touched[] =>
  Array.from({ length: Math.floor(91 / everyDays) }, (_, n) => ({ at: from + n * everyDays * dayMs, programmes }));

describe('case 7: a weekly and a quarterly programme, one slot a week, 13 weeks', () => {
  const once = { weekly: 12, quarterly: 1 };

  it.each([1, 0.5, 7])('touched every %d days, the quarterly one asks once and the weekly one twelve times', (days) => {
    expect(askedIn(often(days, [weekly, quarterly]))).toEqual(once);
  });

  it('whichever is named first', () => {
    expect(askedIn(often(1, [quarterly, weekly]))).toEqual(once);
  });

  it('without turns it would have starved', () => {
    expect(askedIn(often(1, [weekly, quarterly]), false)).toEqual({ weekly: 13 });
  });

  it('whichever is due first', () => {
    for (const [ours, theirs] of [
      [0, 600],
      [600, 0],
      [0, 47 * 60],
      [30, 30],
    ]) {
      const [one, other] = [
        { ...weekly, askAfterMinutes: ours ?? 0 },
        { ...quarterly, askAfterMinutes: theirs ?? 0 },
      ];
      const asked = askedIn(often(7, [one, other]));
      expect({ asked, theirs }).toEqual({ asked: once, theirs });
    }
  });

  it.each([1, 6, 24, 40])('where the quarterly one is about what happens %d hours after', (hours) => {
    const touched = [...often(7, [weekly]), ...often(7, [quarterly], monday + hours * hourMs)];
    expect(askedIn(touched)).toEqual(once);
  });

  it.each([1, 24, 40])('where it is about what happens %d hours before', (hours) => {
    const touched = [...often(7, [weekly]), ...often(7, [quarterly], monday - hours * hourMs)];
    expect(askedIn(touched).quarterly).toBe(1);
  });

  it('where the weekly one has no time to wait, it gives one up, and has no time either when the next week begins later', () => {
    const short = { ...weekly, askWithinHours: 1 };
    const late = { ...quarterly, askAfterMinutes: 120 };
    expect(askedIn(often(7, [short, late]))).toEqual({ weekly: 11, quarterly: 1 });
  });

  it('with a third that asks every month', () => {
    const monthly = asking('monthly', { againAfterDays: 30 });
    const asked = askedIn(often(1, [weekly, monthly, quarterly]));
    expect(asked).toEqual({ weekly: 13 - (asked.monthly ?? 0) - 1, monthly: asked.monthly, quarterly: 1 });
    expect(asked.monthly).toBeGreaterThanOrEqual(2);
    expect(asked.monthly).toBeLessThanOrEqual(4);
  });
});

describe('one waits for another', () => {
  const states = (touched: readonly Touched[], policy = oneAWeek) =>
    live(touched, { policy }).map(({ programme: { id }, state, reasons }) => [id, state, reasons[0]?.reason]);

  it('that is a moment of truth, whatever their priorities', () => {
    const important = asking('important', { priority: 9 });
    const late = asking('late', { askAfterMinutes: 60 });
    const touched = [
      { at: monday, programmes: [late], momentOfTruth: true },
      { at: monday + 1, programmes: [important] },
    ];
    expect(states(touched)).toEqual([
      ['late', 'invited', undefined],
      ['important', 'withheld', 'contact-pressure'],
    ]);
  });

  it('that has the higher priority, and says for which, and until when', () => {
    const late = asking('late', { priority: 1, askAfterMinutes: 60 });
    const rows = live([{ at: monday, programmes: [asking('first'), late] }], { policy: oneAWeek });
    expect(askedBy(rows)).toEqual({ late: 1 });
    const kept = live([{ at: monday, programmes: [asking('first', { askWithinHours: 0.5 }), late] }], {
      policy: oneAWeek,
    });
    expect(kept.map(({ state, reasons }) => [state, reasons])).toEqual([
      ['withheld', [{ reason: 'kept-for-another', rule: 'late.priority' }]],
      ['invited', []],
    ]);
  });

  it('not where there is room for both, nor where the other comes after the window', () => {
    const late = asking('late', { priority: 1, askAfterMinutes: 60 });
    expect(askedBy(live([{ at: monday, programmes: [asking('first'), late] }], { policy: cap(2, 168) }))).toEqual({
      first: 1,
      late: 1,
    });
    const rows = live([{ at: monday, programmes: [asking('first'), late] }], { policy: cap(1, 24) });
    expect(rows.map(({ decidedAt }) => decidedAt)).toEqual([monday, monday + dayMs]);
  });

  it('not for one that cannot be asked itself', () => {
    const late = asking('late', { priority: 1, askAfterMinutes: 60, contacts: [{ channel: 'sms', kind: 'phone' }] });
    const [first] = live([{ at: monday, programmes: [asking('first'), late] }], { policy: oneAWeek });
    expect(first).toMatchObject({ state: 'invited', decidedAt: monday });
  });

  it('not for the same programme, nor for one that is no more important', () => {
    const first = asking('first');
    const touched = [
      { at: monday, programmes: [first] },
      { at: monday + minuteMs, programmes: [first] },
    ];
    expect(live(touched, { policy: oneAWeek })[0]).toMatchObject({ state: 'invited', decidedAt: monday });
    const later = asking('later', { askAfterMinutes: 60 });
    const rows = live([{ at: monday, programmes: [first, later] }], { policy: oneAWeek });
    expect(rows[0]).toMatchObject({ state: 'invited', decidedAt: monday });
  });

  it('keeps the room of two for the two that are more important', () => {
    const [b, c] = [
      asking('b', { priority: 1, askAfterMinutes: 10 }),
      asking('c', { priority: 2, askAfterMinutes: 20 }),
    ];
    expect(askedBy(live([{ at: monday, programmes: [asking('a'), b, c] }], { policy: cap(2, 168) }))).toEqual({
      b: 1,
      c: 1,
    });
  });
});
