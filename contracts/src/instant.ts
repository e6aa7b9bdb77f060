import { z } from 'zod';
import { Timestamp } from './words.ts';

/** An instant in milliseconds since the epoch, or why a text is none, in words for whoever wrote it. */
export type InstantReading = { at: number } | { reason: string };

/** How much a reader puts up with. */
type Tolerance = { digits: number; offsetMinutes: number };

/** No place on earth is further from UTC, and no clock finer. */
const atTheGate: Tolerance = { digits: 9, offsetMinutes: 14 * 60 };
/** Whatever an older gate let in. */
const inTheLog: Tolerance = { digits: Number.POSITIVE_INFINITY, offsetMinutes: 24 * 60 };

const longestText = 1000;
const example = '2026-11-20T10:00:00Z';
const [minuteMs, hourMs, dayMs] = [60_000, 3_600_000, 86_400_000];
const daysOf400Years = 146_097;
/** From the year 0001 to the end of 9999. */
const [earliest, latest] = [-62_135_596_800_000, 253_402_300_799_999];

/**
 * The instant that a text as ISO 8601 writes it stands for, truncated to milliseconds: extended or basic, with `T` or a space,
 * a comma or a point, `24:00`, a leap second, and behind it the name of a time zone (RFC 9557). A text that names no offset, or
 * no time of day, is of `timeZone`; without one it is refused, as is an offset beyond ±14:00, or more than nine digits.
 */
export const readTime = (text: string, timeZone?: string): InstantReading => {
  const quick = plainInstant(text, atTheGate);
  return quick === undefined ? read(text, atTheGate, timeZone) : within({ at: quick });
};

/** The instant of a `Timestamp` that was let in before, in milliseconds since the epoch; NaN for what never could be. */
export const instantOf = (timestamp: string): number => {
  const quick = plainInstant(timestamp, inTheLog);
  const reading = quick === undefined ? read(timestamp, inTheLog) : within({ at: quick });
  return 'at' in reading ? reading.at : Number.NaN;
};

/** A `Timestamp` that was let in before, as every table gets it: in UTC, with no more than milliseconds. */
export const inMilliseconds = (timestamp: string): string => {
  if (inUtc.test(timestamp)) return cut(timestamp);
  const at = instantOf(timestamp);
  return Number.isNaN(at) ? timestamp : new Date(at).toISOString();
};

/** A time that was read, as the log has it: as it was written where that is fine. */
export const asKept = (text: string, at: number): string => {
  if (isFine(text)) return text;
  return inUtc.test(text) ? cut(text) : new Date(at).toISOString();
};

/** Whether a time that was read is written as the log has it: RFC 3339, with no more than three digits of a second. */
export const isFine = (text: string): boolean =>
  /^\d{4}-\d\d-\d\dT(?!24)\d\d:\d\d:(?!60)\d\d(?:\.\d{1,3})?(?:Z|[+-]\d\d:\d\d)$/.test(text);

/** Of these, what is finer can be cut off, which is far quicker than to write them anew. */
const inUtc = /^\d{4}-\d\d-\d\dT(?!24)\d\d:\d\d:(?!60)\d\d(?:\.\d+)?Z$/;
const cut = (text: string): string => (text.length <= 24 ? text : `${text.slice(0, 23)}Z`);

const writtenAs = { format: 'date-time', pattern: z.toJSONSchema(Timestamp).pattern };

/** A time as somebody writes it; what comes of it is a `Timestamp` in milliseconds. The schema names the form to be preferred. */
export const Time = z
  .string({ error: ({ input }) => (input === undefined ? 'is missing' : `is no text; write it as ${example}`) })
  .meta(writtenAs)
  .transform((text, context) => {
    const reading = readTime(text);
    if ('at' in reading) return asKept(text, reading.at);
    context.addIssue({ code: 'custom', message: reading.reason });
    return z.NEVER;
  })
  .pipe(z.string().meta(writtenAs))
  .describe(
    'An instant as ISO 8601 writes it, with its offset: 2026-03-01T09:30:00+01:00 or …Z. Truncated to milliseconds.',
  );

/** RFC 3339, which nearly everybody writes: a look at its places. What it does not read is for `read`, which has the words. */
const plainInstant = (text: string, { digits, offsetMinutes }: Tolerance): number | undefined => {
  const year = 100 * two(text, 0) + two(text, 2);
  const [hour, minute, second] = [two(text, 11), two(text, 14), two(text, 17)];
  const midnight = midnightOf(year, two(text, 5), two(text, 8));
  const isPlain = text[4] === '-' && text[7] === '-' && text[10] === 'T' && text[13] === ':' && text[16] === ':';
  if (!isPlain || midnight === undefined || !(hour < 24 && minute < 60 && second < 60)) return undefined;
  let end = 19;
  let ms = 0;
  if (text[19] === '.') {
    for (end = 20; isDigit(text, end); end += 1) if (end < 23) ms += digitAt(text, end) * 10 ** (22 - end);
    if (end === 20 || end > 20 + digits) return undefined;
  }
  const away = offsetAt(text, end);
  if (!(Math.abs(away) <= offsetMinutes)) return undefined;
  return midnight + hour * hourMs + (minute - away) * minuteMs + second * 1000 + ms;
};

/** Minutes by which clocks there are before UTC, if the text ends with `Z` or such as `+01:00`. */
const offsetAt = (text: string, at: number): number => {
  const sign = text[at];
  if (sign === 'Z') return text.length === at + 1 ? 0 : Number.NaN;
  if ((sign !== '+' && sign !== '-') || text[at + 3] !== ':' || text.length !== at + 6) return Number.NaN;
  const [hours, minutes] = [two(text, at + 1), two(text, at + 4)];
  return minutes < 60 ? (sign === '+' ? 1 : -1) * (60 * hours + minutes) : Number.NaN;
};

const digitAt = (text: string, at: number): number => text.charCodeAt(at) - 48;
const isDigit = (text: string, at: number): boolean => digitAt(text, at) >= 0 && digitAt(text, at) <= 9;
const two = (text: string, at: number): number =>
  isDigit(text, at) && isDigit(text, at + 1) ? 10 * digitAt(text, at) + digitAt(text, at + 1) : Number.NaN;

const date = String.raw`(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)|(?<basicYear>\d{4})(?<basicMonth>\d\d)(?<basicDay>\d\d)`;
const time = String.raw`(?<hour>\d\d)(?::?(?<minute>\d\d)(?::?(?<second>\d\d)(?:[.,](?<fraction>\d+))?)?)?`;
const offset = String.raw` ?(?:(?<utc>[Zz]|UTC)|(?<sign>[+\-−])(?<offsetHours>\d\d)(?::?(?<offsetMinutes>\d\d))?)`;
// RFC 9557: the name of a time zone, and what else is said of how to show it.
const annotations = String.raw`(?:\[!?(?<zone>[A-Za-z][\w+\-/]*)\])?(?:\[[^\]]*=[^\]]*\])*`;
const written = new RegExp(`^(?:${date})(?:[Tt ]${time}(?:${offset})?)?${annotations}$`, 'u');

/** What ISO 8601 writes and nobody posts, or what looks like a time: each with what it is. */
const others: readonly [RegExp, string][] = [
  [/^\s*$/, 'is empty'],
  [/^[+\-−]\d{4,6}-/u, 'has a year with a sign, which is none of 0001 to 9999'],
  [/^\d{5,}-/, 'has a year of more than four digits'],
  [/^[+-]?\d+(?:\.\d+)?$/, `is a number; write it as ${example}`],
  [/^\d{4}-?W\d/i, `is a week date; write it as ${example}`],
  [/^\d{4}-?\d{3}(?!\d|-)/, `is a day of the year; write it as ${example}`],
  [/^(?:\d{4}-\d\d|\d{4})$/, `is no day; write it as ${example}`],
  [/^\s|\s$/, 'has space around it'],
  [/T[\d:.,]+ \d\d:?\d\d$/, 'has a space where its offset has a +; in a URL, + is written %2B'],
  [
    /^\d{4}-?\d\d-?\d\d[T ].*:\d\d(?:[.,](?![\d])|[.,]\d+[^\dZz+\-−[ ])/iu,
    'has a fraction of a second that is no number',
  ],
];

const read = (text: string, tolerance: Tolerance, timeZone?: string): InstantReading => {
  const parts = text.length > longestText && tolerance === atTheGate ? undefined : written.exec(text)?.groups;
  if (parts === undefined) {
    const known = others.find(([shape]) => shape.test(text.slice(0, longestText)));
    return { reason: known?.[1] ?? `is no time as ISO 8601 writes it, such as ${example}` };
  }
  const local = localTime(parts);
  if ('reason' in local) return local;
  if ((parts.fraction?.length ?? 0) > tolerance.digits) return { reason: 'has more than nine digits of a second' };
  return within(placed(parts, local.at, tolerance, timeZone));
};

type Parts = Readonly<Record<string, string | undefined>>;

/** The time of day and the day, as if they were of UTC. */
const localTime = (parts: Parts): InstantReading => {
  const [year, month, day] = [
    Number(parts.year ?? parts.basicYear),
    Number(parts.month ?? parts.basicMonth),
    Number(parts.day ?? parts.basicDay),
  ];
  const [hour, minute, second] = [Number(parts.hour ?? 0), Number(parts.minute ?? 0), Number(parts.second ?? 0)];
  const ms = Number((parts.fraction ?? '').slice(0, 3).padEnd(3, '0'));
  if (year === 0) return { reason: 'has the year 0000, which is none of 0001 to 9999' };
  const midnight = midnightOf(year, month, day);
  if (midnight === undefined) return { reason: 'names a day that there is not' };
  const isEndOfDay = hour === 24 && minute === 0 && second === 0 && Number(parts.fraction ?? 0) === 0;
  if ((hour > 23 && !isEndOfDay) || minute > 59 || second > 60)
    return { reason: 'names a time of day that there is not' };
  // A leap second belongs to its day, and is later than all else in it.
  const inMinute = second === 60 ? 59_999 : second * 1000 + ms;
  return { at: midnight + hour * hourMs + minute * minuteMs + inMinute };
};

/** The Gregorian calendar repeats itself after 400 years: `Date.UTC` takes the first hundred for others. */
const midnightOf = (year: number, month: number, day: number): number | undefined => {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const longest =
    month === 2 ? (isLeap ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= longest)) return undefined;
  return year >= 100 ? Date.UTC(year, month - 1, day) : Date.UTC(year + 400, month - 1, day) - daysOf400Years * dayMs;
};

/** The instant at which it is that time there. */
const placed = (parts: Parts, local: number, { offsetMinutes: most }: Tolerance, timeZone?: string): InstantReading => {
  if (parts.zone !== undefined && !isTimeZone(parts.zone))
    return { reason: `names ${parts.zone}, which is no time zone` };
  if (parts.utc !== undefined) return leapChecked(parts, local);
  if (parts.sign !== undefined) {
    const minutes = 60 * Number(parts.offsetHours) + Number(parts.offsetMinutes ?? 0);
    if (Number(parts.offsetMinutes ?? 0) > 59) return { reason: 'has an offset of more than 59 minutes to the hour' };
    if (minutes > most) return { reason: 'has an offset beyond ±14:00, which no place on earth has' };
    return leapChecked(parts, local - (parts.sign === '+' ? 1 : -1) * minutes * minuteMs);
  }
  const zone = parts.zone ?? timeZone;
  if (zone !== undefined) return leapChecked(parts, inZone(local, zone));
  return parts.hour === undefined
    ? { reason: `is a day without a time; write it as ${example}` }
    : { reason: 'needs an offset, such as Z or +01:00' };
};

/** Leap seconds are put in at the end of a month of UTC, and nowhere else. */
const leapChecked = ({ second }: Parts, at: number): InstantReading => {
  const next = new Date(at + 1);
  if (second !== '60' || (next.getUTCDate() === 1 && next.getUTCHours() === 0 && next.getUTCMinutes() === 0))
    return { at };
  return { reason: 'has 60 seconds in a minute that has no leap second' };
};

const within = (reading: InstantReading): InstantReading =>
  'reason' in reading || (reading.at >= earliest && reading.at <= latest)
    ? reading
    : { reason: 'lies beyond the years 0001 to 9999' };

/** A time that a clock shows twice is the first of the two; one that it leaves out is as much later as it leaves out. */
const inZone = (local: number, timeZone: string): number =>
  timeZone === 'UTC'
    ? local
    : Temporal.Instant.fromEpochMilliseconds(local)
        .toZonedDateTimeISO('UTC')
        .toPlainDateTime()
        .toZonedDateTime(timeZone).epochMilliseconds;

/** Whether this is the name of a time zone, such as Europe/Madrid, or an offset, such as +01:00. */
export const isTimeZone = (name: string): boolean => {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
};
