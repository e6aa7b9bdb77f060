import { z } from 'zod';
import { type Question, Question as QuestionSchema } from '../metrics.ts';
import { Filters, GroupBy, intervals } from '../question.ts';

/** Figures that are watched; of `volume`, whether anything comes. */
export const watchedMetrics = ['nps', 'csat', 'ces', 'complaints', 'sentiment', 'volume'] as const;
export type WatchedMetric = (typeof watchedMetrics)[number];

const Name = z.string().superRefine((text, context) => {
  const read = GroupBy.safeParse(text);
  if (!read.success) context.addIssue({ code: 'custom', message: read.error.issues[0]?.message ?? 'is no name' });
  else if (intervals.some((one) => one === text))
    context.addIssue({ code: 'custom', message: 'is a piece of time: each day is judged anyway' });
});

/** What is watched: a figure, of whom, and apart for which groups. */
export const Watch = z.strictObject({
  metric: z
    .enum(watchedMetrics)
    .describe(
      'nps, csat, ces, complaints (their share) and sentiment (the share of negative texts) are held against their band; volume only falls silent.',
    ),
  groupBy: z
    .array(Name)
    .max(2)
    .default([])
    .describe('Each group is watched by itself, named as in POST /v1/query; without it, all together.'),
  filters: Filters.default({}).describe('What is counted, as in POST /v1/query.'),
  everyDays: z
    .int()
    .min(100)
    .max(10_000)
    .default(400)
    .describe(
      'By chance alone all groups of the watch together raise one alert in so many days, or fewer. Fewer days find smaller changes, and chance more often.',
    ),
  settleHours: z
    .int()
    .min(0)
    .max(72)
    .default(6)
    .describe('A day is judged so many hours after its end, once: what comes later only counts for what is usual.'),
});
export type Watch = z.infer<typeof Watch>;

/** As it is shown: what the filters take in several spellings, in one. */
export const ShownWatchContent = z.object({
  metric: Watch.shape.metric,
  groupBy: z.array(z.string()),
  filters: z.record(z.string(), z.json()).describe('As POST /v1/query takes them.'),
  everyDays: z.int(),
  settleHours: z.int(),
});

/** The question whose answer is watched, of these instants, by the day. */
export const watchedQuestion = (
  { metric, groupBy, filters }: Watch,
  { from, to }: { from: string; to: string },
): Question => QuestionSchema.parse({ metric, groupBy, filters, from, to, interval: 'day' });

const customers = { voice: ['customer' as const] };

/** What is watched without anybody writing it. */
export const firstWatches: Readonly<Record<string, z.input<typeof Watch>>> = {
  nps: { metric: 'nps', filters: customers },
  csat: { metric: 'csat', filters: customers },
  ces: { metric: 'ces', filters: customers },
  'nps-by-touchpoint': { metric: 'nps', groupBy: ['touchpoint'], filters: customers },
  'csat-by-touchpoint': { metric: 'csat', groupBy: ['touchpoint'], filters: customers },
  'ces-by-touchpoint': { metric: 'ces', groupBy: ['touchpoint'], filters: customers },
  complaints: { metric: 'complaints', filters: customers },
  'interactions-by-touchpoint': { metric: 'volume', groupBy: ['touchpoint'] },
};
