import { z } from 'zod';
import { ModelQuality, Sharpness } from '../model-quality.ts';
import { hiddenReasons } from './learn-risk.ts';

export const offersTarget = 'offers';

export const HiddenBecause = z
  .object({ reason: z.enum(hiddenReasons), message: z.string() })
  .describe('Why nothing is shown.');

const CasesOfTime = z.object({
  n: z.int(),
  positives: z.int(),
  from: z.number().optional(),
  to: z.number().optional(),
});

const Numbers = z.array(z.number());
const Curve = z.discriminatedUnion('method', [
  z.object({ method: z.literal('platt'), slope: z.number(), intercept: z.number() }),
  z.object({ method: z.literal('isotonic'), scores: Numbers, probabilities: Numbers }),
]);

/** What is kept of a risk that was learnt. */
export const RiskContent = z.object({
  means: z.string(),
  horizonDays: z.number(),
  customers: z.int(),
  fitted: CasesOfTime,
  calibration: CasesOfTime,
  heldOut: CasesOfTime,
  steps: z.array(z.object({ channel: z.string(), touchpoint: z.string(), kind: z.string() })),
  features: z.array(z.string()),
  learnt: z
    .object({
      model: z.object({ intercept: z.number(), weights: Numbers, means: Numbers, scales: Numbers }),
      curve: Curve,
      lambda: z.number(),
    })
    .optional(),
  quality: ModelQuality.optional(),
  beforeCalibration: Sharpness.optional(),
  hidden: HiddenBecause.optional(),
});
export type RiskContent = z.infer<typeof RiskContent>;

export const OfferQuality = z
  .object({
    n: z.int(),
    hitRate: z
      .number()
      .describe('How often what was bought next, and new, was among the three that would have been offered.'),
    hitRateOfPopular: z.number().describe('How often it was among the three that most buy.'),
    better: z.object({ low: z.number(), high: z.number() }).describe('The interval of 95 % of the difference.'),
  })
  .describe('On customers who bought something new later.');

export type OfferQuality = z.infer<typeof OfferQuality>;

const Shares = z.array(z.object({ product: z.string(), share: z.number() }));

/** What is kept of offers that were learnt. */
export const OffersContent = z.object({
  customers: z.int(),
  model: z
    .object({
      popular: Shares,
      wentOnTo: z.record(
        z.string(),
        z.array(z.object({ product: z.string(), share: z.number(), lift: z.number(), customers: z.int() })),
      ),
    })
    .optional(),
  quality: OfferQuality.optional(),
  hidden: HiddenBecause.optional(),
});
export type OffersContent = z.infer<typeof OffersContent>;
