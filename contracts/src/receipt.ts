import { z } from 'zod';
import { AcceptedInteraction } from './interaction.ts';
import { Note } from './note.ts';
import { ResolvedInteraction } from './resolved.ts';
import { CustomerId, EventId, Source, SubjectId, Timestamp, Uuid } from './words.ts';

/** What became of each posted item, in the order of posting. */
export const IngestResult = z
  .object({
    accepted: z.int(),
    rejected: z.int(),
    results: z.array(
      z.discriminatedUnion('status', [
        z.object({
          status: z.literal('accepted'),
          id: EventId,
          notes: z.array(Note).optional().describe('What of it is not used as it was posted.'),
        }),
        z.object({
          status: z.literal('rejected'),
          id: z.string().optional(),
          path: z.string(),
          reason: z.string(),
          errors: z
            .array(z.object({ path: z.string(), reason: z.string() }))
            .optional()
            .describe('Everything that is wrong with it, fifty faults at the most; path and reason are the first.'),
          quarantined: z
            .boolean()
            .optional()
            .describe(
              'True where it is kept in the quarantine, since nobody reads this answer: it need not be sent again.',
            ),
        }),
      ]),
    ),
  })
  .describe('One result per posted item, in order.');
export type IngestResult = z.infer<typeof IngestResult>;

/** What became of one accepted interaction. */
export const Receipt = z
  .object({
    id: EventId,
    source: Source,
    state: z
      .enum(['accepted', 'stored', 'quarantined', 'withdrawn'])
      .describe(
        'accepted: put onto the log again from the quarantine, and not decided yet. stored: on the thread of a customer; ' +
          'posting the same again changes nothing. quarantined: set aside, see quarantine. withdrawn: it counts for nobody.',
      ),
    acceptedAt: Timestamp.optional().describe('When ingest received it.'),
    storedAt: Timestamp.optional().describe('When identity-resolution told whose it is, for the first time.'),
    attribution: z
      .object({
        customer: CustomerId.optional().describe('Whose it is now. Absent while that is changing, for a second.'),
        subject: SubjectId,
        rule: ResolvedInteraction.shape.why.shape.rule.describe('Why it is theirs.'),
        version: z.int().min(1).describe('Higher when it was attributed anew.'),
      })
      .optional(),
    notes: z.array(Note).optional().describe('What of it is not used as it was posted.'),
    content: AcceptedInteraction.optional().describe(
      'As it was accepted, for who has the scope customers:read; for 7 days. Who reads it is in the audit.',
    ),
    surveys: z
      .array(
        z.object({
          invitation: Uuid,
          programme: z.string(),
          programmeVersion: z.int(),
          state: z.string(),
          reason: z.string().optional().describe('Why the customer was not asked.'),
          at: Timestamp,
        }),
      )
      .describe('What was decided about asking, and what became of it, in the order of time.'),
    quarantine: z
      .array(
        z.object({
          id: z.int(),
          state: z.enum(['waiting', 'replayed', 'discarded']),
          reason: z.string(),
          detail: z.string().optional().describe('What the reason is about in this one, in words.'),
          at: Timestamp,
          replayedAs: EventId.optional().describe('The id under which it was put onto the log again.'),
          href: z.string(),
        }),
      )
      .describe('What was posted under this id and could not be used, such as the same id with other content.'),
  })
  .describe('What became of one accepted interaction.');
export type Receipt = z.infer<typeof Receipt>;
