import { z } from 'zod';
import type { BriefingLanguage } from '../domain/briefing-words.ts';
import { nothingToOffer, notToldSentence, offerSentence, riskSentence } from '../domain/prediction/prediction-words.ts';
import { riskNames } from '../domain/prediction/risk-cases.ts';
import type { OffersOfCustomer, predict, RiskOfCustomer } from '../prediction/predict.ts';
import { OffersCard, Quality, qualityIn } from './model-cards.ts';
import { NotShownBecause } from './predictions.ts';

const sentence = z.string().describe('In the language of the reader.');
const BriefQuality = Quality.pick({ n: true, baseRate: true, auc: true, calibrationError: true, trainedAt: true });

const BriefRisk = z.object({
  risk: z.enum(riskNames),
  sentence,
  probability: z.number().optional(),
  reasons: z.array(z.string()).optional().describe('What weighs most beside an average customer, in a few words each.'),
  because: NotShownBecause.optional(),
  quality: BriefQuality.optional(),
});

const BriefOffers = z.object({
  sentence: sentence.optional().describe('Why there is none.'),
  offers: z.array(z.object({ product: z.string(), sentence })),
  because: NotShownBecause.optional(),
  quality: OffersCard.shape.quality,
});

/** What a briefing says of what is predicted: as `GET /v1/customers/{id}/predictions`, in a sentence each. */
export const BriefPredictions = {
  risks: z.array(BriefRisk).describe('With how good that is on held-out cases; or why it is not told.'),
  nextOffers: BriefOffers.describe('What to offer next, the best first; or why nothing is.'),
};

export const briefPredictionsOf = (
  { risks, offers }: Awaited<ReturnType<typeof predict>>,
  language: BriefingLanguage,
) => ({
  risks: risks.map((one) => briefRiskOf(one, language)),
  nextOffers: briefOffersOf(offers, language),
});

const briefRiskOf = (told: RiskOfCustomer, language: BriefingLanguage): z.infer<typeof BriefRisk> => {
  const { risk, model } = told;
  if (told.hidden) return { risk, sentence: notToldSentence(risk, told.hidden.reason, language), because: told.hidden };
  const { quality } = qualityIn(model);
  return {
    risk,
    sentence: riskSentence(risk, { probability: told.probability, baseRate: quality?.baseRate }, language),
    probability: told.probability,
    reasons: told.reasons.map(({ text }) => text),
    ...(quality && { quality }),
  };
};

const briefOffersOf = (told: OffersOfCustomer, language: BriefingLanguage): z.infer<typeof BriefOffers> => {
  if (told.hidden)
    return { sentence: notToldSentence('offers', told.hidden.reason, language), offers: [], because: told.hidden };
  const offers = told.offers.map((one) => ({ product: one.product, sentence: offerSentence(one, language) }));
  return {
    ...(offers.length === 0 && { sentence: nothingToOffer(language) }),
    offers,
    quality: told.model?.content.quality,
  };
};
