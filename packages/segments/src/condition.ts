import { Channel, comparing, Direction, JsonPath, Outcome, PathCondition, Word } from '@hilo/contracts';
import { z } from 'zod';

const [mostParts, deepest] = [100, 10];

const anyOf = z.array(Word).min(1).max(1000).optional();

/** Which interactions: what is named must match, what is not does not matter. */
const InteractionPick = z.strictObject({
  channels: z.array(Channel).min(1).optional(),
  touchpoints: anyOf,
  kinds: anyOf,
  directions: z.array(Direction).min(1).optional(),
  outcomes: z.array(Outcome).min(1).optional(),
  properties: z.array(PathCondition).min(1).max(20).optional().describe('Of the interaction: each has to hold.'),
});
export type InteractionPick = z.infer<typeof InteractionPick>;

/** The scales whose answers are numbers; yes is 1 and no is 0. */
const Scale = z.enum(['nps', 'csat', 'ces', 'stars', 'yes_no', 'number']);

const AnswerPick = z.strictObject({
  scale: Scale,
  channels: z.array(Channel).min(1).optional(),
  touchpoints: anyOf,
});
export type AnswerPick = z.infer<typeof AnswerPick>;

type Bound = z.ZodNumber | z.ZodInt;
const rangeOf = (bound: Bound) =>
  z
    .strictObject({ atLeast: bound.optional(), atMost: bound.optional() })
    .refine(({ atLeast, atMost }) => atLeast !== undefined || atMost !== undefined, 'names atLeast, atMost or both')
    .refine(({ atLeast, atMost }) => atLeast === undefined || atMost === undefined || atLeast <= atMost, {
      path: ['atMost'],
      message: 'is less than atLeast, which nothing can be',
    });

const NumberRange = rangeOf(z.number());
export type NumberRange = z.infer<typeof NumberRange>;
const Count = rangeOf(z.int().min(0).max(1_000_000_000)).describe('How many: none at all is `atMost: 0`.');

const withinDays = z
  .int()
  .min(1)
  .max(3660)
  .optional()
  .describe('Only what happened in the last so many times 24 hours; without it, ever.');

const TraitLeaf = comparing({
  type: z.literal('trait'),
  path: JsonPath.describe('It begins with the name of the trait, of which a record may hold several values.'),
});

const HistoryLeaf = z
  .strictObject({
    type: z.literal('interactions'),
    which: InteractionPick.default({}),
    withinDays,
    count: Count,
  })
  .describe('So many interactions such as these.');

const LastInteractionLeaf = z
  .strictObject({
    type: z.literal('last-interaction'),
    which: InteractionPick.default({}),
    withinDays,
    is: InteractionPick,
  })
  .describe('The latest of these interactions, if there is one, is such.');

const AnswersLeaf = z
  .strictObject({
    type: z.literal('answers'),
    which: AnswerPick,
    value: NumberRange.optional(),
    withinDays,
    count: Count,
  })
  .describe('So many answers such as these.');

const LastAnswerLeaf = z
  .strictObject({ type: z.literal('last-answer'), which: AnswerPick, withinDays, value: NumberRange })
  .describe('The latest of these answers, if there is one, is such.');

/** What is said of a customer by facts alone. */
export type SegmentLeaf =
  | z.infer<typeof TraitLeaf>
  | z.infer<typeof HistoryLeaf>
  | z.infer<typeof LastInteractionLeaf>
  | z.infer<typeof AnswersLeaf>
  | z.infer<typeof LastAnswerLeaf>;

const Every = z.strictObject({
  type: z.literal('all'),
  get of(): z.ZodArray<typeof Part> {
    return z.array(Part).min(1).max(mostParts);
  },
});
const Some = z.strictObject({
  type: z.literal('any'),
  get of(): z.ZodArray<typeof Part> {
    return z.array(Part).min(1).max(mostParts);
  },
});
const Negated = z.strictObject({
  type: z.literal('not'),
  get of(): typeof Part {
    return Part;
  },
});

const Part = z.discriminatedUnion(
  'type',
  [Every, Some, Negated, TraitLeaf, HistoryLeaf, LastInteractionLeaf, AnswersLeaf, LastAnswerLeaf],
  { error: 'has no type of all, any, not, trait, interactions, last-interaction, answers, last-answer' },
);

/** Who is in a segment: a condition over traits, interactions and answers of a customer, at one instant. */
export const SegmentCondition = Part.superRefine((condition, context) => {
  const { parts, depth } = sizeOf(condition);
  if (parts > mostParts) context.addIssue({ code: 'custom', message: `has ${parts} parts; ${mostParts} are the most` });
  if (depth > deepest)
    context.addIssue({ code: 'custom', message: `is nested ${depth} deep; ${deepest} is the deepest` });
});
export type SegmentCondition = z.infer<typeof Part>;

const sizeOf = (condition: SegmentCondition): { parts: number; depth: number } => {
  const inner =
    condition.type === 'all' || condition.type === 'any'
      ? condition.of.map(sizeOf)
      : condition.type === 'not'
        ? [sizeOf(condition.of)]
        : [];
  return {
    parts: 1 + inner.reduce((sum, { parts }) => sum + parts, 0),
    depth: 1 + Math.max(0, ...inner.map(({ depth }) => depth)),
  };
};
