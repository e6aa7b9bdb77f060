import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochDay } from '../domain/calendar/holidays.ts';
import { earliestPermitted, type HoursRule, type Interval, permittedIntervals } from '../domain/time/permitted.ts';
import { type DayHours, weekdays, weekOf } from '../domain/time/weekly-hours.ts';
import { everyZone } from '../domain/time/zones.ts';

/** As many as a test takes that does not want to be long; 10,000 with CASES=10000. */
const cases = Number(process.env.CASES ?? 1000);
const minuteMs = 60_000;
const hourMs = 3_600_000;

type Rule = { hours: DayHours[]; holidays: string[]; from: number; until: number };
type Case = { zones: string[]; rules: Rule[]; from: number; until: number };

/** Another way to the same: each minute is shown to a clock of `Intl`, and held against the rules as they are written. */
const byTheMinute = ({ zones, rules, from, until }: Case): Interval[] => {
  const clocks = zones.map(clockIn);
  const permitted: [number, number][] = [];
  for (let at = from; at < until; at += minuteMs) {
    const isPermitted = clocks.every((clock) => {
      const wall = clock(at);
      return rules.every((rule) => at < rule.from || at >= rule.until || isOpen(rule, wall));
    });
    const last = permitted.at(-1);
    if (isPermitted && last?.[1] === at) last[1] += minuteMs;
    else if (isPermitted) permitted.push([at, at + minuteMs]);
  }
  return permitted;
};

type Wall = { weekday: string; date: string; time: string };

const clockIn = (timeZone: string): ((at: number) => Wall) => {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return (at) => {
    const [, weekday = '', day, month, year, time = ''] =
      /^(\w{3}), (\d\d)\/(\d\d)\/(\d{4}), (\d\d:\d\d)$/.exec(format.format(at)) ?? [];
    return { weekday: weekday.toLowerCase(), date: `${year}-${month}-${day}`, time };
  };
};

const isOpen = ({ hours, holidays }: Rule, { weekday, date, time }: Wall): boolean => {
  if (holidays.includes(date)) return false;
  return hours.some(({ days, from, to }) => {
    const isToday = days.some((day) => day === weekday);
    const isSinceYesterday = days.some((day) => weekdays[(weekdays.indexOf(day) + 1) % 7] === weekday);
    if (from < to) return isToday && from <= time && time < to;
    return (isToday && from <= time) || (isSinceYesterday && time < to);
  });
};

const compiled = ({ hours, holidays, from, until }: Rule): HoursRule => ({
  week: weekOf(hours),
  closed: [{ days: new Set(holidays.map(epochDay)), from: epochDay('2000-01-01'), until: epochDay('2100-01-01') }],
  from,
  until,
});

const remarkable = [
  'Europe/Madrid',
  'Atlantic/Canary',
  'Indian/Reunion',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Asia/Kolkata',
  'Asia/Katmandu',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'America/Santiago',
  'America/New_York',
  'Africa/Casablanca',
  'Asia/Gaza',
  'Antarctica/Troll',
];
const zone = fc.oneof(fc.constantFrom(...remarkable), fc.constantFrom(...everyZone));
const quarter = fc.integer({ min: 0, max: 95 });
const wallTime = (quarters: number): string =>
  `${String(Math.floor(quarters / 4)).padStart(2, '0')}:${String((quarters % 4) * 15).padStart(2, '0')}`;
const hours = fc
  .record({
    days: fc.subarray([...weekdays], { minLength: 1 }),
    from: quarter,
    length: fc.integer({ min: 1, max: 95 }),
  })
  .map(({ days, from, length }): DayHours => {
    const to = from + length === 96 ? '24:00' : wallTime((from + length) % 96);
    return { days, from: wallTime(from), to };
  });
/** Around the days when clocks are set in Europe, America, Chile and Australia, the end of February of a leap year, any other. */
const begin = fc
  .oneof(
    fc.constantFrom(
      '2024-02-29',
      '2026-03-29',
      '2026-10-25',
      '2026-03-08',
      '2026-11-01',
      '2026-04-05',
      '2026-10-04',
      '2028-02-29',
    ),
    fc.integer({ min: 0, max: 1700 }).map((day) => new Date(Date.UTC(2024, 1, 1 + day)).toISOString().slice(0, 10)),
  )
  .chain((date) => fc.integer({ min: -36 * 60, max: 24 * 60 }).map((minutes) => Date.parse(date) + minutes * minuteMs));
const anyCase: fc.Arbitrary<Case> = begin.chain((from) => {
  const near = fc.integer({ min: -48, max: 72 }).map((at) => from + at * hourMs);
  const rule = fc.record({
    hours: fc.array(hours, { minLength: 1, maxLength: 3 }),
    holidays: fc.array(
      fc.integer({ min: -1, max: 3 }).map((day) => new Date(from + day * 24 * hourMs).toISOString().slice(0, 10)),
      {
        maxLength: 2,
      },
    ),
    from: fc.oneof({ weight: 5, arbitrary: fc.constant(Number.NEGATIVE_INFINITY) }, near),
    until: fc.oneof({ weight: 5, arbitrary: fc.constant(Number.POSITIVE_INFINITY) }, near),
  });
  return fc.record({
    zones: fc.array(zone, { minLength: 1, maxLength: 3 }),
    rules: fc.array(rule, { minLength: 1, maxLength: 3 }),
    from: fc.constant(from),
    until: fc.integer({ min: 1, max: 48 * 60 }).map((minutes) => from + minutes * minuteMs),
  });
});

describe('when somebody may be contacted', () => {
  it(`is what a clock says that is looked at each minute, in ${cases} cases`, () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        const asked = { ...one, rules: one.rules.map(compiled) };
        const expected = byTheMinute(one);
        expect(permittedIntervals(asked)).toEqual(expected);
        expect(earliestPermitted(asked)).toBe(expected[0]?.[0]);
      }),
      { numRuns: cases },
    );
  });
});
