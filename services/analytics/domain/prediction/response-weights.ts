/** Fewer answers than this say little of the others in their class. */
const fewestAnswers = 10;
/** More than so many times the median nobody counts. */
const trimmedAt = 5;

/** A case by the class of those who are alike, and whether it was answered. */
export type Classified = { of: number; answered: boolean };

/**
 * How much each answer counts, so that classes in which few answer have their share: how many there are in the class for each who
 * answered (weighting classes; Kish, "Weighting: why, when and how?", 1990). A class with fewer than ten answers counts with the one
 * before it, or with the next; nobody counts more than five times the median. It corrects for what the classes are made by only.
 */
export const responseWeights = (cases: readonly Classified[]): number[] => {
  const classes = mergedClasses(cases);
  const answered = cases.filter((one) => one.answered);
  const weights = answered.map(({ of }) => {
    const own = classes.find(({ members }) => members.has(of));
    return own === undefined || own.answers === 0 ? 1 : own.cases / own.answers;
  });
  const sorted = weights.toSorted((a, b) => a - b);
  const most = trimmedAt * (sorted[Math.floor(sorted.length / 2)] ?? 1);
  return weights.map((weight) => Math.min(weight, most));
};

type Merged = { members: Set<number>; cases: number; answers: number };

/** Neighbours in the order of their numbers. */
const mergedClasses = (cases: readonly Classified[]): Merged[] => {
  const counts = new Map<number, { cases: number; answers: number }>();
  for (const { of, answered } of cases) {
    const own = counts.get(of) ?? { cases: 0, answers: 0 };
    counts.set(of, { cases: own.cases + 1, answers: own.answers + Number(answered) });
  }
  const merged: Merged[] = [];
  for (const [of, own] of [...counts].sort(([a], [b]) => a - b)) {
    const last = merged.at(-1);
    if (last !== undefined && (last.answers < fewestAnswers || own.answers < fewestAnswers)) {
      last.members.add(of);
      last.cases += own.cases;
      last.answers += own.answers;
    } else merged.push({ members: new Set([of]), ...own });
  }
  return merged;
};
