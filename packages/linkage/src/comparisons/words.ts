import { areNicknames } from '../nicknames.ts';
import { likeness } from '../similarity.ts';
import { missing } from './comparison.ts';

/** How two given names, or two family names, can be to each other; the constants below are their positions. */
export const wordGrades = ['same', 'near', 'shared', 'nickname', 'initial', 'alike', 'different'] as const;

const same = 0;
const near = 1;
const shared = 2;
const nickname = 3;
const initial = 4;
const alike = 5;
const different = 6;

/** The grade of two names of one or more words: Spanish family names have two, of which one may be left out. */
export const gradeWords = (a: readonly string[], b: readonly string[]): number => {
  if (a.length === 0 || b.length === 0) return missing;
  if (a.length === 1 && b.length === 1) return gradeOne(a[0] ?? '', b[0] ?? '');
  const [x, y] = [a.join(''), b.join('')];
  if (x === y && a.length === b.length) return same;
  const haveWordInCommon = a.some((word) => word.length > 1 && b.includes(word));
  if (haveWordInCommon && a.length !== b.length) return shared;
  if (likeness(x, y) === 'near' || (haveWordInCommon && a.toSorted().join(' ') === b.toSorted().join(' '))) return near;
  return haveWordInCommon ? shared : gradeBestPart(a, b);
};

/** If only a part of the name is near, it is less than if all of it were. */
const gradeBestPart = (a: readonly string[], b: readonly string[]): number => {
  let best = different;
  for (const one of a) {
    for (const other of b) best = Math.min(best, Math.max(shared, gradeOne(one, other)));
  }
  return best;
};

const gradeOne = (a: string, b: string): number => {
  if (a === b) return a.length > 1 ? same : initial;
  if (isInitial(a, b)) return initial;
  const like = likeness(a, b);
  if (like === 'near') return near;
  if (areNicknames(a, b)) return nickname;
  return like === 'alike' ? alike : different;
};

const isInitial = (a: string, b: string): boolean => (a.length === 1 || b.length === 1) && a[0] === b[0];

/** Whether two words of a full name may be the same one, written in another way. */
export const mayBeSame = (a: string, b: string): boolean => gradeOne(a, b) < alike;
