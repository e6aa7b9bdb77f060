import { z } from 'zod';
import { ModelQuality, Sharpness } from '../domain/model-quality.ts';
import {
  HiddenBecause,
  OfferQuality,
  type OffersContent,
  type RiskContent,
} from '../domain/prediction/learnt-model.ts';
import { riskNames } from '../domain/prediction/risk-cases.ts';
import type { StoredModel } from '../store/models.ts';

const version = { version: z.int(), trainedAt: z.string() };
const customers = z.int().describe('Of how many customers it was learnt.');

const CasesBetween = z
  .object({ n: z.int(), positives: z.int(), from: z.string().optional(), to: z.string().optional() })
  .describe(
    'How many cases share no outcome, to how many of these it happened, and of when the first and the last are.',
  );

/** How good a model is, and of when. */
export const Quality = ModelQuality.extend({ ...version, from: z.string().optional(), to: z.string().optional() });

export const RiskCard = z.object({
  risk: z.enum(riskNames),
  means: z.string().describe('What it is the risk of.'),
  ...version,
  shown: z.boolean(),
  because: HiddenBecause.optional(),
  horizonDays: z.number().describe('Within how many days it is known what came.'),
  customers,
  fitted: CasesBetween,
  calibration: CasesBetween,
  heldOut: CasesBetween,
  calibratedBy: z.enum(['platt', 'isotonic']).optional(),
  weights: z
    .array(z.object({ feature: z.string(), weight: z.number(), usual: z.number() }))
    .describe('In log odds for a standard deviation, the heaviest first. A model keeps these, and nothing of anybody.'),
  quality: ModelQuality.optional(),
  beforeCalibration: Sharpness.optional(),
});

export const OffersCard = z.object({
  ...version,
  shown: z.boolean(),
  because: HiddenBecause.optional(),
  customers,
  quality: OfferQuality.optional(),
});

export const riskCardOf = (
  risk: z.infer<typeof RiskCard>['risk'],
  { version, trainedAt, content }: StoredModel<RiskContent>,
): z.infer<typeof RiskCard> => {
  const { learnt, features, hidden, quality, beforeCalibration, means, horizonDays, customers } = content;
  const weights = features.map((feature, k) => ({
    feature,
    weight: learnt?.model.weights[k] ?? 0,
    usual: learnt?.model.means[k] ?? 0,
  }));
  return {
    risk,
    version,
    trainedAt: trainedAt.toISOString(),
    shown: learnt !== undefined && hidden === undefined,
    ...(hidden && { because: hidden }),
    ...{ means, horizonDays, customers },
    fitted: datedCases(content.fitted),
    calibration: datedCases(content.calibration),
    heldOut: datedCases(content.heldOut),
    ...(learnt && { calibratedBy: learnt.curve.method }),
    weights: learnt ? weights.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)) : [],
    ...(quality && { quality }),
    ...(beforeCalibration && { beforeCalibration }),
  };
};

export const offersCardOf = ({
  version,
  trainedAt,
  content,
}: StoredModel<OffersContent>): z.infer<typeof OffersCard> => {
  const { hidden, customers, quality } = content;
  return {
    version,
    trainedAt: trainedAt.toISOString(),
    shown: hidden === undefined,
    ...(hidden && { because: hidden }),
    customers,
    ...(quality && { quality }),
  };
};

/** The quality of a model, with the times of the cases that it is of. */
export const qualityIn = (
  model: StoredModel<RiskContent> | undefined,
): { quality?: z.infer<typeof Quality>; means?: string } => {
  if (model === undefined) return {};
  const { version, trainedAt, content } = model;
  const { from, to } = datedCases(content.heldOut);
  return {
    means: content.means,
    ...(content.quality && {
      quality: {
        ...content.quality,
        version,
        trainedAt: trainedAt.toISOString(),
        ...(from && { from }),
        ...(to && { to }),
      },
    }),
  };
};

const datedCases = ({ n, positives, from, to }: RiskContent['heldOut']): z.infer<typeof CasesBetween> => ({
  n,
  positives,
  ...(from !== undefined && { from: new Date(from).toISOString() }),
  ...(to !== undefined && { to: new Date(to).toISOString() }),
});
