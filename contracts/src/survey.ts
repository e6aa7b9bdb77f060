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

const states = ['invited', 'withheld', 'sent', 'opened', 'answered', 'expired'];

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
      openObject({ ...decision, state: z.literal('sent') }),
      openObject({ ...decision, state: z.literal('opened') }),
      openObject({ ...decision, state: z.literal('answered') }),
      openObject({ ...decision, state: z.literal('expired') }),
    ]),
    openObject({ ...decision, state: otherWordThan(states) }),
  ])
  .describe('What became of asking a customer about an interaction.');
export type SurveyEvent = z.infer<typeof SurveyEvent>;
