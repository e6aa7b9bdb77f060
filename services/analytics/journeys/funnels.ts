import type { Pool } from 'pg';
import { z } from 'zod';
import { refusedJourney } from '../columns/asked-numbers.ts';
import type { FunnelGroup, FunnelPlace } from '../columns/funnel-figures.ts';
import { boundsBetween } from '../domain/buckets-between.ts';
import type { FunnelAsked } from '../domain/journey-question.ts';
import { lengthInWords } from '../domain/length-words.ts';
import { round } from '../domain/scores.ts';
import {
  groupNamed,
  head,
  type JourneyAsking,
  journeyHead,
  namesOfGroups,
  ShareWithin,
  shareWithin,
} from './journey-answer.ts';
import { funnelQuestion, type NumberedFunnel } from './number-funnel.ts';

const Counts = z.object({
  reached: z.int().describe('Took this step.'),
  open: z.int().describe('Took no further one yet, and still may within the window.'),
  excluded: z.int().describe('Would have gone on but for an exclusion.'),
  dropped: z.int().describe('Went no further after this step.'),
});
const FunnelStepRow = Counts.extend({
  step: z.int(),
  fromFirst: ShareWithin.describe('Of those that began, without who is open or was excluded before this step.'),
  fromPrevious: ShareWithin.nullable().describe(
    'Of those that took the step before, without who is open or was excluded there.',
  ),
});
const seconds = z.number().nullable();
const FunnelRow = z.object({
  group: z.record(z.string(), z.string()),
  from: z.string().optional().describe('Of a trend: the first instant at which they begin.'),
  to: z.string().optional(),
  ...ShareWithin.shape,
  began: z.int(),
  converted: z.int(),
  open: z.int().describe('In no rate: whether they convert is not known yet.'),
  excluded: z.int().describe('In no rate.'),
  dropped: z.int(),
  steps: z.array(FunnelStepRow),
  timeToConvert: z
    .object({ share: z.number(), median: seconds, p90: seconds })
    .describe(
      'From the first step to the last, in seconds, by Kaplan–Meier: who is open counts for as long as it has been seen; null if fewer convert within the window.',
    ),
});

export const FunnelAnswer = z.object({
  metric: z.literal('funnel'),
  ...head,
  rules: z
    .object({ order: z.string(), entry: z.string(), ties: z.string(), open: z.string(), attribution: z.string() })
    .describe('What was decided where products differ.'),
  rows: z.array(FunnelRow),
  trend: z.array(FunnelRow).optional(),
});
export type FunnelAnswer = z.infer<typeof FunnelAnswer>;

/** How many periods a trend has at the most: each is a pass over all that happened in it. */
const mostBuckets = 100;

/** Answers a funnel. */
export const answerFunnel = async (pool: Pool, asking: JourneyAsking, asked: FunnelAsked): Promise<FunnelAnswer> => {
  const { funnel, named, about } = await funnelQuestion(pool, asking, asked);
  const {
    answer: groups,
    names,
    rebuilding,
  } = await asking.ask<'funnel'>({ kind: 'funnel', funnel, mostGroups: asked.groups }, about);
  const nameOf = await namesOfGroups(
    named,
    groups.map(({ group }) => group),
    names,
  );
  return {
    metric: 'funnel',
    ...journeyHead(asking, { rebuilding }),
    unit: 'customers',
    additive: true,
    rules: rulesOf(asked),
    rows: groups.map((one) => ({ group: nameOf(one.group), ...rowOf(one) })),
    ...(asked.interval && { trend: await trendOf(asking, { funnel, about }, asked) }),
  };
};

const rulesOf = ({ order, entry, window, attribution }: FunnelAsked): FunnelAnswer['rules'] => ({
  order: {
    ordered: 'each step after the one before, whatever lies between',
    strict: 'each step is the very next interaction of the customer',
    any: 'in any order',
  }[order],
  entry:
    entry === 'best'
      ? 'any beginning in the range that leads furthest'
      : 'the first beginning of each customer in the range alone',
  ties: 'what happens in one millisecond is in the order of the steps; an interaction is one step at the most',
  open: `who has not converted ${lengthInWords(window)} after beginning has not; until then the way is open, and in no rate`,
  attribution:
    typeof attribution === 'number'
      ? `the group of step ${attribution}`
      : `the group of the ${attribution} step that was taken`,
});

const rowOf = ({ steps, converted }: FunnelGroup) => {
  const total = (what: 'open' | 'excluded' | 'dropped'): number => steps.reduce((sum, step) => sum + step[what], 0);
  const [began, all] = [steps[0]?.reached ?? 0, steps.at(-1)?.reached ?? 0];
  const [open, excluded, dropped] = [total('open'), total('excluded'), total('dropped')];
  return {
    ...shareWithin(all, all + dropped),
    began,
    converted: all,
    open,
    excluded,
    dropped,
    steps: steps.map((step, at) => stepRow(steps, step, at)),
    timeToConvert: {
      share: round(100 * converted.share),
      median: inSeconds(converted.median),
      p90: inSeconds(converted.p90),
    },
  };
};

const stepRow = (steps: FunnelGroup['steps'], step: FunnelGroup['steps'][number], at: number) => {
  const [first, previous] = [steps[0], steps[at - 1]];
  const apart = steps.slice(0, at).reduce((sum, { open, excluded }) => sum + open + excluded, 0);
  return {
    step: at + 1,
    ...step,
    fromFirst: shareWithin(step.reached, (first?.reached ?? 0) - apart),
    fromPrevious:
      previous === undefined ? null : shareWithin(step.reached, previous.reached - previous.open - previous.excluded),
  };
};

const inSeconds = (ms: number | null): number | null => (ms === null ? null : ms / 1000);

const trendOf = async (
  asking: JourneyAsking,
  { funnel, about }: Pick<NumberedFunnel, 'funnel' | 'about'>,
  { interval, weekStart }: FunnelAsked,
) => {
  if (interval === undefined) return undefined;
  const bounds = boundsBetween(asking.range, { interval, timeZone: asking.timeZone, weekStart });
  if (bounds.length - 1 > mostBuckets)
    throw refusedJourney(
      ['interval'],
      `makes ${bounds.length - 1} periods: ask for longer ones, or for less time; ${mostBuckets} at the most`,
    );
  const { answer: buckets } = await asking.ask<'funnel-trend'>({ kind: 'funnel-trend', funnel, bounds }, about);
  return buckets.map((one, at) => ({
    group: {},
    from: new Date(bounds[at] ?? 0).toISOString(),
    to: new Date(bounds[at + 1] ?? 0).toISOString(),
    ...rowOf(one),
  }));
};

/** Whose list is asked for: who came to a step, or stayed there, and how. */
export const FunnelListed = z.strictObject({
  step: z.int().min(1).max(10).describe('At which step.'),
  state: z
    .enum(['reached', 'converted', 'open', 'excluded', 'dropped'])
    .default('reached')
    .describe('reached: took it; the others: went no further, and how.'),
  group: z.string().optional().describe('Of which group, as the answer names it.'),
});

/** The numbers of the customers behind a figure of a funnel. */
export const listFunnel = async (
  pool: Pool,
  asking: JourneyAsking,
  {
    asked,
    listed,
    ...page
  }: { asked: FunnelAsked; listed: z.infer<typeof FunnelListed>; after: number; limit: number },
): Promise<number[]> => {
  const { funnel, named, about } = await funnelQuestion(pool, asking, asked);
  const place: FunnelPlace = { step: listed.step - 1, state: listed.state };
  if (listed.group !== undefined) {
    const { answer: groups, names } = await asking.ask<'funnel'>(
      { kind: 'funnel', funnel, mostGroups: asked.groups },
      about,
    );
    place.group = await groupNamed(
      named,
      groups.map(({ group }) => group),
      names,
      listed.group,
    );
    if (place.group === undefined) return [];
  }
  const { answer } = await asking.ask<'funnel-customers'>(
    { kind: 'funnel-customers', funnel, mostGroups: asked.groups, place, ...page },
    about,
  );
  return answer.customers;
};
