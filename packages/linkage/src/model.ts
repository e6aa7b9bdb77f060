import { z } from 'zod';
import { type Grades, missing } from './comparisons/comparison.ts';

const Shares = z.array(z.array(z.number()));

/** What was learnt of one comparison. Numbers of pairs are expectations: matches m, and strangers u. */
const Learnt = z.object({
  name: z.string(),
  m: Shares.describe('For each part the share of each grade among matches'),
  u: Shares.describe('The same among strangers'),
  moved: z.number().describe('Share of matches that have nothing in common but by chance, as after a move'),
  shared: z.number().describe('Share of strangers that agree as matches do, as in a household'),
  cells: z.record(z.string(), z.tuple([z.number(), z.number()])).describe('By combination of grades: m, u'),
});

const DateHabits = z.object({ dayFirst: z.boolean(), newYearMeansUnknown: z.boolean() });

/** A trained model: plain data, to be stored as JSON. */
export const LinkageModel = z.object({
  version: z.literal(1),
  habits: z.object({ dates: z.record(z.string(), DateHabits) }),
  others: z.array(z.string()).describe('Fields with a general comparison'),
  prior: z.number().describe('The chance that two records, picked at random, are one person'),
  household: z.number().describe('The chance that two people, picked at random, share a household'),
  records: z.number(),
  learnt: z.array(Learnt),
  frequencies: z.record(
    z.string(),
    z.object({ records: z.number(), agreement: z.number(), counts: z.record(z.string(), z.number()) }),
  ),
});
export type LinkageModel = z.infer<typeof LinkageModel>;
export type Learnt = z.infer<typeof Learnt>;

/** The shares of a combination of grades among matches and strangers, if its parts are independent but for a move. */
export const expectedShares = (
  { m, u, moved, shared }: Omit<Learnt, 'name' | 'cells'>,
  grades: Grades,
): [number, number] => {
  const [stay, chance] = [productOf(m, grades), productOf(u, grades)];
  return [(1 - moved) * stay + moved * chance, (1 - shared) * chance + shared * stay];
};

const productOf = (shares: Learnt['m'], grades: Grades): number =>
  grades.reduce((product, grade, at) => (grade === missing ? product : product * (shares[at]?.[grade] ?? 1)), 1);
