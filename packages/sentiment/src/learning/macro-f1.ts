import { polarities } from '../head.ts';
import { drawnBelow } from './random.ts';

/** A figure with the interval in which it lies with 95 %. */
export type MeasuredF1 = { value: number; low: number; high: number };

/**
 * The mean of the F1 of each class (one that is neither there nor found counts as 0) over texts of which each is one of `polarities`, with an
 * interval by the bootstrap (Efron, 1979): texts are drawn anew, again and again, always in the same way.
 */
export const macroF1Figure = (right: readonly number[], found: readonly number[]): MeasuredF1 =>
  figureOf(right.length, (texts) => f1Of(texts, right, found));

/** By how much one is better than the other, on the same texts. */
export const macroF1Difference = (
  right: readonly number[],
  one: readonly number[],
  other: readonly number[],
): MeasuredF1 => figureOf(right.length, (texts) => f1Of(texts, right, one) - f1Of(texts, right, other));

const rounds = 1000;
const seed = 21;

const figureOf = (count: number, measure: (texts: readonly number[]) => number): MeasuredF1 => {
  const below = drawnBelow(seed);
  const drawn = () => Array.from({ length: count }, () => below(count));
  const values = Array.from({ length: rounds }, () => measure(drawn())).sort((a, b) => a - b);
  const at = (share: number): number => values[Math.round(share * (rounds - 1))] ?? Number.NaN;
  const all = Array.from({ length: count }, (_, n) => n);
  return { value: measure(all), low: at(0.025), high: at(0.975) };
};

const f1Of = (texts: readonly number[], right: readonly number[], found: readonly number[]): number => {
  const [hits, asked, given] = [zeros(), zeros(), zeros()];
  for (const text of texts) {
    const [wanted = 0, said = 0] = [right[text], found[text]];
    asked[wanted] = (asked[wanted] ?? 0) + 1;
    given[said] = (given[said] ?? 0) + 1;
    if (wanted === said) hits[wanted] = (hits[wanted] ?? 0) + 1;
  }
  const sum = hits.reduce((all, hit, label) => {
    const both = (asked[label] ?? 0) + (given[label] ?? 0);
    return both === 0 ? all : all + (2 * hit) / both;
  }, 0);
  return sum / polarities.length;
};

const zeros = (): number[] => polarities.map(() => 0);
