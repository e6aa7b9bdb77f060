import { Word } from '@hilo/contracts';
import { z } from 'zod';
import { scales } from '../scales.ts';

export const ImprovementState = z
  .enum(['open', 'done', 'dropped'])
  .describe('done: it works at the touchpoint since a day; dropped: nobody does it.');
export type ImprovementState = z.infer<typeof ImprovementState>;

const day = z.iso.date();
const text = (most: number) => z.string().trim().min(1).max(most);

/** What somebody takes on: an action against what goes wrong at a touchpoint, again and again. */
export const Improvement = z.strictObject({
  title: text(200).describe('What is to be otherwise, in a sentence.'),
  touchpoint: text(200).describe('Where: as interactions and cases name it.'),
  cause: Word.optional().describe('The root cause that it is to end, as cases are resolved with it.'),
  metric: z.enum(scales).default('nps').describe('The score by which its effect is measured.'),
  owner: text(200).describe('Who sees to it.'),
  due: day.describe('The day on which it is to work.'),
  action: text(4000).optional().describe('What is done.'),
});
export type Improvement = z.infer<typeof Improvement>;

/** What of it may be changed while it is open. */
export const ImprovementChange = Improvement.partial()
  .extend({ metric: Improvement.shape.metric.unwrap().optional() })
  .refine((change) => Object.keys(change).length > 0, 'changes nothing');
export type ImprovementChange = z.infer<typeof ImprovementChange>;

/** How it stands after each of its steps. */
export type ImprovementStanding = Improvement & { state: ImprovementState; doneOn?: string | undefined };

/** What was done with it, or why it cannot be, and in which field of what was said. */
export type ImprovementStepped =
  | { step: ImprovementStep; standing: ImprovementStanding }
  | { refused: string; path?: string };
export const ImprovementStep = z.enum(['opened', 'changed', 'done', 'dropped']);
export type ImprovementStep = z.infer<typeof ImprovementStep>;

export const changeImprovement = (one: ImprovementStanding, change: ImprovementChange): ImprovementStepped =>
  one.state === 'open'
    ? { step: 'changed', standing: { ...one, ...saidIn(change) } }
    : { refused: `It is ${one.state}, and nothing of it is changed any more: open another one.` };

/** What is not named stays. */
const saidIn = (change: ImprovementChange): Partial<ImprovementStanding> =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));

/** It works since the beginning of a day, which is not to come. */
export const finishImprovement = (
  one: ImprovementStanding,
  { on = '', today }: { on: string | undefined; today: string },
): ImprovementStepped => {
  const doneOn = on === '' ? today : on;
  if (one.state !== 'open') return { refused: `It is ${one.state} already.` };
  if (doneOn > today) return { refused: `is to come: today is ${today} there`, path: 'on' };
  return { step: 'done', standing: { ...one, state: 'done', doneOn } };
};

export const dropImprovement = (one: ImprovementStanding): ImprovementStepped =>
  one.state === 'open'
    ? { step: 'dropped', standing: { ...one, state: 'dropped' } }
    : { refused: `It is ${one.state} already.` };
