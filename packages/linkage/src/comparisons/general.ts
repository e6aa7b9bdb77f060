import { likeness } from '../similarity.ts';
import { type Comparison, missing, part } from './comparison.ts';

/** A field that Hilo knows nothing about: equal, near as texts or as numbers, alike in some words, different. */
export const general = (field: string): Comparison => ({
  name: field,
  moves: false,
  related: 0.3,
  parts: [part(field, { same: 0.72, near: 0.1, alike: 0.06, different: 0.12 })],
  grade: ({ others: { [field]: a } }, { others: { [field]: b } }) => {
    if (a === undefined || b === undefined) return [missing];
    return [a === b ? 0 : gradeUnequal(a, b)];
  },
  agreed: ({ others: { [field]: value } }, _, [grade]) =>
    grade === 0 && value !== undefined ? [{ table: `other ${field}`, value }] : [],
});

const gradeUnequal = (a: string, b: string): number => {
  if (areNearNumbers(a, b)) return 1;
  const like = likeness(a, b);
  if (like !== 'different') return like === 'near' ? 1 : 2;
  return haveHalfInCommon(a.split(' '), b.split(' ')) ? 2 : 3;
};

const haveHalfInCommon = (a: readonly string[], b: readonly string[]): boolean => {
  const common = a.filter((word) => b.includes(word)).length;
  return common > 0 && common >= Math.max(a.length, b.length) / 2;
};

/** Within one part in a hundred of each other. */
const areNearNumbers = (a: string, b: string): boolean => {
  const [x, y] = [Number(a), Number(b)];
  return Number.isFinite(x) && Number.isFinite(y) && Math.abs(x - y) <= 0.01 * Math.max(Math.abs(x), Math.abs(y));
};
