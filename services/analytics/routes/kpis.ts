import { Timestamp } from '@hilo/contracts';
import { type Authenticate, problems, type Routes } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { customerSatisfaction, netPromoterScore } from '../domain/scores.ts';
import { groupings, type KpiRow, readKpis } from '../queries.ts';

const Score = z.object({
  score: z.number(),
  n: z.int().describe('How many answers.'),
  interval: z.object({ low: z.number(), high: z.number() }).describe('The interval of 95 %.'),
});
const Kpi = z.object({
  group: z.record(z.string(), z.string()),
  interactions: z.int(),
  nps: Score.extend({ promoters: z.int(), passives: z.int(), detractors: z.int() })
    .optional()
    .describe('Net Promoter Score, −100 to 100.'),
  csat: Score.optional().describe('Answers of 4 and 5 of 5, in percent.'),
});

const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

/** `GET /v1/kpis`: NPS, CSAT and volume. */
export const kpiRoutes =
  ({ pool, authenticate, timeZone }: { pool: Pool; authenticate: Authenticate; timeZone: string }): Routes =>
  async (app) => {
    app.get(
      '/v1/kpis',
      {
        schema: {
          summary: 'NPS, CSAT and volume by channel, touchpoint and day',
          tags: ['analytics'],
          querystring: z.object({
            from: Timestamp.optional(),
            to: Timestamp.optional().describe('Up to, but not with, this instant.'),
            channel: z.string().optional(),
            touchpoint: z.string().optional(),
            groupBy: z
              .string()
              .transform((list) => list.split(','))
              .pipe(z.array(z.enum(groupings)))
              .optional()
              .describe('Any of channel, touchpoint and day, with commas between. Without it, the totals.'),
            timeZone: z.string().refine(isTimeZone, 'is not a time zone such as Europe/Madrid').default(timeZone),
          }),
          response: { 200: z.object({ groups: z.array(Kpi) }), ...problems },
        },
      },
      async (request) => {
        await authenticate(request, 'analytics:read');
        const { groupBy = [], timeZone: zone, ...filter } = request.query;
        return { groups: (await readKpis(pool, filter, groupBy, zone)).map(kpiOf) };
      },
    );
  };

const kpiOf = ({ group, interactions, satisfied, csat, ...counts }: KpiRow): z.infer<typeof Kpi> => {
  const nps = netPromoterScore(counts);
  const satisfaction = customerSatisfaction(satisfied, csat);
  return {
    group,
    interactions,
    ...(nps && { nps: { ...nps, ...counts } }),
    ...(satisfaction && { csat: satisfaction }),
  };
};
