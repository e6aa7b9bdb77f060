import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Language } from './words/lists.ts';

export const polarities = ['negative', 'neutral', 'positive'] as const;
export type Polarity = (typeof polarities)[number];
export type Probabilities = Record<Polarity, number>;

const triple = z.tuple([z.number(), z.number(), z.number()]);
/** Weights of a multinomial logistic regression over the embedding and the features of the lists, scaled. */
export const PolarityHead = z.object({
  classes: z.tuple([z.literal('negative'), z.literal('neutral'), z.literal('positive')]),
  lexiconScale: z.array(z.number()),
  W: z.array(triple),
  b: triple,
});
export type PolarityHead = z.infer<typeof PolarityHead>;

/** The head that Hilo ships: of 288 sentences written by hand and 5,500 of reviews (CC0). No tweet was seen. */
export const shippedHead: PolarityHead = PolarityHead.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, '..', 'model', 'head.json'), 'utf8')),
);

/** Heads that were learnt of a company's own answers, in place of the shipped one; what is judged says by which version. */
export type Heads = Partial<Record<Language, { version: string; head: PolarityHead }>>;

export const inputOf = (
  embedding: Float32Array,
  features: readonly number[],
  { lexiconScale }: PolarityHead,
): number[] => [...embedding, ...features.map((feature, at) => feature * (lexiconScale[at] ?? 0))];

const none = [0, 0, 0] as const;

export const probabilitiesOf = (input: ArrayLike<number>, { W, b }: PolarityHead): Probabilities => {
  const sums: [number, number, number] = [...b];
  for (let at = 0; at < input.length; at += 1) {
    const [value = 0, [negative, neutral, positive] = none] = [input[at], W[at]];
    sums[0] += value * negative;
    sums[1] += value * neutral;
    sums[2] += value * positive;
  }
  const most = Math.max(...sums);
  const [negative, neutral, positive] = sums.map((sum) => Math.exp(sum - most));
  const all = (negative ?? 0) + (neutral ?? 0) + (positive ?? 0);
  return { negative: (negative ?? 0) / all, neutral: (neutral ?? 0) / all, positive: (positive ?? 0) / all };
};

export const likeliest = (probabilities: Probabilities): Polarity =>
  polarities.reduce((best, one) => (probabilities[one] > probabilities[best] ? one : best));
