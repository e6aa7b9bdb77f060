import type { Day } from '../dates.ts';
import { editDistance } from '../similarity.ts';
import { type Comparison, missing, part } from './comparison.ts';

const dayGrades = {
  same: 0.83,
  'day and month swapped': 0.01,
  'one digit': 0.06,
  'two of three': 0.04,
  'two digits': 0.02,
  'same year': 0.01,
  different: 0.03,
};
const order = Object.keys(dayGrades);

/** The date of birth; where either knows no more than the year, the year. */
export const birthDate: Comparison = {
  name: 'birthDate',
  moves: false,
  related: 0.02,
  parts: [part('day', dayGrades), part('year', { same: 0.85, 'next to it': 0.06, 'one digit': 0.04, different: 0.05 })],
  grade: (a, b) => {
    if (a.birth === undefined || b.birth === undefined) return [missing, missing];
    if (isWhole(a.birth) && isWhole(b.birth)) return [order.indexOf(gradeDays(a.birth, b.birth)), missing];
    return [missing, gradeYears(a.birth.year, b.birth.year)];
  },
  agreed: (a, _b, [day, year]) => {
    if (a.birth === undefined) return [];
    if (day === 0) return [{ table: 'birthDate', value: a.birth.text }];
    return year === 0 ? [{ table: 'birthYear', value: String(a.birth.year) }] : [];
  },
};

const isWhole = ({ day }: Day): boolean => day !== undefined;

const gradeDays = (a: Day, b: Day): keyof typeof dayGrades => {
  if (a.text === b.text) return 'same';
  if (a.year === b.year && a.month === b.day && a.day === b.month) return 'day and month swapped';
  const edits = editDistance(a.text, b.text, 2);
  if (edits === 1) return 'one digit';
  const equalParts = [a.year === b.year, a.month === b.month, a.day === b.day].filter(Boolean).length;
  if (equalParts === 2) return 'two of three';
  if (edits === 2) return 'two digits';
  return a.year === b.year ? 'same year' : 'different';
};

const gradeYears = (a: number, b: number): number => {
  if (a === b) return 0;
  if (Math.abs(a - b) === 1) return 1;
  return editDistance(String(a), String(b), 1) <= 1 ? 2 : 3;
};
