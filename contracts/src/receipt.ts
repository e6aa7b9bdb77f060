import { z } from 'zod';
import { EventId } from './words.ts';

/** What became of each posted item, in the order of posting. */
export const IngestResult = z
  .object({
    accepted: z.int(),
    rejected: z.int(),
    results: z.array(
      z.discriminatedUnion('status', [
        z.object({ status: z.literal('accepted'), id: EventId }),
        z.object({
          status: z.literal('rejected'),
          id: z.string().optional(),
          path: z.string(),
          reason: z.string(),
        }),
      ]),
    ),
  })
  .describe('One result per posted item, in order.');
export type IngestResult = z.infer<typeof IngestResult>;
