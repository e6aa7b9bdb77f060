import type { ScoreCounts } from '../measured.ts';
import type { Scale } from '../scales.ts';
import { adjustedShares, round, z } from '../scores.ts';

/** The answers at a touchpoint: in the time before, and in that after. */
export type BeforeAndAfter = { touchpoint: string; before: ScoreCounts; after: ScoreCounts };

/** A score at one place in one time: itself, how many answers it has, and the centre and the variance of its interval; in points. */
type Cell = { value: number; n: number; centre: number; variance: number };

/** With fewer answers in any of the four cells, nothing is said of an effect. */
export const fewestAnswers = 30;

type Interval = { value: number; low: number; high: number };
export type EffectVerdict = 'better' | 'worse' | 'not-told-from-chance' | 'too-few-answers' | 'no-comparison';

export type ImprovementEffect = {
  verdict: EffectVerdict;
  /** How much more it rose here than elsewhere. */
  difference: Interval | undefined;
  here: { before: Shown; after: Shown; change: number | undefined };
  elsewhere: { touchpoints: number; before: number; after: number; change: number | undefined };
  /** Of the touchpoints that it is compared with, how many moved as far by themselves, up or down. */
  asFar: number;
};
type Shown = { value: number | undefined; n: number };

/**
 * By how much more a score rose where something was improved than where nothing was, in points: the difference in differences (D. Card and
 * A. B. Krueger, "Minimum wages and employment", American Economic Review 84 (1994) 772–793). Each touchpoint is compared with itself, and
 * of the others the changes are averaged by how many answers they have, so that a touchpoint with more answers than before moves nothing.
 * The variances of independent scores add up: of an NPS with three pseudo-answers (Rocks 2016), of a share with a hit and a miss more
 * (A. Agresti and B. Caffo, American Statistician 54 (2000) 280–288). What all answers of one touchpoint share in a time is not in it (M. Bertrand,
 * E. Duflo and S. Mullainathan, Quarterly Journal of Economics 119 (2004) 249–275): so it is said beside it how many of the others moved as far.
 */
export const effectOf = (
  here: BeforeAndAfter | undefined,
  others: readonly BeforeAndAfter[],
  scale: Scale,
): ImprovementEffect => {
  const own = changeOf(here, scale);
  const compared = others.flatMap((one) => {
    const change = changeOf(one, scale);
    return change.before.n > 0 && change.after.n > 0 ? [change] : [];
  });
  const sums = { before: sumOf(compared, 'before'), after: sumOf(compared, 'after') };
  const answers = sums.before + sums.after;
  const weighted = (pick: (one: Change) => number): number =>
    compared.reduce((sum, one) => sum + (weightOf(one) / answers) * pick(one), 0);
  const elsewhere = compared.length === 0 ? undefined : weighted(({ value }) => value);
  const value = own.isKnown && elsewhere !== undefined ? own.value - elsewhere : undefined;
  const error = Math.sqrt(
    own.variance + compared.reduce((sum, one) => sum + (weightOf(one) / answers) ** 2 * one.variance, 0),
  );
  const centre = own.centre - weighted((one) => one.centre);
  const difference = value === undefined ? undefined : intervalOf(value, centre, z * error);
  return {
    verdict: verdictOf(difference, [own.before.n, own.after.n], [sums.before, sums.after]),
    difference,
    here: {
      before: shownOf(own.before),
      after: shownOf(own.after),
      change: own.isKnown ? round(own.value) : undefined,
    },
    elsewhere: {
      touchpoints: compared.length,
      ...sums,
      change: elsewhere === undefined ? undefined : round(elsewhere),
    },
    asFar: own.isKnown ? compared.filter((one) => Math.abs(one.value) >= Math.abs(own.value)).length : 0,
  };
};

type Change = { before: Cell; after: Cell; value: number; centre: number; variance: number; isKnown: boolean };

const changeOf = (one: BeforeAndAfter | undefined, scale: Scale): Change => {
  const [before, after] = [cellOf(one?.before, scale), cellOf(one?.after, scale)];
  return {
    ...{ before, after },
    value: after.value - before.value,
    centre: after.centre - before.centre,
    variance: before.variance + after.variance,
    isKnown: before.n > 0 && after.n > 0,
  };
};

const weightOf = ({ before, after }: Change): number => before.n + after.n;
const sumOf = (all: readonly Change[], when: 'before' | 'after'): number =>
  all.reduce((sum, one) => sum + one[when].n, 0);

const cellOf = (counts: ScoreCounts | undefined, scale: Scale): Cell => {
  if (counts === undefined) return noCell;
  const { promoters, passives, detractors } = counts;
  if (scale !== 'nps')
    return scale === 'csat' ? shareOf(counts.satisfied, counts.csat) : shareOf(counts.easy, counts.ces);
  const n = promoters + passives + detractors;
  if (n === 0) return noCell;
  const { plain, score, variance, n: withPseudo } = adjustedShares({ promoters, passives, detractors });
  return { value: 100 * plain, n, centre: 100 * score, variance: (100 ** 2 * variance) / withPseudo };
};
const noCell: Cell = { value: 0, n: 0, centre: 0, variance: 0 };

const shareOf = (hits: number, n: number): Cell => {
  if (n === 0) return noCell;
  const adjusted = (hits + 1) / (n + 2);
  return {
    ...{ value: (100 * hits) / n, n },
    centre: 100 * adjusted,
    variance: (100 ** 2 * adjusted * (1 - adjusted)) / (n + 2),
  };
};

const intervalOf = (value: number, centre: number, half: number): Interval => ({
  value: round(value),
  low: round(Math.min(value, centre - half)),
  high: round(Math.max(value, centre + half)),
});

const verdictOf = (
  difference: Interval | undefined,
  here: readonly number[],
  elsewhere: readonly number[],
): EffectVerdict => {
  if (Math.min(...here) < fewestAnswers) return 'too-few-answers';
  if (difference === undefined || Math.min(...elsewhere) < fewestAnswers) return 'no-comparison';
  if (difference.low > 0) return 'better';
  return difference.high < 0 ? 'worse' : 'not-told-from-chance';
};

const shownOf = ({ value, n }: Cell): Shown => ({ value: n === 0 ? undefined : round(value), n });
