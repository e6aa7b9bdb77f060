import { z } from 'zod';
import { openEnum, openObject, otherWordThan } from './open.ts';
import { Timestamp, Uuid } from './words.ts';

/** The services whose tables follow from the facts: whom everything can be told again. */
export const RebuiltService = z.enum(['analytics', 'survey-trigger', 'ingest']);
export type RebuiltService = z.infer<typeof RebuiltService>;

const Run = Uuid.describe('Made by the service when it begins: what is told in another run does not count.');

const step = { rebuild: Uuid, service: openEnum(RebuiltService), at: Timestamp };

/** A service is about to be told everything again, or has been. */
export const RebuildStep = z
  .union([
    z.discriminatedUnion('step', [
      openObject({ ...step, step: z.literal('begin') }),
      openObject({
        ...step,
        step: z.literal('end').describe('All was told and read, and what was not told in this run is in no fact.'),
        run: Run,
      }),
      openObject({ ...step, step: z.literal('stop').describe('No more is told.'), run: Run }),
    ]),
    openObject({ ...step, step: otherWordThan(['begin', 'end', 'stop']) }),
  ])
  .describe('A service is about to be told everything again, or has been.');
export type RebuildStep = z.infer<typeof RebuildStep>;

/** A service has begun to be rebuilt, or has ended. */
export const RebuildReport = openObject({
  rebuild: Uuid,
  service: openEnum(RebuiltService),
  at: Timestamp,
  state: openEnum(z.enum(['begun', 'ended'])),
  run: Run,
  removed: z.record(z.string(), z.int().min(0)).describe('How many rows of which table were in no fact.'),
}).describe('A service has begun to be rebuilt, or has ended.');
export type RebuildReport = z.infer<typeof RebuildReport>;
