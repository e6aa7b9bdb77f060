import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BusinessCalendar, businessCalendar, type WrittenCalendar } from '../domain/cases/business-calendar.ts';
import { dueAfter, nextWorked, type Pause, ranBy } from '../domain/cases/clock.ts';
import { everyZone } from '../domain/time/zones.ts';

/** As many as a test takes that does not want to be long; all of 10,000 with HILO_TEST_FULL=1. */
const cases = process.env.HILO_TEST_FULL === '1' ? 10_000 : 200;
const minuteMs = 60_000;
const hourMs = 3_600_000;
const mostMinutes = 21 * 1440;
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

type Case = { calendar: WrittenCalendar; from: number; pauses: Pause[]; minutes: number };

/**
 * Another way to the same: each minute is shown to a clock of `Intl`, which knows nothing of intervals, and counted if it is worked and
 * no pause lies over it. Gives the end of the minute in which as many are counted.
 */
const byTheMinute = ({ calendar, from, pauses, minutes }: Case): number | undefined => {
  const isOpen = openIn(calendar);
  let counted = 0;
  for (let n = 0; n < mostMinutes; n += 1) {
    const at = from + n * minuteMs;
    if (!isOpen(at) || pauses.some(([begin, end]) => begin <= at && at < end)) continue;
    counted += 1;
    if (counted === minutes) return at + minuteMs;
  }
  return undefined;
};

const openIn = ({ zone, hours, closed = [] }: WrittenCalendar): ((at: number) => boolean) => {
  const wall = clockIn(zone);
  return (at) => {
    const { weekday, date, minute } = wall(at);
    if (closed.includes(date)) return false;
    return hours.some(({ days, from, to }) => {
      const [begin, end] = [minuteOf(from), minuteOf(to)];
      const isToday = days.some((day) => weekdays.indexOf(day) === weekday);
      const isSinceYesterday = days.some((day) => (weekdays.indexOf(day) + 1) % 7 === weekday);
      if (begin < end) return isToday && begin <= minute && minute < end;
      return (isToday && begin <= minute) || (isSinceYesterday && minute < end);
    });
  };
};

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

type Wall = { weekday: number; date: string; minute: number };
const formats = new Map<string, Intl.DateTimeFormat>();

/** Clocks are set at whole quarters, so that `Intl` is asked four times an hour. */
const clockIn = (timeZone: string): ((at: number) => Wall) => {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-GB', {
      ...{ timeZone, year: 'numeric', month: '2-digit', day: '2-digit' },
      ...{ weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    });
  formats.set(timeZone, format);
  const quarters = new Map<number, Wall>();
  return (at) => {
    const quarter = Math.floor(at / (15 * minuteMs));
    const kept = quarters.get(quarter) ?? read(format, quarter * 15 * minuteMs);
    quarters.set(quarter, kept);
    return { ...kept, minute: kept.minute + Math.floor((at - quarter * 15 * minuteMs) / minuteMs) };
  };
};

const read = (format: Intl.DateTimeFormat, at: number): Wall => {
  const [, weekday = '', day, month, year, hour, minute] =
    /^(\w{3}), (\d\d)\/(\d\d)\/(\d{4}), (\d\d):(\d\d)$/.exec(format.format(at)) ?? [];
  const names: readonly string[] = weekdays;
  return {
    weekday: names.indexOf(weekday.toLowerCase()),
    date: `${year}-${month}-${day}`,
    minute: Number(hour) * 60 + Number(minute),
  };
};

const zone = fc.oneof(
  fc.constantFrom(
    ...['Europe/Madrid', 'Atlantic/Canary', 'America/Santiago', 'Australia/Lord_Howe', 'America/St_Johns', 'UTC'],
    ...['Asia/Kolkata', 'Africa/Casablanca', 'Antarctica/Troll', 'Pacific/Kiritimati'],
  ),
  fc.constantFrom(...everyZone),
);
const wallTime = (quarters: number): string =>
  `${String(Math.floor(quarters / 4)).padStart(2, '0')}:${String((quarters % 4) * 15).padStart(2, '0')}`;
const hours = fc
  .record({
    days: fc.subarray([...weekdays], { minLength: 1 }),
    from: fc.integer({ min: 0, max: 95 }),
    length: fc.integer({ min: 1, max: 95 }),
  })
  .map(({ days, from, length }) => {
    const to = from + length === 96 ? '24:00' : wallTime((from + length) % 96);
    return { days, from: wallTime(from), to };
  });
/** Around the days when clocks are set, the end of a year, a leap day, and any other. */
const begin = fc
  .oneof(
    fc.constantFrom('2026-03-29', '2026-10-25', '2026-03-08', '2026-11-01', '2026-04-05', '2026-09-06', '2028-02-29'),
    fc.integer({ min: 0, max: 1700 }).map((day) => new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10)),
  )
  .chain((date) => fc.integer({ min: -72 * 60, max: 24 * 60 }).map((minutes) => Date.parse(date) + minutes * minuteMs));
const pause = (from: number) =>
  fc
    .tuple(fc.integer({ min: -24 * 60, max: 6 * 1440 }), fc.integer({ min: 0, max: 2 * 1440 }))
    .map(([start, length]): Pause => [from + start * minuteMs, from + (start + length) * minuteMs]);
const anyCase: fc.Arbitrary<Case> = begin.chain((from) =>
  fc.record({
    calendar: fc.record({
      zone,
      hours: fc.array(hours, { minLength: 1, maxLength: 3 }),
      closed: fc.array(
        fc.integer({ min: -1, max: 8 }).map((day) => new Date(from + day * 24 * hourMs).toISOString().slice(0, 10)),
        { maxLength: 3 },
      ),
    }),
    from: fc.constant(from),
    pauses: fc.array(pause(from), { maxLength: 3 }),
    minutes: fc.oneof(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 1, max: 4000 })),
  }),
);

describe('the clock of a case', () => {
  it(`is due when a clock says so that counts each minute, in ${cases} cases`, () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        const calendar = businessCalendar(one.calendar);
        const expected = byTheMinute(one);
        const due = dueAfter(calendar, one, one.minutes * minuteMs);
        if (expected === undefined) {
          expect(due ?? Number.POSITIVE_INFINITY).toBeGreaterThan(one.from + mostMinutes * minuteMs);
          return;
        }
        expect(due).toBe(expected);
        expect(ranBy(calendar, one, expected)).toBe(one.minutes * minuteMs);
        const open = openIn(one.calendar);
        const next = nextWorked(calendar, one.from) ?? Number.NaN;
        expect(open(next)).toBe(true);
        if (next > one.from) expect(open(next - minuteMs)).toBe(false);
      }),
      { numRuns: cases },
    );
  });
});

const office = (more: Partial<WrittenCalendar> = {}): BusinessCalendar =>
  businessCalendar({
    zone: 'Europe/Madrid',
    hours: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '17:00' }],
    ...more,
  });
const due = (from: string, minutes: number, calendar = office(), pauses: Pause[] = []) => {
  const at = dueAfter(calendar, { from: Date.parse(from), pauses }, minutes * minuteMs);
  return at === undefined ? undefined : new Date(at).toISOString();
};

describe('the clock of a case in an office in Madrid, Monday to Friday from 9 to 17', () => {
  it.each([
    ['an hour from Friday 16:30 is Monday 9:30', '2026-03-06T16:30:00+01:00', 60, '2026-03-09T08:30:00.000Z'],
    ['before it opens, it begins when it opens', '2026-03-09T06:00:00+01:00', 60, '2026-03-09T09:00:00.000Z'],
    ['the last half hour ends when it closes', '2026-03-06T16:30:00+01:00', 30, '2026-03-06T16:00:00.000Z'],
    ['from when it closes it is the next day', '2026-03-05T17:00:00+01:00', 1, '2026-03-06T08:01:00.000Z'],
    ['over the night when clocks are set forward', '2026-03-27T16:30:00+01:00', 60, '2026-03-30T07:30:00.000Z'],
    ['over the night when clocks are set back', '2026-10-23T16:30:00+02:00', 60, '2026-10-26T08:30:00.000Z'],
  ])('%s', (_words, from, minutes, expected) => {
    expect(due(from, minutes)).toBe(expected);
  });

  it('passes over holidays of the place and days of its own, and days of which no table knows are days like any other', () => {
    const closed = office({ holidays: { place: 'ES', scope: 'national' }, closed: ['2026-12-09'] });
    // Tuesday 8 December is a holiday in Spain.
    expect(due('2026-12-07T16:30:00+01:00', 60, closed)).toBe('2026-12-10T08:30:00.000Z');
    expect(due('2090-03-06T08:00:00+01:00', 60, closed)).toBe('2090-03-06T09:00:00.000Z');
  });

  it('stands in pauses, and for good in one without an end', () => {
    const lunch: Pause = [Date.parse('2026-03-09T10:00:00+01:00'), Date.parse('2026-03-09T12:00:00+01:00')];
    expect(due('2026-03-09T09:00:00+01:00', 120, office(), [lunch])).toBe('2026-03-09T12:00:00.000Z');
    expect(due('2026-03-09T09:00:00+01:00', 120, office(), [[lunch[0], Number.POSITIVE_INFINITY]])).toBeUndefined();
    expect(due('2026-03-09T09:00:00+01:00', 60, office(), [[lunch[0], Number.POSITIVE_INFINITY]])).toBe(
      '2026-03-09T09:00:00.000Z',
    );
  });
});
