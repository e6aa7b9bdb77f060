import { Actor, Channel, Direction, Journey, JsonPath, Outcome, PathCondition, Word } from '@hilo/contracts';
import { z } from 'zod';

const anyOf = z.array(Word).min(1).max(1000).optional();
const hours = (most: number) => z.number().positive().max(most);

/** No window is longer: 31 days. */
export const longestWindowHours = 744;

const happening = {
  channels: z.array(Channel).min(1).optional(),
  touchpoints: anyOf,
  kinds: anyOf,
  outcomes: z.array(Outcome).min(1).optional().describe('How it ended.'),
  directions: z.array(Direction).min(1).optional(),
  actors: z
    .array(Actor)
    .min(1)
    .optional()
    .describe(
      'Who did it; without it, whoever did, but for what employees, managers and auditors say in their own voice.',
    ),
  journey: z
    .strictObject({ names: z.array(Journey.shape.name).min(1).max(1000).optional(), stages: anyOf })
    .refine((journey) => Object.keys(journey).length > 0, 'names at least one of names and stages')
    .optional()
    .describe('The journey of which it is part, and where in it.'),
  properties: z.array(PathCondition).min(1).max(50).optional().describe('Of the interaction: each has to hold.'),
};
const ofInteraction = Object.keys(happening);

const namesSomething = (when: object): boolean => ofInteraction.some((name) => name in when);
const named = `names at least one of ${ofInteraction.join(', ')}`;

const Beginning = z
  .strictObject({
    ...happening,
    times: z.int().min(2).max(100).optional().describe('Only when it has happened so often to the customer …'),
    withinHours: hours(longestWindowHours).default(24).describe('… within so many hours.'),
  })
  .refine(namesSomething, named)
  .describe('What has to happen. What is named must match; what is not does not matter.');

const Answering = z
  .strictObject({
    ...happening,
    same: JsonPath.optional().describe(
      'Where the property stands in it, if elsewhere; of an interaction that has none, all that is open is over.',
    ),
    withinMinutes: z
      .number()
      .positive()
      .max(longestWindowHours * 60)
      .describe('So long it is waited for; what begins anew meanwhile is waited for anew.'),
    settleMinutes: z
      .number()
      .min(0)
      .max(24 * 60)
      .default(1)
      .describe('So long is waited beside, for what has happened in time and is heard of late.'),
  })
  .refine(namesSomething, named)
  .describe('What must not happen within that time: then, and only then, Hilo reacts.');

const OpenCase = z
  .strictObject({
    do: z.literal('case'),
    about: Word.optional().describe('What the case is about; without it, what the rule of the case says.'),
  })
  .describe('Opens a case, by the first rule of GET /v1/case-rules whose `when.reactions` names this one.');

const PostWebhook = z
  .strictObject({ do: z.literal('webhook') })
  .describe('Tells the outgoing webhooks that hear `hilo.reaction.fired`, with the properties of what happened.');

const AskSurvey = z
  .strictObject({ do: z.literal('survey') })
  .describe(
    'Asks by the programmes of GET /v1/programmes whose `when.reactions` names this one, as after any interaction.',
  );

const TellCustomer = z
  .strictObject({ do: z.literal('message'), template: Word.describe('Of GET /v1/templates.') })
  .describe('Tells the customer something, by a template, where the contact policy permits it at that moment.');

const Action = z.discriminatedUnion('do', [OpenCase, PostWebhook, AskSurvey, TellCustomer], {
  error: 'has no action of case, webhook, survey, message',
});
export type ReactionAction = z.infer<typeof Action>;

const Audience = z
  .strictObject({
    traits: z.array(PathCondition).min(1).max(50).optional().describe('The path begins with the name of the trait.'),
    segments: anyOf.describe('The customer is in one of them.'),
  })
  .describe('Of whom: as the customer is known when Hilo reacts. Where nobody is known yet, nothing of it holds.');

const ReactionRule = z.strictObject({
  id: Word.describe('As reactions, metrics and events name it.'),
  when: Beginning,
  same: JsonPath.optional().describe(
    'A property that has to be the same: each of its values has windows of its own. What has none does not count.',
  ),
  unless: Answering.optional(),
  of: Audience.optional(),
  latestOnly: z
    .boolean()
    .default(false)
    .describe(
      'Not by what was overtaken: something later of the kind is known already, as when gates are told in another order.',
    ),
  restHours: z
    .number()
    .min(0)
    .max(24 * 366)
    .optional()
    .describe(
      'Not again to the same customer within so many hours. Without it: as long as is counted or waited, and without either not at all.',
    ),
  within: hours(72).default(24).describe('In hours: later than so long after it was due nobody reacts any more.'),
  action: Action,
});
export type ReactionRule = z.infer<typeof ReactionRule>;

/** To what Hilo reacts, and how. */
export const ReactionRules = z
  .strictObject({
    rules: z.array(ReactionRule).max(200).describe('Each is looked at by itself.'),
    historyHours: hours(24 * 31)
      .default(24)
      .describe('What was older when Hilo accepted it is history, and sets nothing off.'),
  })
  .describe('To what that happens, or does not happen, on the thread of a customer Hilo reacts, and how.');
export type ReactionRules = z.infer<typeof ReactionRules>;
