import { Word } from '@hilo/contracts';
import { z } from 'zod';

/** Whom a call centre calls, and how. */
export const CallList = z.strictObject({
  programmes: z
    .array(Word)
    .min(1)
    .max(100)
    .optional()
    .describe('Those alone whom these programmes ask; without it, whoever is to be called.'),
  leaseMinutes: z
    .int()
    .min(1)
    .max(240)
    .default(15)
    .describe('So long whoever is given to an agent is given to no other.'),
  mostCalls: z.int().min(1).max(10).default(3).describe('So often somebody is called who is not reached.'),
  againAfterMinutes: z
    .strictObject({
      no_answer: z.int().min(1).max(2880).default(120),
      busy: z.int().min(1).max(2880).default(15),
      voicemail: z.int().min(1).max(2880).default(240),
    })
    .prefault({})
    .describe('When somebody is called again who was not reached.'),
});
export type CallList = z.infer<typeof CallList>;

/** The route of messages that an agent carries. */
export const callListRoute = 'call-list';
