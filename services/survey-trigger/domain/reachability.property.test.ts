import fc from 'fast-check';
import { expect, it } from 'vitest';
import { policyOf, programme, ruleOf } from '../test/asking.ts';
import { unreachableHours, type WeekPart } from './reachability.ts';
import { earliestPermitted } from './time/permitted.ts';
import { type Weekday, weekdays, weekOf } from './time/weekly-hours.ts';

const [minuteMs, hourMs] = [60_000, 3_600_000];
/** A Monday. */
const monday = Date.UTC(2026, 5, 1);

const wallTime = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
const hours = fc
  .record({
    days: fc.subarray([...weekdays], { minLength: 1 }),
    from: fc.integer({ min: 0, max: 95 }),
    to: fc.integer({ min: 0, max: 95 }),
  })
  .filter(({ from, to }) => from !== to)
  .map(({ days, from, to }) => ({ days, from: wallTime(from * 15), to: wallTime(to * 15) }));
const rules = fc.array(fc.array(hours, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 });

const minuteOfWeek = (written: string): number => {
  const [day = '', time = ''] = written.split(' ');
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return weekdays.findIndex((one: Weekday) => one === day) * 1440 + hour * 60 + minute;
};
const isIn = (parts: readonly WeekPart[], minute: number): boolean =>
  parts.some(({ from, until }) => {
    const [begin, end] = [minuteOfWeek(from), minuteOfWeek(until)];
    return begin < end ? begin <= minute && minute < end : minute >= begin || minute < end;
  });

it('is what is found by looking for a permitted minute after every half hour of the week', () => {
  fc.assert(
    fc.property(
      rules,
      fc.integer({ min: 0, max: 600 }),
      fc.integer({ min: 1, max: 96 }),
      (written, askAfterMinutes, halfHours) => {
        fc.pre(askAfterMinutes < halfHours * 30);
        const policy = policyOf({
          packs: [],
          rules: written.map((one, index) => ruleOf({ id: `r${index}`, hours: one })),
        });
        const calls = programme('call_centre', { askAfterMinutes, askWithinHours: halfHours / 2 });
        const [found] = unreachableHours(calls, policy, monday);
        const always = { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY, closed: [] };
        const asked = { zones: ['UTC'], rules: written.map((one) => ({ ...always, week: weekOf(one) })) };
        for (let half = 0; half < 336; half += 1) {
          // Half a minute after: an end is no part of it, but for a moment.
          const at = monday + half * 30 * minuteMs + 30_000;
          const first = earliestPermitted({
            ...asked,
            from: at + askAfterMinutes * minuteMs,
            until: at + (halfHours / 2) * hourMs,
          });
          expect({ half, isUnreachable: found?.never || isIn(found?.hours ?? [], half * 30) }).toEqual({
            half,
            isUnreachable: first === undefined,
          });
        }
      },
    ),
    { numRuns: 200 },
  );
});
