import type { Pool } from 'pg';
import { z } from 'zod';
import type { AboutPeople } from '../columns/about-people.ts';
import { type JourneyNumbers, journeyNumbers, refusedJourney } from '../columns/asked-numbers.ts';
import type { MomentsQuestion } from '../columns/moments.ts';
import { scoreOf } from '../columns/row.ts';
import { chosenByScore } from '../domain/chosen-by-score.ts';
import type { MomentsAsked } from '../domain/journey-question.ts';
import { momentsOfTruth } from '../domain/moments.ts';
import { round } from '../domain/scores.ts';
import { head, type JourneyAsking, journeyHead } from './journey-answer.ts';
import { peopleAsked } from './journey-people.ts';

const StepNamed = z.strictObject({ channel: z.string(), touchpoint: z.string(), kind: z.string() });

export const MomentsAnswer = z.object({
  metric: z.literal('moments'),
  of: z.string(),
  ...head,
  n: z.int(),
  rules: z.object({ journey: z.string(), compared: z.string(), significant: z.string(), causes: z.string() }),
  rows: z
    .array(
      z.object({
        step: StepNamed,
        n: z.int().describe('Answers with it on the way.'),
        with: z.number(),
        without: z.number(),
        value: z.number().describe('The figure with the step less that without it, in points.'),
        low: z.number(),
        high: z.number(),
        impact: z.number().describe('The share of answers with it times the difference.'),
        p: z.number(),
        significant: z.boolean(),
        oddsOfLow: z
          .number()
          .describe('How many times as probable a low answer is with it, in odds, with all other steps as they are.'),
        customers: z.object({ with: z.int(), without: z.int() }),
      }),
    )
    .describe('The largest impact first, whichever way.'),
});
export type MomentsAnswer = z.infer<typeof MomentsAnswer>;

/** By scale which values are low, and which high; and whether the low ones are taken off. */
const scales = {
  nps: { least: 0, most: 10, low: 6, high: 9, isNet: true },
  csat: { least: 1, most: 5, low: 3, high: 4, isNet: false },
  ces: { least: 1, most: 7, low: 4, high: 5, isNet: false },
} as const;

const scoresIn = (scale: keyof typeof scales, from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, at) => scoreOf(scale, from + at) ?? []).flat();

/** Answers which steps go along with better or worse answers. */
export const answerMoments = async (pool: Pool, asking: JourneyAsking, asked: MomentsAsked): Promise<MomentsAnswer> => {
  const { least, most, low, high, isNet } = scales[asked.of];
  const { moments, numbers, about } = await momentsQuestion(pool, asking, asked);
  const { answer: figures, rebuilding } = await asking.ask<'moments'>(
    { kind: 'moments', moments, low: scoresIn(asked.of, least, low), high: scoresIn(asked.of, high, most) },
    about,
  );
  const compared = momentsOfTruth(figures, figures.steps, isNet);
  return {
    metric: 'moments',
    of: asked.of,
    ...journeyHead(asking, { rebuilding }),
    unit: 'answers',
    additive: false,
    n: figures.n,
    rules: {
      journey:
        'the interactions of the journey that the answer names; of an answer that names none, those of the customer in the 30 days before it',
      compared: 'steps that at least 30 answers have before them, and as many have not; the 30 most frequent ones',
      significant: 'Benjamini–Hochberg at 10 % over all of them',
      causes: 'a step goes along with the difference; that it causes it is not said',
    },
    rows: figures.steps
      .flatMap(({ step, n, customers, oddsOfLow }, at) => {
        const { channel, touchpoint, kind } = numbers.stepOf(step);
        const moment = compared[at];
        if (moment === undefined) return [];
        const { gap, p, ...rest } = moment;
        return {
          step: { channel, touchpoint, kind },
          n,
          value: gap,
          ...rest,
          p: Number(p.toPrecision(3)),
          oddsOfLow: round(oddsOfLow),
          customers,
        };
      })
      .sort((a, b) => Math.abs(b.impact) - Math.abs(a.impact)),
  };
};

const momentsQuestion = async (
  pool: Pool,
  { properties, range, asOf }: JourneyAsking,
  { of, filters }: MomentsAsked,
): Promise<{ moments: MomentsQuestion; numbers: JourneyNumbers; about: AboutPeople }> => {
  const numbers = await journeyNumbers(pool, properties, [filters]);
  const { least, most } = scales[of];
  const moments = {
    from: Date.parse(range.from),
    to: Date.parse(range.to),
    scores: [scoreOf(of, least) ?? 0, scoreOf(of, most) ?? 0] as const,
    filter: numbers.selectionOf(filters, ['filters']),
  };
  const about = await peopleAsked(pool, { asOf }, { filters });
  const wrong = about.segment && chosenByScore(about.segment.condition, of);
  if (wrong) throw refusedJourney(['filters', 'segment'], wrong);
  return { moments, numbers, about };
};

/** Whose list is asked for: whose answers have a step before them, or not. */
export const MomentsListed = z.strictObject({
  step: StepNamed,
  with: z.boolean().default(true).describe('false: whose answers do not have it before them.'),
});

/** The numbers of the customers behind a moment of truth. */
export const listMoments = async (
  pool: Pool,
  asking: JourneyAsking,
  {
    asked,
    listed,
    ...page
  }: { asked: MomentsAsked; listed: z.infer<typeof MomentsListed>; after: number; limit: number },
): Promise<number[]> => {
  const { moments, about } = await momentsQuestion(pool, asking, asked);
  const { channel, touchpoint, kind } = listed.step;
  const named = (await journeyNumbers(pool, asking.properties, [])).selectionOf(
    { channel: [channel], touchpoint: [touchpoint], kind: [kind] },
    ['step'],
  );
  const [step] = named.steps ?? [];
  if (step === undefined) return [];
  const { answer } = await asking.ask<'moments-customers'>(
    { kind: 'moments-customers', moments, step, isWith: listed.with, ...page },
    about,
  );
  return answer.customers;
};
