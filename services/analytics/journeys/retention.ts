import type { Pool } from 'pg';
import { z } from 'zod';
import type { AboutPeople } from '../columns/about-people.ts';
import { journeyNumbers, type NamedBreakdown, refusedJourney } from '../columns/asked-numbers.ts';
import { mostPeriods, type RetentionQuestion } from '../columns/retention.ts';
import type { RetentionCell, RetentionPlace } from '../columns/retention-figures.ts';
import { boundsBetween } from '../domain/buckets-between.ts';
import type { RetentionAsked } from '../domain/journey-question.ts';
import { meanRetention } from '../domain/mean-retention.ts';
import {
  groupNamed,
  head,
  type JourneyAsking,
  journeyHead,
  namesOfGroups,
  ShareWithin,
  shareWithin,
} from './journey-answer.ts';
import { peopleAsked } from './journey-people.ts';

const CohortRow = z.object({
  group: z.record(z.string(), z.string()),
  from: z.string().describe('When the period begins in which they began.'),
  to: z.string(),
  began: z.int(),
  periods: z.array(
    z.object({
      after: z.int().describe('So many periods later; 0 is the same one.'),
      ...ShareWithin.shape,
      back: z.int(),
      running: z.boolean().describe('The period is not over: it is in no mean.'),
    }),
  ),
});
const MeanRow = z.object({
  group: z.record(z.string(), z.string()),
  after: z.int(),
  value: z.number().nullable(),
  n: z.int(),
  cohorts: z.int(),
});

export const RetentionAnswer = z.object({
  metric: z.literal('retention'),
  ...head,
  rules: z.object({ cohort: z.string(), returned: z.string(), mean: z.string() }),
  rows: z.array(CohortRow),
  mean: z.array(MeanRow).describe('Over all cohorts whose period is over.'),
});
export type RetentionAnswer = z.infer<typeof RetentionAnswer>;

/** Answers who comes back. */
export const answerRetention = async (
  pool: Pool,
  asking: JourneyAsking,
  asked: RetentionAsked,
): Promise<RetentionAnswer> => {
  const { retention, named, about } = await retentionQuestion(pool, asking, asked);
  const shown = { orAfter: asked.returned === 'on-or-after', mostGroups: asked.groups };
  const {
    answer: cells,
    names,
    rebuilding,
  } = await asking.ask<'retention'>({ kind: 'retention', retention, now: asking.asOf, ...shown }, about);
  const byGroup = Map.groupBy(cells, ({ group }) => group);
  const nameOf = await namesOfGroups(named, [...byGroup.keys()], names);
  return {
    metric: 'retention',
    ...journeyHead(asking, { rebuilding }),
    unit: 'customers',
    // Who begins in several periods is in each of them.
    additive: asked.cohort !== 'recurring',
    rules: rulesOf(asked),
    rows: [...byGroup].flatMap(([group, all]) =>
      [...Map.groupBy(all, ({ cohort }) => cohort)].map(([cohort, own]) =>
        cohortRow(nameOf(group), retention.bounds, cohort, own),
      ),
    ),
    mean: [...byGroup].flatMap(([group, all]) =>
      meanRetention(all, asked.mean).map((one) => ({ group: nameOf(group), ...one })),
    ),
  };
};

const rulesOf = ({ cohort, returned, mean }: RetentionAsked): RetentionAnswer['rules'] => ({
  cohort: {
    ever: 'who began for the first time of all in that period',
    first: 'who began for the first time in the range in that period',
    recurring: 'who began in that period, whether or not before',
  }[cohort],
  returned:
    returned === 'on'
      ? 'in that period, by another interaction than the one by which one began'
      : 'in that period or a later one of the range, by another interaction than the one by which one began',
  mean: mean === 'weighted' ? 'each customer weighs the same' : 'each cohort weighs the same',
});

const cohortRow = (
  group: Record<string, string>,
  bounds: readonly number[],
  cohort: number,
  own: readonly RetentionCell[],
) => ({
  group,
  from: new Date(bounds[cohort] ?? 0).toISOString(),
  to: new Date(bounds[cohort + 1] ?? 0).toISOString(),
  began: own[0]?.began ?? 0,
  periods: own.map(({ after, began, back, running }) => ({ after, ...shareWithin(back, began), back, running })),
});

const retentionQuestion = async (
  pool: Pool,
  { properties, range, timeZone, asOf }: JourneyAsking,
  { start, back, interval, weekStart, cohort, breakdown, filters }: RetentionAsked,
): Promise<{ retention: RetentionQuestion; named: NamedBreakdown | undefined; about: AboutPeople }> => {
  const bounds = boundsBetween(range, { interval, timeZone, weekStart });
  if (bounds.length - 1 > mostPeriods)
    throw refusedJourney(
      ['interval'],
      `makes ${bounds.length - 1} periods: ask for longer ones, or for less time; ${mostPeriods} at the most`,
    );
  const numbers = await journeyNumbers(pool, properties, [start, back, filters]);
  const named = numbers.breakdownOf(breakdown, ['breakdown']);
  const retention = {
    bounds,
    start: numbers.selectionOf(start, ['start']),
    back: numbers.selectionOf(back, ['back']),
    cohort,
    breakdown: named?.breakdown,
    filter: numbers.selectionOf(filters, ['filters']),
  };
  return { retention, named, about: await peopleAsked(pool, { asOf }, { filters, breakdown }) };
};

/** Whose list is asked for. */
export const RetentionListed = z.strictObject({
  cohort: z.int().min(1).max(mostPeriods).describe('Which row: the first is 1.'),
  after: z
    .int()
    .min(0)
    .max(mostPeriods)
    .optional()
    .describe('Those who came back so many periods later; without it, the whole cohort.'),
  back: z.boolean().default(true).describe('false: those who did not.'),
  group: z.string().optional().describe('Of which group, as the answer names it.'),
});

/** The numbers of the customers behind a figure of a retention. */
export const listRetention = async (
  pool: Pool,
  asking: JourneyAsking,
  {
    asked,
    listed,
    ...page
  }: { asked: RetentionAsked; listed: z.infer<typeof RetentionListed>; after: number; limit: number },
): Promise<number[]> => {
  const { retention, named, about } = await retentionQuestion(pool, asking, asked);
  const shown = { orAfter: asked.returned === 'on-or-after', mostGroups: asked.groups };
  const place: RetentionPlace = { cohort: listed.cohort - 1, after: listed.after, back: listed.back };
  if (listed.group !== undefined) {
    const { answer: cells, names } = await asking.ask<'retention'>(
      { kind: 'retention', retention, now: asking.asOf, ...shown },
      about,
    );
    place.group = await groupNamed(named, [...new Set(cells.map(({ group }) => group))], names, listed.group);
    if (place.group === undefined) return [];
  }
  const { answer } = await asking.ask<'retention-customers'>(
    { kind: 'retention-customers', retention, place, ...shown, ...page },
    about,
  );
  return answer.customers;
};
