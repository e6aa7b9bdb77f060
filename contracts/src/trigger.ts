import { z } from 'zod';
import { comparing } from './comparison.ts';
import { JsonPath } from './json-path.ts';
import { Channel, Outcome, Word } from './words.ts';

const anyOf = z.array(Word).min(1).max(1000).optional();

export const PathCondition = comparing({ path: JsonPath });
export type PathCondition = z.infer<typeof PathCondition>;
const conditions = z.array(PathCondition).min(1).max(50).optional();

const ofInteraction = ['channels', 'touchpoints', 'kinds', 'outcomes', 'properties', 'journey', 'reactions'] as const;

/** After which interactions, and of whom, to ask. */
export const Trigger = z
  .strictObject({
    channels: z.array(Channel).min(1).optional(),
    touchpoints: anyOf,
    kinds: anyOf,
    outcomes: z.array(Outcome).min(1).optional().describe('How it ended.'),
    properties: conditions.describe('Of the interaction: each has to hold.'),
    journey: z
      .strictObject({ names: anyOf, stages: anyOf, momentOfTruth: z.boolean().optional() })
      .refine((journey) => Object.keys(journey).length > 0, 'names at least one of names, stages and momentOfTruth')
      .optional()
      .describe('The journey of which it is part, and where in it.'),
    reactions: anyOf.describe(
      'One of these rules of GET /v1/reaction-rules has asked for it: then no interaction does by itself.',
    ),
    traits: conditions.describe(
      'Of the customer, when it is decided: each has to hold. The path begins with the name of the trait.',
    ),
    segments: anyOf.describe(
      'The customer is in one of them: as it is defined (PUT /v1/segments/{name}), over traits alone; a name that nobody has defined is looked for in the traits `segment` and `segments`.',
    ),
  })
  .refine((when) => ofInteraction.some((name) => when[name] !== undefined), {
    message: `names at least one of ${ofInteraction.join(', ')}`,
  })
  .describe('The interactions after which to ask. What is named must match; what is not does not matter.');
export type Trigger = z.infer<typeof Trigger>;
