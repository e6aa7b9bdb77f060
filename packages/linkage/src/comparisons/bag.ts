import { mayBeSame } from './words.ts';

/** How much of two full names is the same, whatever the order of the words. */
export const bagGrades = {
  same: 0.7,
  close: 0.1,
  contained: 0.07,
  'nearly contained': 0.04,
  'all but one': 0.04,
  'one word': 0.02,
  similar: 0.01,
  different: 0.02,
};

/** The same between people of one household, who have the family name in common. */
export const bagGradesOfRelatives: Record<keyof typeof bagGrades, number> = {
  same: 0.01,
  close: 0.01,
  contained: 0.01,
  'nearly contained': 0.02,
  'all but one': 0.3,
  'one word': 0.45,
  similar: 0.05,
  different: 0.15,
};

/** The grade of two bags of words: equal words are set against each other first, then those that may be the same. */
export const gradeBags = (a: readonly string[], b: readonly string[]): number => {
  if (a.length === 0 || b.length === 0) return -1;
  const [shorter, longer] = a.length <= b.length ? [a, b] : [b, a];
  const rest = [...longer];
  const left = shorter.filter((word) => !take(rest, (other) => other === word));
  const equal = shorter.length - left.length;
  const similar = left.filter((word) => take(rest, (other) => mayBeSame(word, other))).length;
  return order.indexOf(gradeOf({ equal, similar, shorter: shorter.length, longer: longer.length }));
};

const order = Object.keys(bagGrades);

const take = (words: string[], isWanted: (word: string) => boolean): boolean => {
  const at = words.findIndex(isWanted);
  if (at >= 0) words.splice(at, 1);
  return at >= 0;
};

type Counts = { equal: number; similar: number; shorter: number; longer: number };

const gradeOf = ({ equal, similar, shorter, longer }: Counts): keyof typeof bagGrades => {
  const matched = equal + similar;
  if (matched === 0) return 'different';
  if (shorter === 1 && (longer > 1 || equal === 0)) return equal === 1 ? 'one word' : 'similar';
  if (equal === longer) return 'same';
  if (matched === longer) return 'close';
  if (equal === shorter) return 'contained';
  if (matched === shorter) return 'nearly contained';
  if (matched >= 2 && matched === shorter - 1) return 'all but one';
  return equal > 0 ? 'one word' : 'similar';
};
