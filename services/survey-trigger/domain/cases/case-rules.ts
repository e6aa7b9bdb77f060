import { Channel, ContactHours, Outcome, PathCondition, VerbatimPolarity, Word } from '@hilo/contracts';
import { z } from 'zod';

export const Severity = z.enum(['low', 'normal', 'high', 'urgent']).describe('How much it matters.');
export type Severity = z.infer<typeof Severity>;

const anyOf = z.array(Word).min(1).max(1000).optional();
const minutes = z
  .int()
  .min(1)
  .max(60 * 24 * 366);
const Person = z
  .string()
  .min(1)
  .max(200)
  .describe('Who, as the company names its people: an address, a number of personnel.');

const CaseCalendar = z
  .strictObject({
    zone: z.string().min(1).max(64).describe('By whose wall it is: a time zone such as Europe/Madrid, or UTC.'),
    hours: z.array(ContactHours).min(1).max(50).describe('When it is worked.'),
    holidays: z
      .strictObject({
        place: z.string().max(20).describe('A country or a region: `ES`, `ES-MD`.'),
        scope: z.enum(['national', 'regional']).default('national'),
      })
      .optional()
      .describe('Whose public holidays are free.'),
    closed: z.array(z.iso.date()).max(1000).optional().describe('More days on which nobody works.'),
  })
  .describe('When somebody works: the clocks of cases run then, and notices leave then.');

const ofInteraction = [
  'channels',
  'touchpoints',
  'kinds',
  'outcomes',
  'properties',
  'answer',
  'sentiment',
  'reactions',
] as const;

/** No rule counts what happened so long before. */
export const longestWithinHours = 2160;

const CaseCondition = z
  .strictObject({
    channels: z.array(Channel).min(1).optional(),
    touchpoints: anyOf,
    kinds: anyOf,
    outcomes: z.array(Outcome).min(1).optional().describe('How it ended.'),
    properties: z.array(PathCondition).min(1).max(50).optional().describe('Of the interaction: each has to hold.'),
    answer: z
      .strictObject({
        scale: z.enum(['nps', 'csat', 'ces', 'stars', 'number']),
        question: Word.optional(),
        atMost: z.number(),
      })
      .optional()
      .describe('One of its answers is on this scale, and no higher.'),
    sentiment: z
      .strictObject({
        polarity: VerbatimPolarity.default('negative'),
        confidence: z.number().min(0).max(1).default(0.7).describe('At least so sure. It is not calibrated.'),
        topics: anyOf.describe('It is about one of these, as GET /v1/verbatims/{id} names them.'),
      })
      .optional()
      .describe(
        'How somebody feels who wrote something in it. It is looked at once that is judged, if no rule has matched that does not ask this.',
      ),
    reactions: anyOf.describe(
      'One of these rules of GET /v1/reaction-rules has opened it: then nothing that a customer says does by itself.',
    ),
    times: z.int().min(2).max(100).optional().describe('Only when it has happened so often to the customer …'),
    withinHours: z.number().positive().max(longestWithinHours).default(24).describe('… within so many hours.'),
  })
  .refine((when) => ofInteraction.some((name) => when[name] !== undefined), {
    message: `names at least one of ${ofInteraction.join(', ')}`,
  })
  .describe(
    'What a customer said or did, or what happened to the customer. What is named must match; what is not does not matter.',
  );
export type CaseCondition = z.infer<typeof CaseCondition>;

const CaseRule = z.strictObject({
  id: Word.describe('As cases and events name it.'),
  when: CaseCondition,
  about: Word.optional().describe(
    'What the case is about: of a customer there is one open case about the same. Without it, the touchpoint.',
  ),
  severity: Severity.default('normal'),
  reach: z
    .array(z.strictObject({ property: Word, atLeast: z.number(), severity: Severity }))
    .max(20)
    .default([])
    .describe(
      'Of whom many hear: a number among the properties, such as `followers` or `shares`, makes it more severe.',
    ),
  queue: Word.describe('Who is to take care of it.'),
  owner: Person.optional().describe('Who has it at once.'),
  defender: Person.optional().describe('Who stands up for the customer in it.'),
  calendar: Word.describe('By which its clocks run.'),
  reopenHours: z
    .number()
    .min(0)
    .max(24 * 366)
    .default(168)
    .describe("For so long after it is resolved the customer's next word opens it again."),
});
export type CaseRule = z.infer<typeof CaseRule>;

const Level = z.strictObject({
  of: z.enum(['first-response', 'resolution']),
  afterMinutes: z
    .int()
    .min(0)
    .max(60 * 24 * 366)
    .default(0)
    .describe('So many minutes, by the calendar of the case, after it was due.'),
  to: Word.describe('The queue that has it then, and is told in its own hours.'),
});

const unique = <Value>(values: readonly Value[]): boolean => new Set(values).size === values.length;
const words = z.array(Word).min(1).max(200).refine(unique, 'has one twice');

/** What makes a case, who has it, and when it is due. */
export const CaseRules = z
  .strictObject({
    calendars: z.record(Word, CaseCalendar),
    queues: z
      .record(Word, z.strictObject({ calendar: Word, title: z.string().min(1).max(200).optional() }))
      .describe('Who takes care of cases, and when they work: nobody is told anything at night.'),
    due: z
      .record(Severity, z.strictObject({ firstResponseMinutes: minutes, resolutionMinutes: minutes }))
      .describe(
        'In how many minutes of the calendar somebody has to be in touch with the customer, and it has to be resolved.',
      ),
    escalations: z
      .array(Level)
      .max(20)
      .default([])
      .describe('The levels, in their order; each is reached once, until the case is opened again.'),
    rules: z
      .array(CaseRule)
      .max(500)
      .describe('The first that matches an interaction opens a case. Their order is the policy.'),
    openWithinHours: z
      .number()
      .positive()
      .max(24 * 31)
      .default(72)
      .describe('What was older when Hilo accepted it is history, and opens nothing.'),
    rootCauses: words.describe('Why it came to that: the vocabulary.'),
    resolutions: words.describe('What was done about it: the vocabulary.'),
  })
  .describe('What opens a case, who takes care of it, and until when.');
export type CaseRules = z.infer<typeof CaseRules>;
