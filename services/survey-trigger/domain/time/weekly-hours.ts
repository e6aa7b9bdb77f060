/** From the minute of the day on, until before the other: [540, 1260] is 09:00 to 21:00. */
export type Minutes = readonly [number, number];

/** What is open of each day, from Monday on, each in order and without an overlap. */
export type Week = readonly (readonly Minutes[])[];

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** Hours of some days of the week, in the time on the wall; with an end that is not after the beginning, over midnight. */
export type DayHours = { days: readonly Weekday[]; from: string; to: string };

export const minutesOfDay = 1440;

/** `09:30` is 570; `24:00` is the end of the day. */
export const minuteOf = (time: string): number => 60 * Number(time.slice(0, 2)) + Number(time.slice(3, 5));

/** The week in which these hours are open. What is over midnight is of the day after, from its beginning on. */
export const weekOf = (hours: readonly DayHours[]): Week => {
  const days: Minutes[][] = weekdays.map(() => []);
  for (const { days: named, from, to } of hours) {
    const [begin, end] = [minuteOf(from), minuteOf(to)];
    for (const day of named) {
      const index = weekdays.indexOf(day);
      if (begin < end) days[index]?.push([begin, end]);
      else {
        days[index]?.push([begin, minutesOfDay]);
        if (end > 0) days[(index + 1) % 7]?.push([0, end]);
      }
    }
  }
  return days.map(joined);
};

export const wholeWeek: Week = weekdays.map(() => [[0, minutesOfDay]]);

/** What is not in it. */
export const complementOf = (week: Week): Week =>
  week.map((day) => {
    const edges = [0, ...day.flat(), minutesOfDay];
    return Array.from(
      { length: edges.length / 2 },
      (_, n): Minutes => [edges[2 * n] ?? 0, edges[2 * n + 1] ?? 0],
    ).filter(([begin, end]) => begin < end);
  });

/** What is in both. */
export const intersectWeeks = (one: Week, other: Week): Week =>
  one.map((day, index) => intersect(day, other[index] ?? []));

/** What is in both of two lists, each in order and without an overlap: of minutes or of instants. */
export const intersect = (one: readonly Minutes[], other: readonly Minutes[]): Minutes[] => {
  const both: Minutes[] = [];
  for (let [left, right] = [0, 0]; left < one.length && right < other.length; ) {
    const [a, b] = [one[left], other[right]];
    if (a === undefined || b === undefined) break;
    const [begin, end] = [Math.max(a[0], b[0]), Math.min(a[1], b[1])];
    if (begin < end) both.push([begin, end]);
    if (a[1] < b[1]) left += 1;
    else right += 1;
  }
  return both;
};

/** In order, and what touches or overlaps as one. */
export const joined = (parts: readonly Minutes[]): Minutes[] => {
  const whole: Minutes[] = [];
  for (const [begin, end] of parts.toSorted(([one], [other]) => one - other)) {
    const last = whole.at(-1);
    if (last !== undefined && begin <= last[1]) whole[whole.length - 1] = [last[0], Math.max(last[1], end)];
    else whole.push([begin, end]);
  }
  return whole;
};
