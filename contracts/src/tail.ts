import { z } from 'zod';
import { EventId, Source, Timestamp, Word } from './words.ts';

/** Something that was posted, as the live tail shows it: where it is and what became of it, and nothing of whom it is about. */
export const TailEntry = z
  .object({
    state: z
      .enum(['accepted', 'refused', 'quarantined'])
      .describe(
        'accepted: on the thread of a customer. refused: not let in, so the sender has it and nobody else. quarantined: ' +
          'accepted, and set aside, see href. The same posted again is none of these.',
      ),
    at: Timestamp.describe('When ingest was told of it.'),
    id: EventId.optional().describe('Of the interaction, as far as it is known.'),
    source: Source.optional(),
    occurredAt: Timestamp.optional(),
    channel: z.string().optional(),
    touchpoint: Word.optional(),
    kind: Word.optional(),
    reason: z.string().optional().describe('Why it was set aside.'),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .describe('Why it was refused: what was wrong with which field.'),
    omitted: z
      .int()
      .optional()
      .describe('So many more of this source were refused in the same second, of which nothing was kept.'),
    href: z.string().optional().describe('Where there is more of it.'),
  })
  .describe('Something that was posted, and what became of it.');
export type TailEntry = z.infer<typeof TailEntry>;
