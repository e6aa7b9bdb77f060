import type { BriefingLanguage } from '../briefing-words.ts';
import { contributionsOf, type RidgeLogistic } from '../ridge-logistic.ts';
import type { Feature } from './features.ts';

/** What makes a risk larger or smaller than that of somebody average. */
export type RiskReason = {
  feature: string;
  /** In log odds: what it adds. */
  effect: number;
  text: string;
};

const mostReasons = 3;
const round = (value: number): number => Math.round(value * 1000) / 1000;

/** The three that weigh most: wₖ·(xₖ − mean), the largest first, whichever way they go. */
export const reasonsFor = (
  model: RidgeLogistic,
  features: readonly Feature[],
  row: readonly number[],
  language: BriefingLanguage,
): RiskReason[] =>
  contributionsOf(model, row)
    .map((effect, k) => ({ effect, k }))
    .filter(({ effect }) => round(effect) !== 0)
    .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect))
    .slice(0, mostReasons)
    .flatMap(({ effect, k }) => {
      const feature = features[k];
      if (feature === undefined) return [];
      const text = feature.say(row[k] ?? 0, model.means[k] ?? 0, language);
      return [{ feature: feature.name, effect: round(effect), text }];
    });
