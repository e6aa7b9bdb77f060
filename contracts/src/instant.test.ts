import fc from 'fast-check';
import { expect, it } from 'vitest';
import { asKept, inMilliseconds, instantOf, isFine, isTimeZone, readTime, Time } from './instant.ts';

const said = (text: string, timeZone?: string): string => {
  const reading = readTime(text, timeZone);
  return 'at' in reading ? new Date(reading.at).toISOString() : reading.reason;
};

it.each([
  ['2026-11-20T10:00:00+01', '2026-11-20T09:00:00.000Z'],
  ['2026-11-20T10:00:00+0100', '2026-11-20T09:00:00.000Z'],
  ['2026-11-20T10:00:00+01:00', '2026-11-20T09:00:00.000Z'],
  ['2026-11-20T10:00:00-00:00', '2026-11-20T10:00:00.000Z'],
  ['2026-11-20T10:00:00−03:00', '2026-11-20T13:00:00.000Z'],
  ['2026-11-20T10:00:00+14:00', '2026-11-19T20:00:00.000Z'],
  ['2026-11-20T10:00:00,123Z', '2026-11-20T10:00:00.123Z'],
  ['2026-11-20t10:00:00.5z', '2026-11-20T10:00:00.500Z'],
  ['2026-11-20 10:00:00+00', '2026-11-20T10:00:00.000Z'],
  ['2026-11-20 10:00:00 +0200', '2026-11-20T08:00:00.000Z'],
  ['2026-11-20 10:00:00 UTC', '2026-11-20T10:00:00.000Z'],
  ['20261120T100000Z', '2026-11-20T10:00:00.000Z'],
  ['20261120T100000.25-0330', '2026-11-20T13:30:00.250Z'],
  ['2026-11-20T10:00Z', '2026-11-20T10:00:00.000Z'],
  ['2026-11-20T10Z', '2026-11-20T10:00:00.000Z'],
  ['2026-11-20T24:00:00Z', '2026-11-21T00:00:00.000Z'],
  ['2016-12-31T23:59:60Z', '2016-12-31T23:59:59.999Z'],
  ['2017-01-01T05:29:60.5+05:30', '2016-12-31T23:59:59.999Z'],
  ['2026-07-01T10:00:00+05:30[Asia/Kolkata]', '2026-07-01T04:30:00.000Z'],
  ['2026-07-01T10:00:00[Asia/Kolkata][u-ca=iso8601]', '2026-07-01T04:30:00.000Z'],
  ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
  ['0099-03-01T00:00:00Z', '0099-03-01T00:00:00.000Z'],
  ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ['9999-12-31T23:59:59.999999999Z', '9999-12-31T23:59:59.999Z'],
])('reads %s', (text, instant) => {
  expect(said(text)).toBe(instant);
});

it.each([
  ['2026-03-01T10:00:00.9995Z', '2026-03-01T10:00:00.999Z'],
  ['2026-03-01T10:00:00.99999Z', '2026-03-01T10:00:00.999Z'],
  ['2026-12-31T23:59:59.9999999Z', '2026-12-31T23:59:59.999Z'],
  ['2026-12-31T23:59:59,999999999+00:00', '2026-12-31T23:59:59.999Z'],
  ['1969-12-31T23:59:59.9999Z', '1969-12-31T23:59:59.999Z'],
])('truncates %s and never rounds it', (text, instant) => {
  expect(said(text)).toBe(instant);
  expect(Time.parse(text)).toBe(instant);
  expect(inMilliseconds(text)).toBe(instant);
});

it.each([
  ['2026-11-20T10:00:00', 'needs an offset, such as Z or +01:00'],
  ['2026-11-20', 'is a day without a time; write it as 2026-11-20T10:00:00Z'],
  ['20261120', 'is a day without a time; write it as 2026-11-20T10:00:00Z'],
  ['2026-11', 'is no day; write it as 2026-11-20T10:00:00Z'],
  ['2026-W47-5', 'is a week date; write it as 2026-11-20T10:00:00Z'],
  ['2026W475T100000Z', 'is a week date; write it as 2026-11-20T10:00:00Z'],
  ['2026-324', 'is a day of the year; write it as 2026-11-20T10:00:00Z'],
  ['2026-324T10:00:00Z', 'is a day of the year; write it as 2026-11-20T10:00:00Z'],
  ['1767225600', 'is a number; write it as 2026-11-20T10:00:00Z'],
  ['1767225600000', 'is a number; write it as 2026-11-20T10:00:00Z'],
  ['1767225600.5', 'is a number; write it as 2026-11-20T10:00:00Z'],
  ['0000-01-01T00:00:00Z', 'has the year 0000, which is none of 0001 to 9999'],
  ['+12026-01-01T00:00:00Z', 'has a year with a sign, which is none of 0001 to 9999'],
  ['+012026-01-01T00:00:00Z', 'has a year with a sign, which is none of 0001 to 9999'],
  ['12026-01-01T00:00:00Z', 'has a year of more than four digits'],
  ['9999-12-31T23:59:59-01:00', 'lies beyond the years 0001 to 9999'],
  ['0001-01-01T00:00:00+01:00', 'lies beyond the years 0001 to 9999'],
  ['2026-11-20T10:00:00+14:01', 'has an offset beyond ±14:00, which no place on earth has'],
  ['2026-11-20T10:00:00-16:00', 'has an offset beyond ±14:00, which no place on earth has'],
  ['2026-11-20T10:00:00+23:59', 'has an offset beyond ±14:00, which no place on earth has'],
  ['2026-11-20T10:00:00+01:60', 'has an offset of more than 59 minutes to the hour'],
  ['2026-11-20T10:00:00.1234567890Z', 'has more than nine digits of a second'],
  ['2026-11-20T10:00:00.nullZ', 'has a fraction of a second that is no number'],
  ['2026-02-29T10:00:00Z', 'names a day that there is not'],
  ['2026-13-01T10:00:00Z', 'names a day that there is not'],
  ['2026-11-00T10:00:00Z', 'names a day that there is not'],
  ['2026-11-20T24:00:01Z', 'names a time of day that there is not'],
  ['2026-11-20T25:00:00Z', 'names a time of day that there is not'],
  ['2026-11-20T10:60:00Z', 'names a time of day that there is not'],
  ['2026-11-20T10:00:60Z', 'has 60 seconds in a minute that has no leap second'],
  ['2016-12-31T23:59:60+01:00', 'has 60 seconds in a minute that has no leap second'],
  ['2026-11-20T10:00:00[Europe/Madird]', 'names Europe/Madird, which is no time zone'],
  [' 2026-11-20T10:00:00Z', 'has space around it'],
  ['2026-11-20T10:00:00 01:00', 'has a space where its offset has a +; in a URL, + is written %2B'],
  ['', 'is empty'],
  ['yesterday', 'is no time as ISO 8601 writes it, such as 2026-11-20T10:00:00Z'],
  ['Fri, 20 Nov 2026 10:00:00 GMT', 'is no time as ISO 8601 writes it, such as 2026-11-20T10:00:00Z'],
  ['20/11/2026 10:00', 'is no time as ISO 8601 writes it, such as 2026-11-20T10:00:00Z'],
  [`2026-11-20T10:00:00.${'1'.repeat(100_000)}Z`, 'is no time as ISO 8601 writes it, such as 2026-11-20T10:00:00Z'],
])('refuses %s with a true reason', (text, reason) => {
  expect(said(text)).toBe(reason);
  expect(Time.safeParse(text).error?.issues.map(({ message }) => message)).toEqual([reason]);
});

it('refuses what is no text in the words of who sends', () => {
  expect(Time.safeParse(1_767_225_600).error?.issues[0]?.message).toBe('is no text; write it as 2026-11-20T10:00:00Z');
  expect(Time.safeParse(undefined).error?.issues[0]?.message).toBe('is missing');
});

it.each([
  ['2026-07-01 10:00:00', 'Europe/Madrid', '2026-07-01T08:00:00.000Z'],
  ['2026-07-01', 'Europe/Madrid', '2026-06-30T22:00:00.000Z'],
  ['2026-07-01T10:00:00.1239', '+05:30', '2026-07-01T04:30:00.123Z'],
  ['2026-03-29 02:30:00', 'Europe/Madrid', '2026-03-29T01:30:00.000Z'],
  ['2026-10-25 02:30:00', 'Europe/Madrid', '2026-10-25T00:30:00.000Z'],
  ['2026-07-01T10:00:00Z', 'Europe/Madrid', '2026-07-01T10:00:00.000Z'],
])('takes %s for a time of %s, where it says no offset', (text, zone, instant) => {
  expect(said(text, zone)).toBe(instant);
});

it('reads what an older gate let in', () => {
  expect(instantOf('2026-03-01T10:00:00+16:00')).toBe(Date.parse('2026-02-28T18:00:00Z'));
  expect(instantOf(`2026-03-01T10:00:00.${'9'.repeat(150)}Z`)).toBe(Date.parse('2026-03-01T10:00:00.999Z'));
  expect(instantOf('2026-03-01T10:00:00-23:59')).toBe(Date.parse('2026-03-02T09:59:00Z'));
  expect(instantOf('never')).toBeNaN();
});

const written = fc
  .tuple(
    fc.date({ min: new Date('0001-01-02T00:00:00Z'), max: new Date('9999-12-30T00:00:00Z'), noInvalidDate: true }),
    fc.stringMatching(/^(\.\d{1,9})?$/),
    fc.oneof(
      fc.constant('Z'),
      fc
        .tuple(fc.constantFrom('+', '-'), fc.nat(13), fc.nat(59))
        .map(([sign, hours, minutes]) => `${sign}${`${hours}`.padStart(2, '0')}:${`${minutes}`.padStart(2, '0')}`),
    ),
  )
  .map(([date, fraction, offset]) => `${date.toISOString().slice(0, 19)}${fraction}${offset}`);

it('reads RFC 3339 as everybody does, and in every other form that stands for the same', () => {
  fc.assert(
    fc.property(written, (text) => {
      const at = Date.parse(text);
      expect(readTime(text)).toEqual({ at });
      expect(instantOf(text)).toBe(at);
      for (const other of [
        text.replace('T', ' '),
        text.toLowerCase(),
        text.replace('.', ','),
        `${text.slice(0, 10).replaceAll('-', '')}T${text.slice(11, 19).replaceAll(':', '')}${text.slice(19).replace(':', '')}`,
      ])
        expect(readTime(other)).toEqual({ at });
    }),
  );
});

it('writes what it took so that the log has it, and changes nothing of what is fine', () => {
  fc.assert(
    fc.property(written, (text) => {
      const kept = Time.parse(text);
      expect(isFine(kept)).toBe(true);
      expect(Time.parse(kept)).toBe(kept);
      expect(instantOf(kept)).toBe(Date.parse(text));
      if (isFine(text)) expect(kept).toBe(text);
      expect(asKept(text, instantOf(text))).toBe(kept);
      const inTable = inMilliseconds(text);
      expect([instantOf(inTable), inTable.endsWith('Z'), isFine(inTable)]).toEqual([Date.parse(text), true, true]);
    }),
  );
});

it('never throws, whatever it is given', () => {
  const odd = fc.string({ unit: fc.constantFrom(...'0129-+:.,TtZzW [/]aé−'), maxLength: 40 });
  fc.assert(
    fc.property(fc.oneof(odd, fc.string()), (text) => {
      expect(Object.keys(readTime(text))).toHaveLength(1);
      expect(Object.keys(readTime(text, 'Europe/Madrid'))).toHaveLength(1);
      expect(typeof instantOf(text)).toBe('number');
    }),
    { numRuns: 2000 },
  );
});

it('knows time zones by name and by offset', () => {
  expect(['Europe/Madrid', 'UTC', '+05:30', 'America/Argentina/Ushuaia'].every(isTimeZone)).toBe(true);
  expect(['Europa/Madrid', 'Europe/Madird', '', '+5', 'local', 'Z'].some(isTimeZone)).toBe(false);
});
