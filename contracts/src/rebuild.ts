import { z } from 'zod';
import { Timestamp, Uuid } from './words.ts';

/** The services whose tables follow from the facts: whom everything can be told again. */
export const RebuiltService = z.enum(['analytics', 'survey-trigger', 'ingest']);
export type RebuiltService = z.infer<typeof RebuiltService>;

const Run = Uuid.describe('Made by the service when it begins: what is told in another run does not count.');

/** A service is about to be told everything again, or has been. */
export const RebuildStep = z
  .discriminatedUnion('step', [
    z.object({ rebuild: Uuid, service: RebuiltService, at: Timestamp, step: z.literal('begin') }),
    z.object({
      rebuild: Uuid,
      service: RebuiltService,
      at: Timestamp,
      step: z
        .enum(['end', 'stop'])
        .describe(
          'end: all was told and read, and what was not told in this run is in no fact. stop: no more is told.',
        ),
      run: Run,
    }),
  ])
  .describe('A service is about to be told everything again, or has been.');
export type RebuildStep = z.infer<typeof RebuildStep>;

/** A service has begun to be rebuilt, or has ended. */
export const RebuildReport = z
  .object({
    rebuild: Uuid,
    service: RebuiltService,
    at: Timestamp,
    state: z.enum(['begun', 'ended']),
    run: Run,
    removed: z.record(z.string(), z.int().min(0)).describe('How many rows of which table were in no fact.'),
  })
  .describe('A service has begun to be rebuilt, or has ended.');
export type RebuildReport = z.infer<typeof RebuildReport>;
