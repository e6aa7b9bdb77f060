import type { BriefingLanguage } from '../briefing-words.ts';
import { calibrated } from '../calibration.ts';
import { logOddsOf } from '../ridge-logistic.ts';
import { type RiskReason, reasonsFor } from './explain-risk.ts';
import { featuresOf, rowAt } from './features.ts';
import type { CustomerHistory } from './history.ts';
import type { RiskContent } from './learnt-model.ts';
import { detractor, leaves, type RiskName, type RiskTarget } from './risk-cases.ts';

export type ToldRisk = { probability: number; reasons: RiskReason[] };

/** What a risk of this name is, where it is known within so many days. */
export const riskTarget = (name: RiskName, horizonDays: number): RiskTarget =>
  name === 'detractor' ? detractor : leaves(horizonDays);

/** Tells the risk of a customer by what was learnt; `undefined` where it may not be shown, or is not open of her. */
export const tellerOf = (
  name: RiskName,
  { learnt, hidden, steps, horizonDays }: RiskContent,
  language: BriefingLanguage = 'en',
) => {
  const [target, features] = [riskTarget(name, horizonDays), featuresOf(steps)];
  return (history: CustomerHistory, now: number): ToldRisk | undefined => {
    if (learnt === undefined || hidden !== undefined || !target.isOpen(history, now)) return undefined;
    const row = rowAt(features, history, now);
    return {
      probability: calibrated(learnt.curve, logOddsOf(learnt.model, row)),
      reasons: reasonsFor(learnt.model, features, row, language),
    };
  };
};
