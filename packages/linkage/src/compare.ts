import { comparisonsWith } from './comparisons/all.ts';
import { type Comparison, cellOf, type Grades, gradesOf, missing } from './comparisons/comparison.ts';
import { commonnessOf } from './frequencies.ts';
import { type RelativeRatio, relativeRatio } from './household.ts';
import { expectedShares, type Learnt, type LinkageModel } from './model.ts';
import type { LinkageRecord } from './record.ts';

/** What a comparison says, in bits: log2 of how much likelier this is for one person than for two. */
export type FieldWeight = { field: string; level: string; weight: number };

export type PairScore = {
  /** log2 of the odds that both are one person, all fields and the prior taken together. */
  weight: number;
  probability: number;
  fields: FieldWeight[];
};

/** Limits for one comparison, in bits: no field alone decides everything. */
const most = 24;
const least = -8;

/** A model in the form that compares quickly. It remembers the weight of each combination of grades that it has met. */
export const comparerOf = (model: LinkageModel) => {
  const weighers = comparisonsWith(model.others).map((comparison, at) => weigher(comparison, model.learnt[at], model));
  const prior = Math.log2(model.prior / (1 - model.prior));

  const withHousehold = (weighed: readonly Weighed[]): { weight: number; household: number } => {
    const weight = weighed.reduce((sum, one) => sum + one.weight, prior);
    const relatives = weighed.reduce((product, one) => product * one.relatives, 1);
    const household = -Math.log2(1 - model.household + model.household * relatives);
    return { weight: weight + household, household };
  };

  /** The weight alone, without the explanation. */
  const weigh = (a: LinkageRecord, b: LinkageRecord): number =>
    withHousehold(weighers.map(({ weigh }) => weigh(a, b))).weight;

  /** Compares two records and says what each field contributed. */
  const compare = (a: LinkageRecord, b: LinkageRecord): PairScore => {
    const weighed = weighers.map(({ weigh }) => weigh(a, b));
    const fields = weighed.flatMap(({ comparison, grades, weight }): FieldWeight[] =>
      grades.every((grade) => grade === missing)
        ? []
        : [{ field: comparison.name, level: describeGrades(comparison, grades), weight }],
    );
    const { weight, household } = withHousehold(weighed);
    if (household < -0.1)
      fields.push({ field: 'household', level: 'may be two people of one household', weight: household });
    return { weight, probability: probabilityOf(weight), fields };
  };
  return { weigh, compare };
};

/** Compares two cleaned records; for many pairs of one model, `comparerOf` is quicker. */
export const comparePair = (model: LinkageModel, a: LinkageRecord, b: LinkageRecord): PairScore =>
  comparerOf(model).compare(a, b);

/** The chance that goes with a weight. */
export const probabilityOf = (weight: number): number => 1 / (1 + 2 ** -weight);

type Weighed = {
  comparison: Comparison;
  grades: Grades;
  weight: number;
  /** How much likelier this is for relatives than for strangers. */
  relatives: number;
};

const weigher = (comparison: Comparison, learnt: Learnt | undefined, { frequencies }: LinkageModel) => {
  const known = new Map<number, { weight: number; relatives: RelativeRatio }>();
  const cellOnce = (cell: number) => {
    const before = known.get(cell);
    if (before !== undefined || learnt === undefined) return before;
    const found = { weight: cellWeight(comparison, learnt, cell), relatives: relativeRatio(comparison, learnt, cell) };
    known.set(cell, found);
    return found;
  };
  const weigh = (a: LinkageRecord, b: LinkageRecord): Weighed => {
    const grades = comparison.grade(a, b);
    const cell = cellOf(comparison.parts, grades);
    const found = cell === 0 ? undefined : cellOnce(cell);
    if (found === undefined) return { comparison, grades, weight: 0, relatives: 1 };
    const common = commonnessOf(comparison.agreed(a, b, grades), frequencies);
    const weight = clamp(found.weight - common.all / Math.LN2);
    return { comparison, grades, weight, relatives: found.relatives(2 ** weight, common.inFamily) };
  };
  return { weigh };
};

const clamp = (weight: number): number => Math.max(least, Math.min(most, weight));

const cellWeight = (comparison: Comparison, learnt: Learnt, cell: number): number => {
  const [m, u] = learnt.cells[cell] ?? expectedShares(learnt, gradesOf(comparison.parts, cell));
  return Math.log2(m / u);
};

const describeGrades = ({ parts }: Comparison, grades: Grades): string => {
  const told = parts.flatMap(({ name, grades: names }, at) => {
    const grade = names[grades[at] ?? missing];
    return grade === undefined || grade === 'straight' ? [] : [parts.length > 1 ? `${name} ${grade}` : grade];
  });
  return told.join(', ');
};
