import { type Comparison, gradesOf, missing } from './comparisons/comparison.ts';
import type { Learnt } from './model.ts';

/**
 * People of one household share family name, address and telephone, but are not one person: a third class beside matches
 * and strangers. For a combination of grades, how much likelier it is between relatives than between strangers, as a
 * function of how much likelier it is for one person (`ratio`), and of how common the family name that they share is.
 */
export type RelativeRatio = (ratio: number, commonnessInFamily: number) => number;

export const relativeRatio = (
  { parts, related }: Comparison,
  { m, u }: Pick<Learnt, 'm' | 'u'>,
  cell: number,
): RelativeRatio => {
  if (typeof related === 'number') return (ratio) => related * ratio + 1 - related;
  const grades = gradesOf(parts, cell);
  const alike: [share: number, ratio: number][] = [];
  const whatever: number[] = [];
  for (const [at, { ofRelatives }] of parts.entries()) {
    const grade = grades[at] ?? missing;
    const ofStrangers = u[at]?.[grade];
    if (ofStrangers === undefined) continue;
    if (ofRelatives !== undefined) whatever.push((ofRelatives[grade] ?? 0) / ofStrangers);
    else alike.push([related[at] ?? 0, (m[at]?.[grade] ?? 0) / ofStrangers]);
  }
  return (_, commonness) => {
    const rarity = Math.exp(-commonness);
    const ofWords = whatever.reduce((product, ratio) => product * ratio * rarity, 1);
    return alike.reduce(
      (product, [share, ratio]) => product * (share === 0 ? 1 : share * ratio * rarity + 1 - share),
      ofWords,
    );
  };
};
