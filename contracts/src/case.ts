import { z } from 'zod';
import { openEnum, openObject } from './open.ts';
import { CustomerId, EventId, Source, SubjectId, Timestamp, Uuid, Word } from './words.ts';

/** A step in closing the loop with an unhappy customer. */
export const CaseEvent = openObject({
  id: Uuid,
  state: openEnum(z.enum(['opened', 'assigned', 'escalated', 'contacted', 'resolved', 'reopened'])),
  subject: SubjectId,
  customer: CustomerId,
  interaction: openObject({ source: Source, id: EventId }),
  reason: Word,
  owner: z.string().max(200).optional(),
  dueAt: Timestamp.optional(),
  at: Timestamp,
}).describe('A step in closing the loop with an unhappy customer.');
export type CaseEvent = z.infer<typeof CaseEvent>;
