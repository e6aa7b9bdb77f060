import { type PolarityHead, polarities, shippedHead } from '../head.ts';
import type { Example } from './example.ts';
import { minimise } from './minimise.ts';

/** How far the head may go from the one that is shipped, with so many examples. */
const freedom = 0.5;
/** So many of the scores say something else than the words beside them. */
const wrongScores = 0.1;
const classes = polarities.length;
/** Six figures: what a head says does not hang on more. */
const figures = 1e6;

/**
 * The shipped head, moved by what a company's own customers wrote and scored: a multinomial regression with a penalty on the distance to
 * the shipped weights, class weights n^-½, and the loss corrected forward for scores that are wrong (Patrini et al., 2017): of each example
 * the head has to explain the score, which is another than the feeling in a tenth of them.
 */
export const learnHead = (examples: readonly Example[], shipped: PolarityHead = shippedHead): PolarityHead => {
  const inputs = shipped.W.length;
  const weights = weightsOf(examples);
  const found = minimise(classes * (inputs + 1), (moved, slope) => {
    const head = movedBy(shipped, moved);
    slope.set(moved.map((one) => one / freedom));
    let value = moved.reduce((sum, one) => sum + one * one, 0) / (2 * freedom);
    for (const [n, { input, label }] of examples.entries()) {
      value += addLoss({ input, label, weight: weights[n] ?? 0, head, inputs }, slope);
    }
    return value;
  });
  return headOf(shipped, movedBy(shipped, found));
};

/** Each class counts by the root of how often it is there, and all together as much as they are. */
const weightsOf = (examples: readonly Example[]): number[] => {
  const counts = polarities.map((_, label) => Math.max(1, examples.filter((one) => one.label === label).length));
  const weights = examples.map(({ label }) => (counts[label] ?? 1) ** -0.5);
  const sum = weights.reduce((all, one) => all + one, 0);
  return weights.map((one) => (one * examples.length) / sum);
};

/** The weights of a head in a row: of each input those of the three classes, then the biases. */
const movedBy = ({ W, b }: PolarityHead, moved: Float64Array): Float64Array => {
  const head = new Float64Array(moved);
  for (const [row, weights] of [...W, b].entries()) {
    for (const [label, weight] of weights.entries())
      head[row * classes + label] = (head[row * classes + label] ?? 0) + weight;
  }
  return head;
};

type Weighed = Example & { weight: number; head: Float64Array; inputs: number };

/** What an example adds to the loss; its slope is added to `slope`. */
const addLoss = ({ input, label, weight, head, inputs }: Weighed, slope: Float64Array): number => {
  const bias = inputs * classes;
  let [negative, neutral, positive] = [head[bias] ?? 0, head[bias + 1] ?? 0, head[bias + 2] ?? 0];
  for (let at = 0, place = 0; at < inputs; at += 1, place += classes) {
    const value = input[at] ?? 0;
    negative += value * (head[place] ?? 0);
    neutral += value * (head[place + 1] ?? 0);
    positive += value * (head[place + 2] ?? 0);
  }
  const most = Math.max(negative, neutral, positive);
  const raised = [Math.exp(negative - most), Math.exp(neutral - most), Math.exp(positive - most)];
  const sum = (raised[0] ?? 0) + (raised[1] ?? 0) + (raised[2] ?? 0);
  const likely = raised.map((one) => one / sum);
  const told = (feeling: number): number => (feeling === label ? 1 - wrongScores : wrongScores / (classes - 1));
  const explained = likely.reduce((all, one, feeling) => all + told(feeling) * one, 0);
  const [first = 0, second = 0, third = 0] = likely.map(
    (one, feeling) => weight * (one - (told(feeling) * one) / explained),
  );
  for (let at = 0, place = 0; at < inputs; at += 1, place += classes) {
    const value = input[at] ?? 0;
    slope[place] = (slope[place] ?? 0) + value * first;
    slope[place + 1] = (slope[place + 1] ?? 0) + value * second;
    slope[place + 2] = (slope[place + 2] ?? 0) + value * third;
  }
  slope[bias] = (slope[bias] ?? 0) + first;
  slope[bias + 1] = (slope[bias + 1] ?? 0) + second;
  slope[bias + 2] = (slope[bias + 2] ?? 0) + third;
  return -weight * Math.log(explained);
};

const headOf = (shipped: PolarityHead, weights: Float64Array): PolarityHead => {
  const triple = (row: number): [number, number, number] => [
    rounded(weights[row * classes] ?? 0),
    rounded(weights[row * classes + 1] ?? 0),
    rounded(weights[row * classes + 2] ?? 0),
  ];
  return { ...shipped, W: shipped.W.map((_, row) => triple(row)), b: triple(shipped.W.length) };
};

const rounded = (value: number): number => Math.round(value * figures) / figures;
