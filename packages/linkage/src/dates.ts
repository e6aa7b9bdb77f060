import { z } from 'zod';
import { fold, isNoWord } from './text.ts';

/** A day of birth, or only its year; `text` is yyyymmdd or yyyy. */
export const Day = z.object({
  year: z.number(),
  month: z.number().optional(),
  day: z.number().optional(),
  text: z.string(),
});

export type Day = z.infer<typeof Day>;

/** Which number comes first in a column's dates, and whether its 1 January only means that the day is not known. */
export type DateHabits = { dayFirst: boolean; newYearMeansUnknown: boolean };

/** In English and Spanish, by their first letters. */
const months = [
  'jan|ene',
  'feb',
  'mar',
  'apr|abr',
  'may',
  'jun',
  'jul',
  'aug|ago',
  'sep|set',
  'oct',
  'nov',
  'dec|dic',
].map((names) => new RegExp(`(^|[^a-z])(${names})`));

/** What all dates of a column together say of how they are written. */
export const dateHabits = (values: Iterable<string>): DateHabits => {
  let [dayFirst, monthFirst, newYears, days] = [0, 0, 0, 0];
  for (const value of values) {
    const [first, second, third] = numbersOf(value);
    if (first === undefined || second === undefined || third === undefined || first > 31) continue;
    if (first > 12 && second <= 12) dayFirst += 1;
    if (second > 12 && first <= 12) monthFirst += 1;
  }
  const habits = { dayFirst: dayFirst >= monthFirst, newYearMeansUnknown: false };
  for (const value of values) {
    const day = readDate(value, habits);
    if (day?.day === undefined) continue;
    days += 1;
    if (day.day === 1 && day.month === 1) newYears += 1;
  }
  return { ...habits, newYearMeansUnknown: newYears > 10 && newYears > 0.01 * days };
};

/** The day that a text names, in whatever form; `undefined` if it names none. */
export const readDate = (text: string, habits: DateHabits): Day | undefined => {
  const folded = fold(text).replace(/[t ]\d{1,2}:\d{2}.*$/, '');
  if (isNoWord(folded) || /^[0\W]+$/.test(folded)) return undefined;
  const named = /[a-z]/.test(folded) ? months.findIndex((month) => month.test(folded)) : -1;
  const numbers = numbersOf(folded);
  const read = named < 0 ? fromNumbers(numbers, habits) : withMonth(named + 1, numbers);
  if (
    read === undefined ||
    !isPlausible(read.year) ||
    /^(1900|1111|9999|1000)-?(01-?01|11-?11|12-?31|99-?99)$/.test(folded)
  ) {
    return undefined;
  }
  const { year, month, day } = read;
  const isWhole = month !== undefined && day !== undefined && month >= 1 && month <= 12 && day >= 1 && day <= 31;
  const isUnknown = habits.newYearMeansUnknown && month === 1 && day === 1;
  if (!isWhole || isUnknown) return { year, text: String(year) };
  return { year, month, day, text: `${year}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}` };
};

const isPlausible = (year: number): boolean => year >= 1500 && year <= 2100;

const numbersOf = (text: string): number[] => {
  const [whole, ...others] = text.match(/\d+/g) ?? [];
  if (whole === undefined) return [];
  if (others.length === 0 && whole.length === 8) return eightDigits(whole);
  if (others.length === 0 && whole.length === 6) return [whole.slice(0, 4), whole.slice(4)].map(Number);
  return [whole, ...others].slice(0, 3).map(Number);
};

/** 19560409, or 09041956 where no year can stand first. */
const eightDigits = (digits: string): number[] => {
  const parts = /^(1[5-9]|20)/.test(digits)
    ? [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)]
    : [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4)];
  return parts.map(Number);
};

type Parts = { year: number; month?: number; day?: number };

const fromNumbers = ([first, second, third]: readonly number[], { dayFirst }: DateHabits): Parts | undefined => {
  if (first === undefined) return undefined;
  if (second === undefined) return first > 31 ? { year: fullYear(first) } : undefined;
  if (third === undefined) return { year: fullYear(isPlausible(first) ? first : second) };
  if (first > 31) return likely(fullYear(first), second, third);
  const year = fullYear(third);
  return dayFirst ? likely(year, second, first) : likely(year, first, second);
};

/** A month over twelve can only be the day. */
const likely = (year: number, month: number, day: number): Parts =>
  month > 12 && day <= 12 ? { year, month: day, day: month } : { year, month, day };

const withMonth = (month: number, numbers: readonly number[]): Parts | undefined => {
  const [first, second] = numbers;
  if (first === undefined) return undefined;
  if (second === undefined) return { year: fullYear(first) };
  return first > 31 ? { year: first, month, day: second } : { year: fullYear(second), month, day: first };
};

/** Of two digits: nobody who is written down is born after 2029. */
const fullYear = (year: number): number => (year >= 100 ? year : year < 30 ? 2000 + year : 1900 + year);
