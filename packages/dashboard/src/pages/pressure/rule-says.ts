import type { ContactRule } from '../../api/pressure.ts';
import type { Says } from './words/en.ts';

type Words = { says: Says; language: string };

/** What a rule says, in words: its hours, holidays, caps, rests, and what it needs. */
export const ruleSays = (rule: ContactRule, { says, language }: Words): string[] => {
  const {
    hours,
    quiet,
    holidays,
    caps = [],
    rest = {},
    needs,
    registers,
    callerPrefix,
    inForceFrom,
    inForceUntil,
  } = rule;
  const list = (all: readonly string[]): string => all.join(', ');
  const hoursText = (all: readonly Hours[]): string => list(all.map((one) => hoursOf(one, language)));
  return [
    ...(hours === 'any' ? [says.anyTime] : hours ? [says.hours(hoursText(hours))] : []),
    ...(quiet ? [says.quiet(hoursText(quiet))] : []),
    ...(holidays === 'none' ? [] : [says.holidays[holidays]]),
    ...caps.map((cap) => says.cap(String(cap.max), says.of[cap.of], says.window(cap.windowHours))),
    ...(rest.afterInvitation === undefined ? [] : [says.afterInvitation(String(rest.afterInvitation))]),
    ...(rest.afterAnswer === undefined ? [] : [says.afterAnswer(String(rest.afterAnswer))]),
    ...(rest.afterRefusal === undefined ? [] : [says.afterRefusal(String(rest.afterRefusal))]),
    ...(needs ? [says.needs[needs]] : []),
    ...(registers ? [says.registers(list(registers))] : []),
    ...(callerPrefix === undefined ? [] : [says.prefix(callerPrefix)]),
    ...(inForceFrom === undefined ? [] : [says.from(inForceFrom)]),
    ...(inForceUntil === undefined ? [] : [says.until(inForceUntil)]),
  ];
};

type Hours = Exclude<NonNullable<ContactRule['hours']>, 'any'>[number];

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** `Mon–Fri 09:00–21:00`: days that follow each other as a span. */
const hoursOf = ({ days, from, to }: Hours, language: string): string => {
  // A Monday, and the days after it.
  const name = (n: number): string =>
    new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' }).format(Date.UTC(2024, 0, 1 + n));
  const found = weekdays.flatMap((day, n) => (days.includes(day) ? [n] : []));
  const [first = 0, last = 0] = [found.at(0), found.at(-1)];
  const isSpan = found.length > 2 && last - first + 1 === found.length;
  return `${isSpan ? `${name(first)}–${name(last)}` : found.map(name).join(', ')} ${from}–${to}`;
};
