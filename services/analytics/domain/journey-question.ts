import { z } from 'zod';
import { Filters, range } from './question.ts';

const longestDays = 366;

/** A length of time as ISO 8601 writes it; what is kept is in milliseconds. */
const Length = z.iso
  .duration()
  .transform((text, context): number => {
    try {
      const ms = Temporal.Duration.from(text).total({ unit: 'milliseconds' });
      if (ms >= 0 && ms <= longestDays * 86_400_000) return ms;
    } catch {
      // Months and years, which are of no one length.
    }
    context.addIssue({
      code: 'custom',
      message: `is no length from PT0S to P${longestDays}D in days, hours, minutes or seconds`,
    });
    return z.NEVER;
  })
  .describe('As ISO 8601 writes it, in weeks, days, hours, minutes or seconds: P7D, PT30M.');

/** Which interactions are a step: all that fit every one of these. */
export const JourneyStep = Filters.pick({
  channel: true,
  touchpoint: true,
  kind: true,
  direction: true,
  actor: true,
  voice: true,
  outcome: true,
  properties: true,
}).describe(
  'Which interactions are meant: all that fit every one of these; of several values of a field, any of them.',
);
export type JourneyStep = z.infer<typeof JourneyStep>;

/** What is looked at at all: such interactions, of such customers. */
export const JourneyFilters = JourneyStep.extend(Filters.pick({ traits: true, segment: true }).shape);
export type JourneyFilters = z.infer<typeof JourneyFilters>;

const common = { ...range, filters: JourneyFilters.default({}).describe('What is looked at at all, and of whom.') };

export const breakdowns = ['channel', 'touchpoint', 'kind', 'direction', 'actor', 'outcome'] as const;
const Breakdown = z
  .string()
  .regex(/^(channel|touchpoint|kind|direction|actor|outcome|(properties|traits|segment)\..{1,100})$/u, {
    error: `is none of ${breakdowns.join(', ')}, nor properties.NAME, traits.NAME or segment.NAME`,
  })
  .describe(
    `By what it is broken down: ${breakdowns.join(', ')}, or properties.NAME of a declared property; or by what the customer is today, traits.NAME or segment.NAME.`,
  );
const groups = z
  .int()
  .min(1)
  .max(200)
  .default(10)
  .describe('So many groups by themselves, the largest; the others are `(other)`.');

const place = (most: number) => z.int().min(1).max(most);
const mostSteps = 10;

/** Who of those that begin takes which step, within a window. */
export const FunnelAsked = z.strictObject({
  ...common,
  steps: z.array(JourneyStep).min(2).max(mostSteps).describe('In the order in which they are to be taken.'),
  order: z
    .enum(['ordered', 'strict', 'any'])
    .default('ordered')
    .describe(
      'ordered: other interactions may lie between; strict: each step is the very next interaction; any: in any order.',
    ),
  entry: z
    .enum(['best', 'first'])
    .default('best')
    .describe('best: any beginning in the range that leads on counts; first: only the first one of each customer.'),
  window: Length.default(7 * 86_400_000).describe('From the first step to the last. P7D without it.'),
  stepWindows: z
    .array(Length)
    .optional()
    .describe('From each step to the next as well: one less than there are steps. Not with order any.'),
  exclusions: z
    .array(
      z.strictObject({
        after: place(mostSteps - 1).describe('After which step, and before the next one.'),
        step: JourneyStep,
      }),
    )
    .max(5)
    .optional()
    .describe('What must not happen between two steps. Only with order ordered.'),
  hold: z
    .string()
    .regex(/^(journey|properties\..{1,100})$/u, { error: 'is neither journey nor properties.NAME' })
    .optional()
    .describe('All steps have the same of this, such as properties.booking_ref or journey.'),
  breakdown: Breakdown.optional(),
  attribution: z
    .union([z.enum(['first', 'last']), place(mostSteps)])
    .default('first')
    .describe('Of which step the group is: the first, the last one that was taken, or the step of this number.'),
  groups,
  interval: z.enum(['day', 'week', 'month']).optional().describe('As a trend too: by when they begin.'),
});
export type FunnelAsked = z.infer<typeof FunnelAsked>;

/** What customers do after a step, or before it. */
export const PathsAsked = z.strictObject({
  ...common,
  anchor: JourneyStep,
  direction: z.enum(['from', 'to']).default('from').describe('Whether paths begin or end with it.'),
  length: z.int().min(2).max(8).default(5).describe('How many steps a path has at the most, with the first.'),
  gap: Length.default(7 * 86_400_000).describe('After so long without an interaction a path is over. P7D without it.'),
  unit: z
    .enum(['customers', 'passages'])
    .default('customers')
    .describe('The first path of each customer, or all of them.'),
  collapse: z.boolean().default(true).describe('Whether the same step several times in a row is one.'),
  top: z
    .int()
    .min(1)
    .max(100)
    .default(10)
    .describe('So many sequences, and steps at each place, by themselves; the others are `(other)`.'),
});
export type PathsAsked = z.infer<typeof PathsAsked>;

/** Who comes back. */
export const RetentionAsked = z.strictObject({
  ...common,
  start: JourneyStep,
  back: JourneyStep.default({}).describe('By what one is back; without it, by any interaction.'),
  interval: z.enum(['day', 'week', 'month']).default('week'),
  cohort: z
    .enum(['ever', 'first', 'recurring'])
    .default('first')
    .describe('Who began for the first time ever, or in the range; or in each period in which one began.'),
  returned: z.enum(['on', 'on-or-after']).default('on').describe('Back in that period, or in that one or a later one.'),
  mean: z.enum(['weighted', 'simple']).default('weighted').describe('Whether large cohorts weigh more.'),
  breakdown: Breakdown.optional(),
  groups,
});
export type RetentionAsked = z.infer<typeof RetentionAsked>;

/** Who has to make contact again. */
export const RepeatsAsked = z.strictObject({
  ...common,
  contact: JourneyStep.default({ direction: ['inbound'] }).describe(
    'What is a contact; without it, whatever is inbound.',
  ),
  episode: Length.default(30 * 60_000).describe(
    'Contacts with no more between them are one, such as a call that is put through. PT30M without it.',
  ),
  window: Length.default(7 * 86_400_000).describe(
    'Another contact no later than that makes it a repeated one. P7D without it.',
  ),
  breakdown: Breakdown.optional(),
});
export type RepeatsAsked = z.infer<typeof RepeatsAsked>;

/** Which steps move a figure. */
export const MomentsAsked = z.strictObject({
  ...common,
  of: z.enum(['nps', 'csat', 'ces']).default('nps'),
});
export type MomentsAsked = z.infer<typeof MomentsAsked>;
