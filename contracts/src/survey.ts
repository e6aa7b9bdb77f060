import { z } from 'zod';
import { Identifier } from './identifier.ts';
import { Channel, CustomerId, EventId, Source, SubjectId, Timestamp, Uuid, Word } from './words.ts';

const decision = {
  id: Uuid.describe('One per programme and interaction.'),
  programme: Word,
  programmeVersion: z.int().min(1),
  subject: SubjectId,
  customer: CustomerId,
  interaction: z.object({ source: Source, id: EventId }),
  touchpoint: Word,
  occurredAt: Timestamp.optional().describe('When the interaction took place.'),
  at: Timestamp,
};

/** What became of asking a customer about an interaction. */
export const SurveyEvent = z
  .discriminatedUnion('state', [
    z.object({
      ...decision,
      state: z.literal('invited'),
      channel: Channel,
      contactPoint: Identifier,
      deadline: Timestamp.describe('48 hours after the touchpoint; never asked later.'),
    }),
    z.object({ ...decision, state: z.literal('withheld'), reason: Word.describe('Why the customer was not asked.') }),
    z.object({ ...decision, state: z.enum(['sent', 'opened', 'answered', 'expired']) }),
  ])
  .describe('What became of asking a customer about an interaction.');
export type SurveyEvent = z.infer<typeof SurveyEvent>;
