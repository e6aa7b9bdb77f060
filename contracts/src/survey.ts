import { z } from 'zod';
import { OpenIdentifier } from './identifier.ts';
import { openObject, otherWordThan } from './open.ts';
import { CustomerId, EventId, OpenChannel, Source, SubjectId, Timestamp, Uuid, Word } from './words.ts';

const decision = {
  id: Uuid.describe('One per programme and interaction.'),
  programme: Word,
  programmeVersion: z.int().min(1),
  subject: SubjectId,
  customer: CustomerId,
  interaction: openObject({ source: Source, id: EventId }),
  touchpoint: Word,
  occurredAt: Timestamp.optional().describe('When the interaction took place.'),
  at: Timestamp,
};

/** Why somebody is not contacted, or not yet. */
export const ContactReason = openObject({
  reason: Word,
  rule: z
    .string()
    .describe('The rule that says so: of the contact policy (general.calls), or of Hilo itself (hilo.too-late).'),
  until: Timestamp.optional().describe('When it ends; absent where nothing but news ends it.'),
});
export type ContactReason = z.infer<typeof ContactReason>;

/** A message by which a customer is asked: the invitation, a reminder, or another channel's turn. */
const message = {
  ...decision,
  message: Uuid.optional().describe('Which message, where it is of one.'),
  channel: OpenChannel.optional().describe('On which channel.'),
};

const why = {
  reason: Word.optional().describe('Why it came to that.'),
  reasons: z.array(ContactReason).optional().describe('Every reason, that of `reason` first.'),
};

/** What may have become of asking somebody. */
export const surveyStates = [
  'invited',
  'withheld',
  'queued',
  'sent',
  'accepted',
  'delivered',
  'deferred',
  'refused',
  'bounced',
  'unknown',
  'cancelled',
  'reminded',
  'opened',
  'partial',
  'answered',
  'screened-out',
  'expired',
] as const;

/** What became of asking a customer about an interaction. */
export const SurveyEvent = z
  .union([
    z.discriminatedUnion('state', [
      openObject({
        ...decision,
        state: z.literal('invited'),
        channel: OpenChannel,
        contactPoint: OpenIdentifier,
        deadline: Timestamp.describe('48 hours after the touchpoint; never asked later.'),
      }),
      openObject({
        ...decision,
        state: z.literal('withheld'),
        reason: Word.describe('Why the customer was not asked.'),
        reasons: z.array(ContactReason).optional().describe('Every reason, that of `reason` first.'),
      }),
      openObject({ ...message, state: z.literal('queued').describe('A message is to leave.') }),
      openObject({ ...message, state: z.literal('sent') }),
      openObject({ ...message, state: z.literal('accepted').describe('Whoever carries it has taken it.') }),
      openObject({ ...message, state: z.literal('delivered').describe('Whoever carries it says that it arrived.') }),
      openObject({ ...message, ...why, state: z.literal('deferred').describe('It is tried again.') }),
      openObject({ ...message, ...why, state: z.literal('refused').describe('Whoever carries it would not take it.') }),
      openObject({ ...message, ...why, state: z.literal('bounced').describe('It was taken, and came back.') }),
      openObject({
        ...message,
        ...why,
        state: z.literal('unknown').describe('Nobody knows whether it was taken: it is not sent again.'),
      }),
      openObject({
        ...message,
        ...why,
        state: z.literal('cancelled').describe('It was to leave, and does not any more.'),
      }),
      openObject({ ...message, state: z.literal('reminded').describe('A reminder was taken by whoever carries it.') }),
      openObject({ ...message, state: z.literal('opened').describe('By a person, never by a scanner of links.') }),
      openObject({ ...message, state: z.literal('partial').describe('Some of the questions are answered.') }),
      openObject({ ...message, state: z.literal('answered').describe('All questions are answered.') }),
      openObject({
        ...message,
        state: z
          .literal('screened-out')
          .describe('A quota is full of those who answer so: thanked, and asked no further.'),
      }),
      openObject({ ...message, state: z.literal('expired').describe('Nobody answered while it was possible.') }),
    ]),
    openObject({ ...decision, state: otherWordThan(surveyStates) }),
  ])
  .describe('What became of asking a customer about an interaction.');
export type SurveyEvent = z.infer<typeof SurveyEvent>;
