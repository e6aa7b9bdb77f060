import type { Pool } from 'pg';
import type { BriefingLanguage } from '../domain/briefing-words.ts';
import type { CustomerHistory } from '../domain/prediction/history.ts';
import { OffersContent, offersTarget, RiskContent } from '../domain/prediction/learnt-model.ts';
import { type Offer, offersFor, purchasesIn } from '../domain/prediction/next-offer.ts';
import type { NotToldReason } from '../domain/prediction/prediction-words.ts';
import { type RiskName, riskNames } from '../domain/prediction/risk-cases.ts';
import { riskTarget, type ToldRisk, tellerOf } from '../domain/prediction/tell-risk.ts';
import { readHistories } from '../store/histories.ts';
import { readLatestModel, type StoredModel } from '../store/models.ts';
import { readProfiling } from '../store/profiling.ts';
import { lookedAt } from './predict-all.ts';

export type NotTold = { reason: NotToldReason; message: string };

export type RiskOfCustomer = { risk: RiskName; model?: StoredModel<RiskContent> } & (
  | ({ hidden?: never } & ToldRisk)
  | { hidden: NotTold }
);
export type OffersOfCustomer = { model?: StoredModel<OffersContent> } & (
  | { hidden?: never; offers: Offer[] }
  | { hidden: NotTold }
);

/** What is predicted of a customer at this moment, by what is known now and what was learnt last; or why it is not. */
export const predict = async (
  pool: Pool,
  customer: string,
  now: number,
  language: BriefingLanguage = 'en',
): Promise<{ risks: RiskOfCustomer[]; offers: OffersOfCustomer }> => {
  const refused = await refusalFor(pool, customer);
  if (refused) return { risks: riskNames.map((risk) => ({ risk, hidden: refused })), offers: { hidden: refused } };
  const [histories, models, learnt] = await Promise.all([
    readHistories(pool, [customer], lookedAt(now)),
    Promise.all(riskNames.map(async (risk) => ({ risk, model: await readLatestModel(pool, risk, RiskContent) }))),
    readLatestModel(pool, offersTarget, OffersContent),
  ]);
  const history = histories.get(customer) ?? [];
  const risks = models.map(({ risk, model }) => riskOf(risk, model, { history, now, language }));
  return { risks, offers: offersOf(history, learnt) };
};

const refusals: Readonly<Record<string, NotTold>> = {
  withdrawn: { reason: 'profiling-withdrawn', message: 'She withdrew her consent to profiling.' },
  ambiguous: { reason: 'shared-identifier', message: 'Several people share this identifier: it is no person.' },
  unknown: {
    reason: 'consent-unknown',
    message: 'Whether she consents to profiling is not kept here yet; `hilo rebuild analytics` tells it.',
  },
};

const refusalFor = async (pool: Pool, customer: string): Promise<NotTold | undefined> =>
  refusals[(await readProfiling(pool, customer)) ?? 'unknown'];

export const notLearnt: NotTold = { reason: 'not-learnt', message: 'Nothing was learnt yet.' };

const riskOf = (
  risk: RiskName,
  model: StoredModel<RiskContent> | undefined,
  { history, now, language }: { history: CustomerHistory; now: number; language: BriefingLanguage },
): RiskOfCustomer => {
  if (model === undefined) return { risk, hidden: notLearnt };
  const { content } = model;
  if (content.hidden) return { risk, model, hidden: content.hidden };
  const told = tellerOf(risk, content, language)(history, now);
  return told ? { risk, model, ...told } : { risk, model, hidden: notOpen(risk, content.horizonDays) };
};

const notOpen = (risk: RiskName, horizonDays: number): NotTold => ({
  reason: 'not-open',
  message:
    risk === 'leaves'
      ? `Told only of who came on three days or more, whose usual gap is ${Math.floor(horizonDays / 2)} days at the most, and who has not been silent for two of these already.`
      : `Nothing is known of her to tell by: ${riskTarget(risk, horizonDays).means}.`,
});

const offersOf = (history: CustomerHistory, model: StoredModel<OffersContent> | undefined): OffersOfCustomer => {
  if (model === undefined) return { hidden: notLearnt };
  const { content } = model;
  if (content.hidden !== undefined || content.model === undefined)
    return { model, hidden: content.hidden ?? notLearnt };
  return { model, offers: offersFor(content.model, purchasesIn(history)) };
};
