import { DecidedBy, Timestamp, Uuid } from '@hilo/contracts';
import { z } from 'zod';
import { Improvement, ImprovementState, ImprovementStep } from '../domain/improvements/improvement.ts';
import type { MeasuredEffect } from '../improving/measure-effect.ts';
import { versionTag } from '../segments/seen-version.ts';
import type { StoredImprovement, StoredImprovementStep } from '../store/improvements.ts';

/** As it is listed. */
export const ShownImprovement = z.object({
  id: Uuid,
  ...Improvement.shape,
  metric: Improvement.shape.metric.unwrap(),
  state: ImprovementState,
  doneOn: z.iso.date().optional().describe('Since which day it works.'),
  overdue: z.boolean().describe('Open, and to be done before today.'),
  openedAt: Timestamp,
  changedAt: Timestamp,
  etag: z.string().describe('What If-Match has to say.'),
});
export type ShownImprovement = z.infer<typeof ShownImprovement>;

export const shownImprovement = (
  { id, revision, standing, openedAt, changedAt }: StoredImprovement,
  today: string,
): ShownImprovement => ({
  ...standing,
  id,
  overdue: standing.state === 'open' && standing.due < today,
  openedAt,
  changedAt,
  etag: versionTag(revision),
});

const Cell = z.object({ value: z.number().optional(), n: z.int() });
const Range = z.object({ from: Timestamp, to: Timestamp });

export const ShownEffect = z.object({
  verdict: z
    .enum(['better', 'worse', 'not-told-from-chance', 'too-few-answers', 'no-comparison'])
    .describe(
      'better, worse: the interval of the difference leaves out zero. too-few-answers: fewer than 30 here before or after; no-comparison: fewer than 30 elsewhere.',
    ),
  why: z.string().describe('All of it in a sentence.'),
  metric: Improvement.shape.metric.unwrap(),
  before: Range,
  after: Range.describe('As many days, as far as they are over.'),
  difference: z
    .object({ value: z.number(), low: z.number(), high: z.number() })
    .optional()
    .describe(
      'How many points more the score rose here than at touchpoints at which nothing was improved, with the interval of 95 %; absent where a verdict cannot be given.',
    ),
  here: z.object({ before: Cell, after: Cell, change: z.number().optional() }),
  elsewhere: z.object({
    touchpoints: z.int(),
    before: z.int().describe('Answers before.'),
    after: z.int().describe('Answers after.'),
    change: z.number().optional(),
  }),
  asFar: z.int().describe('How many of the touchpoints elsewhere moved as far by themselves, up or down.'),
  leftOut: z.int().describe('How many touchpoints are left out, since something was improved there in that time.'),
  alsoHere: z
    .array(Uuid)
    .describe('Other improvements at this touchpoint in that time: nobody can tell which of them it was.'),
  rebuilding: z.literal(true).optional(),
});

const names = { nps: 'NPS', csat: 'CSAT', ces: 'CES' } as const;

export const shownEffect = (
  { rebuilding, difference, ...effect }: MeasuredEffect,
  { touchpoint, metric }: StoredImprovement['standing'],
): z.infer<typeof ShownEffect> => {
  const isSaid = effect.verdict !== 'too-few-answers' && effect.verdict !== 'no-comparison';
  return {
    ...effect,
    metric,
    why: sentenceOf({ ...effect, difference }, `${names[metric]} at ${touchpoint}`),
    ...(isSaid && difference && { difference }),
    ...(rebuilding && { rebuilding }),
  };
};

type Told = Omit<MeasuredEffect, 'rebuilding'>;

const sentenceOf = ({ verdict, difference, here, elsewhere, asFar }: Told, name: string): string => {
  const counted = `${here.before.n} answers before and ${here.after.n} after`;
  if (verdict === 'too-few-answers')
    return `${name} has ${counted}: with fewer than 30 on either side nothing is said of an effect.`;
  if (verdict === 'no-comparison' || difference === undefined)
    return `${name} went from ${here.before.value} to ${here.after.value}, of ${counted}; elsewhere there are too few answers to tell whether that is more than happened everywhere.`;
  const chance = verdict === 'not-told-from-chance' ? ', which is not told from chance' : '';
  return `${name} went from ${here.before.value} to ${here.after.value}, of ${counted}, and by ${elsewhere.change} at ${elsewhere.touchpoints} other touchpoints: a difference of ${difference.value} (95 %: ${difference.low} to ${difference.high})${chance}. ${asFar} of the others moved as far.`;
};

export const ShownImprovementStep = z.object({
  revision: z.int(),
  step: ImprovementStep,
  by: DecidedBy,
  why: z.string().optional(),
  at: Timestamp,
});

export const shownImprovementStep = ({
  why,
  ...step
}: StoredImprovementStep): z.infer<typeof ShownImprovementStep> => ({
  ...step,
  ...(why !== null && { why }),
});
