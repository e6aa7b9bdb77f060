import { type AcceptedInteraction, Channel, IdentifierKind, Purpose, Word } from '@hilo/contracts';
import { z } from 'zod';
import { Quota } from './quota.ts';

/** The experience is measured while it is remembered: nobody is asked later than this after the touchpoint. */
const longestDeadlineHours = 48;

const anyOf = z.array(Word).min(1).optional();

/** Whom to ask what, and when: a survey, in data. Changing one makes another version. */
export const Programme = z
  .strictObject({
    id: Word,
    version: z.int().min(1),
    title: z.string().min(1).max(200),
    when: z
      .strictObject({ channels: z.array(Channel).min(1).optional(), touchpoints: anyOf, kinds: anyOf })
      .refine((when) => Object.keys(when).length > 0, 'names at least one of channels, touchpoints and kinds')
      .describe('The interactions after which to ask. What is named must match; what is not does not matter.'),
    question: z.strictObject({
      question: Word,
      scale: z.enum(['nps', 'csat', 'ces']),
      text: z.record(z.string(), z.string().min(1)).describe('The wording by language.'),
    }),
    purpose: Purpose.describe('The purpose for which consent is needed.'),
    contacts: z
      .array(z.strictObject({ channel: Channel, kind: IdentifierKind }))
      .min(1)
      .describe('Where to ask, best first: a channel, and the kind of identifier that leads there.'),
    askAfterMinutes: z.int().min(0).describe('Not before so long after the touchpoint.'),
    askWithinHours: z.number().positive().max(longestDeadlineHours).default(longestDeadlineHours),
    restDays: z.number().min(0).describe('Not again within so many days, whichever programme asked.'),
    againAfterDays: z
      .number()
      .min(0)
      .max(3660)
      .default(0)
      .describe(
        'Not again by this programme within so many days; how often it is due, where several want to ask one customer.',
      ),
    priority: z
      .int()
      .min(0)
      .max(1000)
      .default(0)
      .describe(
        'Where several want to ask one customer and there is room for one: the higher. A moment of truth is above it.',
      ),
    quota: Quota.optional().describe('How many it asks at most.'),
  })
  .refine(({ askAfterMinutes, askWithinHours }) => askAfterMinutes < askWithinHours * 60, {
    path: ['askAfterMinutes'],
    message: 'ends before askWithinHours',
  });
export type Programme = z.infer<typeof Programme>;

export const Programmes = z
  .array(Programme)
  .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'each programme has an id of its own');
export type Programmes = z.infer<typeof Programmes>;

/** Whether the programme asks after interactions like this one. */
export const asksAfter = (
  { when: { channels, touchpoints, kinds } }: Programme,
  { channel, touchpoint, kind }: Pick<AcceptedInteraction, 'channel' | 'touchpoint' | 'kind'>,
): boolean =>
  (channels === undefined || channels.some((one) => one === channel)) &&
  (touchpoints === undefined || touchpoints.includes(touchpoint)) &&
  (kinds === undefined || kinds.includes(kind));
