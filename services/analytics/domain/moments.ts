import { z } from './scores.ts';

/** Of answers how many there are, how many are low (detractors), and how many high (promoters, satisfied, easy). */
export type JudgedAnswers = { n: number; low: number; high: number };

/** How answers that a step lies before differ from the others, in points. */
export type MomentOfTruth = {
  with: number;
  without: number;
  gap: number;
  low: number;
  high: number;
  /** The share of answers with the step times the gap: what the figure of all would lose without it. */
  impact: number;
  p: number;
  /** By Benjamini–Hochberg at 10 %, over all steps that were compared. */
  significant: boolean;
};

const falseDiscoveries = 0.1;

/**
 * Each step against all answers without it: the difference of the two figures with its interval of 95 %, by the sum of the variances; and which
 * differences are told from chance where so many are compared (Y. Benjamini, Y. Hochberg, "Controlling the False Discovery Rate", JRSS B 57,
 * 1995). `isNet`: low answers are taken off, as for NPS.
 */
export const momentsOfTruth = (
  all: JudgedAnswers,
  steps: readonly JudgedAnswers[],
  isNet: boolean,
): MomentOfTruth[] => {
  const compared = steps.map((step) => {
    const rest = { n: all.n - step.n, low: all.low - step.low, high: all.high - step.high };
    const [own, others] = [meanOf(step, isNet), meanOf(rest, isNet)];
    const gap = own.mean - others.mean;
    const error = Math.sqrt(own.variance / step.n + others.variance / rest.n);
    return {
      with: own.mean,
      without: others.mean,
      gap,
      error,
      share: step.n / all.n,
      p: error === 0 ? 1 : pOf(gap / error),
    };
  });
  const found = discoveries(compared.map(({ p }) => p));
  return compared.map((one, at) => ({
    with: points(one.with),
    without: points(one.without),
    gap: points(one.gap),
    low: points(one.gap - z * one.error),
    high: points(one.gap + z * one.error),
    impact: points(one.share * one.gap),
    p: one.p,
    significant: found[at] ?? false,
  }));
};

const points = (share: number): number => Math.round(share * 10_000) / 100;

const meanOf = ({ n, low, high }: JudgedAnswers, isNet: boolean): { mean: number; variance: number } => {
  const down = isNet ? low : 0;
  const mean = (high - down) / n;
  return { mean, variance: (high + down) / n - mean ** 2 };
};

/** The probability of such a z or one that is further from zero. */
const pOf = (score: number): number => {
  // Of the error function by M. Abramowitz, I. Stegun, Handbook of Mathematical Functions, 7.1.26: to 1.5e-7.
  const x = Math.abs(score) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const sum = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.min(1, sum * Math.exp(-(x ** 2)));
};

/** Which of these are no accident, when a tenth of them may be. */
export const discoveries = (p: readonly number[]): boolean[] => {
  const ordered = p.toSorted((a, b) => a - b);
  const last = ordered.findLastIndex((one, at) => one <= ((at + 1) / p.length) * falseDiscoveries);
  const limit = last < 0 ? -1 : (ordered[last] ?? -1);
  return p.map((one) => one <= limit);
};
