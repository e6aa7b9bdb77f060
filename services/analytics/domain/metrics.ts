import { Timestamp } from '@hilo/contracts';
import { z } from 'zod';
import { asked } from './question.ts';
import { Rebuilding } from './rebuilding.ts';
import { scales } from './scales.ts';

const compare = {
  compare: z
    .literal('previous-period')
    .optional()
    .describe(
      'With the range of the same length before: as many months or days, where it is of whole ones. Not of buckets of time, which are compared in total alone.',
    ),
};
const scored = {
  per: z
    .enum(['response', 'customer'])
    .default('response')
    .describe('customer: only the last answer of each customer in that time counts.'),
};
const of = { of: z.enum(scales).default('nps').describe('Of which figure.') };
const paged = {
  limit: z.int().min(1).max(1000).default(200).describe('How many groups a page has.'),
  cursor: z.string().optional().describe('nextCursor of the page before.'),
};

const ask = <Metric extends string, Options extends z.ZodRawShape>(metric: Metric, options: Options) =>
  z.strictObject({ metric: z.literal(metric), ...asked, ...paged, ...options });

/** A question about one figure. */
export const Question = z.discriminatedUnion('metric', [
  ask('nps', { ...compare, ...scored }),
  ask('csat', { ...compare, ...scored }),
  ask('ces', { ...compare, ...scored }),
  ask('volume', compare),
  ask('customers', compare),
  ask('response-rate', compare),
  ask('withheld', compare),
  ask('immediacy', compare),
  ask('bias', of),
  ask('gap', of),
  ask('complaints', {
    ...compare,
    kinds: z.array(z.string().min(1).max(100)).min(1).max(20).default(['complained']).describe('What is a complaint.'),
  }),
  ask('effort', {
    ...compare,
    same: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .describe('A property, such as topic: only a contact with the same value is a repeated one.'),
  }),
  ask('sentiment', compare),
  ask('verbatims', compare),
  ask('cases', compare),
  ask('cases-open', {}),
  ask('cases-overdue', {}),
  ask('first-contact', {}),
  ask('resolution-time', {}),
  ask('reopened', compare),
  ask('recovery', {}),
  ask('guidance', compare),
  ask('guidance-coverage', compare),
  ask('guidance-read-time', {}),
  ask('guidance-not-helpful', compare),
  ask('guidance-effect', {
    ...of,
    withinDays: z
      .int()
      .min(1)
      .max(90)
      .default(7)
      .describe('The first answer counts that the customer gave within so many days after a card was pushed.'),
  }),
  ask('pressure', {
    most: z.int().min(1).max(1000).default(2).describe('How many contacts in a week are not too many.'),
  }),
]);
export type Question = z.infer<typeof Question>;
export type Metric = Question['metric'];

/** Of what each figure is a figure: `n` counts these. */
export const unitOf: Readonly<Record<Metric, string>> = {
  nps: 'answers',
  csat: 'answers',
  ces: 'answers',
  volume: 'interactions',
  customers: 'customers',
  'response-rate': 'invitations that were sent and did not bounce',
  withheld: 'decisions about asking',
  immediacy: 'invitations that were sent',
  bias: 'answers to invitations',
  gap: 'answers',
  complaints: 'interactions',
  effort: 'contacts whose seven days are over',
  sentiment: 'verbatims of which the language is measured',
  verbatims: 'verbatims',
  cases: 'cases',
  'cases-open': 'cases',
  'cases-overdue': 'cases that are open',
  'first-contact': 'cases in which somebody was in touch with the customer',
  'resolution-time': 'cases that are resolved',
  reopened: 'cases that were resolved',
  recovery: 'cases with a score before and after',
  guidance: 'cards that were pushed',
  'guidance-coverage': 'cards that were pushed, for each of their roles',
  'guidance-read-time': 'cards that were read, in each role',
  'guidance-not-helpful': 'cards that were read or found of no help, in each role',
  'guidance-effect': 'cards after which the customer answered',
  pressure: 'weeks of customers with a contact',
};

/** Whether the values of the groups add up to that of the total: not where one thing may be in several of them. */
export const isAdditive = ({ metric, groupBy }: Pick<Question, 'metric' | 'groupBy'>): boolean =>
  additive.has(metric) &&
  !groupBy.some(({ by }) => by === 'topic' || by === 'role' || (by === 'sentiment' && metric !== 'verbatims'));

const additive: ReadonlySet<Metric> = new Set([
  'verbatims',
  'volume',
  'withheld',
  'complaints',
  'cases',
  'cases-open',
  'cases-overdue',
  'guidance',
]);

const limits = { low: z.number().nullable(), high: z.number().nullable() };
const Figure = z.object({ value: z.number().nullable(), n: z.int(), ...limits });

/** A figure with what it is made of, by name. */
export const Measured = Figure.catchall(z.json());
export type Measured = z.infer<typeof Measured>;

export const FigureChange = z.object({
  before: Figure.describe('The figure of the time before.'),
  value: z.number().nullable().describe('How much more it is now; absent figures have no change.'),
  ...limits,
  percent: z.number().nullable().describe('Of counts: how much more, of what it was; null where that was nothing.'),
  significant: z
    .boolean()
    .describe('Whether it is told from chance, at 95 %. Never with fewer than 30 on either side: show no arrow then.'),
});
export type FigureChange = z.infer<typeof FigureChange>;

/** A `Timestamp` that was just made, and is not looked at again: there may be thousands. */
const Instant = z.string().meta({ format: 'date-time' });

const FigureRow = z
  .object({
    group: z.record(z.string(), z.string()).describe('By the names that were asked; `(none)` is what has no value.'),
    from: Instant.optional().describe('Of a bucket of time: the first instant of it.'),
    to: Instant.optional().describe('Of a bucket of time: the first instant after it.'),
    running: z
      .boolean()
      .optional()
      .describe('True where the bucket is not over, or lies within the range in part only.'),
    ...Figure.shape,
    change: FigureChange.optional(),
  })
  .catchall(z.json().optional());
export type FigureRow = z.infer<typeof FigureRow>;

export const AnsweredBy = z
  .enum(['rollups', 'columns', 'facts'])
  .describe(
    'rollups: the counts of whole days, with what is left at the ends; columns: numbers of every interaction in memory; facts: the tables.',
  );
export type AnsweredBy = z.infer<typeof AnsweredBy>;

const Explained = z.object({
  unit: z.string(),
  answeredBy: AnsweredBy,
  counted: z.int(),
  leftOut: z
    .array(
      z.object({
        reason: z.string(),
        n: z.int(),
        identifiers: z.int().optional().describe('Of what several people share: how many identifiers these are.'),
      }),
    )
    .describe('What would have been counted, and is not.'),
  rule: z.string(),
});

/** Of an answer that has nothing in it. */
export const Hints = z
  .array(z.string())
  .describe('Where nothing was found: which values of filters nothing has that Hilo ever heard of, whatever the time.');

export const QueryAnswer = z.object({
  metric: z.string(),
  from: Timestamp.describe('The first instant that counts.'),
  to: Timestamp.describe('The first instant that does not count any more.'),
  timeZone: z.string().describe('In which hours, days, weeks and months begin.'),
  asOf: Timestamp.describe('Up to when everything is in it that was said to Hilo.'),
  rebuilding: Rebuilding.optional(),
  unit: z.string().describe('What n counts.'),
  additive: z.boolean().describe('Whether the values of the groups add up to that of the total, which is never a sum.'),
  before: z.object({ from: Timestamp, to: Timestamp }).optional().describe('What it is compared with.'),
  total: FigureRow.optional().describe('All groups together, counted as they are.'),
  rows: z.array(FigureRow).describe('In the order of their groups; one without a group, where nothing is grouped by.'),
  nextCursor: z.string().optional(),
  hints: Hints.optional(),
  explain: Explained.optional(),
});
export type QueryAnswer = z.infer<typeof QueryAnswer>;
