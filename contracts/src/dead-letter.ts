import { z } from 'zod';
import { openObject } from './open.ts';

/**
 * The headers that a dead letter has beside those that the message had: its key and its value are as they were, and need keep no
 * contract.
 */
export const DeadLetterHeaders = openObject({
  hilo_reason: z
    .string()
    .describe('Why it could not be processed: a word for a program, and what it is about after a colon.'),
  hilo_detail: z
    .string()
    .optional()
    .describe('What is special of this one, in words, where the reason does not say it all.'),
  hilo_origin: z
    .string()
    .regex(/\/\d{1,9}\/\d{1,15}$/)
    .describe('Where it lay: topic/partition/offset.'),
}).describe('The headers of a dead letter.');
export type DeadLetterHeaders = z.infer<typeof DeadLetterHeaders>;
