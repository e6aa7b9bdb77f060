import { z } from 'zod';
import { noScores, type ScoreCounts } from './measured.ts';
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

/** The counts of one group: of its interactions, and of its answers on every scale, if there are any. */
export type KpiCounts = { group: Kpi['group']; interactions: number; scores: ScoreCounts | undefined };

export const kpiOf = ({ group, interactions, scores = noScores }: KpiCounts): Kpi => {
  const { promoters, passives, detractors, satisfied, csat, easy, ces, cesTotal } = scores;
  const nps = netPromoterScore({ promoters, passives, detractors });
  const satisfaction = customerSatisfaction(satisfied, csat);
  const effort = customerEffort({ easy, n: ces, sum: cesTotal });
  return {
    group,
    interactions,
    ...(nps && { nps: { ...nps, promoters, passives, detractors } }),
    ...(satisfaction && { csat: satisfaction }),
    ...(effort && { ces: effort }),
  };
};
