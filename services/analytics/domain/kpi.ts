import { z } from 'zod';
import { customerEffort, customerSatisfaction, netPromoterScore } from './scores.ts';

const Score = z.object({
  score: z.number(),
  n: z.int().describe('How many answers.'),
  interval: z.object({ low: z.number(), high: z.number() }).describe('The interval of 95 %.'),
});

/** What is known of one group. */
export const Kpi = z.object({
  group: z.record(z.string(), z.string()),
  interactions: z.int(),
  nps: Score.extend({ promoters: z.int(), passives: z.int(), detractors: z.int() })
    .optional()
    .describe('Net Promoter Score, −100 to 100.'),
  csat: Score.optional().describe('Answers of 4 and 5 of 5, in percent.'),
  ces: Score.extend({ mean: z.number() }).optional().describe('Answers of 5 to 7 of 7, that it was easy, in percent.'),
});
export type Kpi = z.infer<typeof Kpi>;

/** The counts of one group. */
export const KpiCounts = z.object({
  group: z.record(z.string(), z.string()),
  interactions: z.coerce.number(),
  promoters: z.coerce.number(),
  passives: z.coerce.number(),
  detractors: z.coerce.number(),
  satisfied: z.coerce.number(),
  csat: z.coerce.number(),
  easy: z.coerce.number(),
  ces: z.coerce.number(),
  cesSum: z.coerce.number(),
});
export type KpiCounts = z.infer<typeof KpiCounts>;

export const kpiOf = ({ group, interactions, satisfied, csat, easy, ces, cesSum, ...counts }: KpiCounts): Kpi => {
  const nps = netPromoterScore(counts);
  const satisfaction = customerSatisfaction(satisfied, csat);
  const effort = customerEffort({ easy, n: ces, sum: cesSum });
  return {
    group,
    interactions,
    ...(nps && { nps: { ...nps, ...counts } }),
    ...(satisfaction && { csat: satisfaction }),
    ...(effort && { ces: effort }),
  };
};
