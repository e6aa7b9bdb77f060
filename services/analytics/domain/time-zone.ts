import { isTimeZone } from '@hilo/contracts';
import { z } from 'zod';

const offset = /^([ +\-−])(\d\d)(?::?(\d\d))?$/;
const mostMinutes = 14 * 60;

/**
 * A time zone by its name, or by an offset as ISO 8601 writes it: +05:30 is east. Of an abbreviation that is a name too, the place
 * that it stands for: CET has a summer, but to Postgres, where abbreviations are offsets.
 */
const zoneIn = (text: string): string | undefined => {
  if (/^z$/i.test(text)) return 'UTC';
  const [, sign, hours = '', minutes = '00'] = offset.exec(text) ?? [];
  // A + that nobody has escaped in a URL is a space.
  if (sign !== undefined)
    return Number(minutes) < 60 && 60 * Number(hours) + Number(minutes) <= mostMinutes
      ? `${sign === ' ' ? '+' : sign.replace('−', '-')}${hours}:${minutes}`
      : undefined;
  if (!isTimeZone(text)) return undefined;
  return text.includes('/') ? text : new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
};

/** What of it becomes a time zone is its name, or such as +05:30. */
export const TimeZone = z.string().transform((text, context): string => {
  const zone = zoneIn(text);
  if (zone !== undefined) return zone;
  context.addIssue({
    code: 'custom',
    message: `${JSON.stringify(text.slice(0, 50))} is no time zone; name one such as Europe/Madrid, or an offset such as +01:00`,
  });
  return z.NEVER;
});

/** The same for Postgres, which takes the sign of an offset as POSIX does: what is east is negative. */
export const forPostgres = (zone: string): string =>
  zone.startsWith('+') ? `-${zone.slice(1)}` : zone.startsWith('-') ? `+${zone.slice(1)}` : zone;
