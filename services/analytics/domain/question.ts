import { Word } from '@hilo/contracts';
import { z } from 'zod';
import { TimeZone } from './time-zone.ts';

/** What has no value in a field is counted under this name, and is asked for by it. */
export const noValue = '(none)';

/** Of what a property says, so many characters tell it from others. */
export const longestWord = 200;

/** What of an interaction, and of what became of asking about it, may be named in a question. */
export const fields = [
  'channel',
  'touchpoint',
  'kind',
  'direction',
  'actor',
  'voice',
  'outcome',
  'source',
  'journey',
  'stage',
  'programme',
  'reason',
  'severity',
  'queue',
  'cause',
  'sentiment',
  'topic',
  'card',
  'role',
] as const;
export type Field = (typeof fields)[number];

/** What time is cut into, the finest first. */
export const intervals = ['hour', 'day', 'week', 'month'] as const;
export type BucketInterval = (typeof intervals)[number];

/** What is under a name that the company gave, each with what it is called in `groupBy`: `traits.tier`. */
const namespaces = { properties: 'property', traits: 'trait', segment: 'segment' } as const;
type Namespace = (typeof namespaces)[keyof typeof namespaces];

/** By what is grouped: `name` is as it was asked, and as the groups of the answer have it. */
export type Dimension = { name: string; by: Field | BucketInterval } | { name: string; by: Namespace; of: string };

const isOneOf = <One extends string>(all: readonly One[], text: string): text is One => all.some((one) => one === text);

const dimensionIn = (name: string): Dimension | undefined => {
  if (isOneOf(fields, name) || isOneOf(intervals, name)) return { name, by: name };
  const [, namespace, of] = /^(properties|traits|segment)\.(.{1,100})$/u.exec(name) ?? [];
  if (of === undefined || (namespace !== 'properties' && namespace !== 'traits' && namespace !== 'segment'))
    return undefined;
  return { name, by: namespaces[namespace], of };
};

/** One name to group by, as a text. */
export const GroupBy = z
  .string()
  .transform((text, context): Dimension => {
    const dimension = dimensionIn(text);
    if (dimension !== undefined) return dimension;
    context.addIssue({
      code: 'custom',
      message: `is none of ${[...fields, ...intervals].join(', ')}, nor properties.NAME, traits.NAME or segment.NAME`,
    });
    return z.NEVER;
  })
  .describe(
    `One of ${[...fields, ...intervals].join(', ')}; or properties.NAME, traits.NAME or segment.NAME, of what the company named so.`,
  );

/** One value or a list of them; what is kept is a list. */
const some = <Value extends z.ZodType>(value: Value) =>
  z.preprocess((given) => (Array.isArray(given) ? given : [given]), z.array(value).min(1).max(100));

const Text = z.string().min(1).max(500);
const Scalar = z.union([Text, z.number(), z.boolean()]).transform(String);
const byName = z
  .record(z.string().min(1).max(100), some(Scalar))
  .refine((all) => Object.keys(all).length <= 20, 'has more than twenty names');

/** What is counted: all that fits every one of these. Of the values of one field, any; `(none)` is what has none. */
export const Filters = z
  .strictObject({
    channel: some(Text).optional(),
    touchpoint: some(Text).optional(),
    kind: some(Text).optional(),
    direction: some(Text).optional(),
    actor: some(Text).optional(),
    voice: some(z.enum(['customer', 'employee', 'management', 'other']))
      .optional()
      .describe('Who speaks: the actor, where nobody is named the customer; management is the manager.'),
    outcome: some(Text).optional(),
    source: some(Text).optional().describe('Which system posted it.'),
    journey: some(Text).optional().describe('The name of the journey.'),
    stage: some(Text).optional().describe('The step of the journey.'),
    programme: some(Text).optional().describe('Of what became of asking, and of its answers: by which survey.'),
    reason: some(Text).optional().describe('Of what was withheld: why. Of cases: the rule that opened them.'),
    severity: some(Text).optional().describe('Of cases: how much they matter.'),
    queue: some(Text).optional().describe('Of cases: who has them now.'),
    cause: some(Text).optional().describe('Of cases: the root cause with which they were resolved.'),
    sentiment: some(Text).optional().describe('Of what somebody wrote: negative, neutral or positive.'),
    topic: some(Text).optional().describe('Of what somebody wrote: one of what it is about.'),
    card: some(Text).optional().describe('Of what the front line is told: which card.'),
    role: some(Text).optional().describe('Of what the front line is told: for which role.'),
    properties: byName.optional().describe('Of the interaction, by name; numbers and booleans as JSON writes them.'),
    traits: byName.optional().describe('Of the customer of today, by name.'),
    segment: Word.optional().describe('Only customers of this segment.'),
  })
  .describe(
    `What is counted: all that fits every one of these; of several values of a field, any of them; ${noValue} is what has none.`,
  );
export type Filters = z.infer<typeof Filters>;

export const weekStarts = ['monday', 'sunday', 'saturday'] as const;

/** When, as every question says it: read by `rangeIn`. */
export const range = {
  from: z
    .string()
    .optional()
    .describe('An instant, or a day of the time zone, which begins it; without it, the 30 days up to the end.'),
  to: z
    .string()
    .optional()
    .describe('Up to, but not with, this instant; or up to this day, with all of it. Without it, the end of today.'),
  timeZone: TimeZone.optional().describe('Such as Europe/Madrid or +01:00; without it, the one that Hilo is set to.'),
  weekStart: z.enum(weekStarts).default('monday').describe('On which day weeks begin.'),
};

/** What every question about a figure has. */
export const asked = {
  ...range,
  interval: z.enum(intervals).optional().describe('A row for each: the last of what is grouped by.'),
  groupBy: z.array(GroupBy).max(4).default([]).describe('Without it, the total alone.'),
  filters: Filters.default({}),
};
