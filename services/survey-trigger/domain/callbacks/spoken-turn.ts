import { Locale, Time, Uuid, Word } from '@hilo/contracts';
import { z } from 'zod';

/** A turn of a call, as an endpoint of Standard Webhooks posts it: without a question the call begins. */
const Turn = z.object({
  type: z.literal('hilo.callback.ivr'),
  timestamp: Time,
  data: z.object({
    message: Uuid.describe('The webhook-id by which the message was posted.'),
    call: z.string().min(1).max(200).describe('As whoever calls calls it.'),
    language: Locale.optional(),
    question: Word.optional().describe('What was asked: `ask.question` of the answer before.'),
    turn: z.int().min(1).max(100).optional().describe('`ask.turn` of the answer before.'),
    digits: z.string().max(20).optional().describe('What was pressed; nothing, where it was nothing.'),
  }),
});

export type SpokenTurn = z.infer<typeof Turn>['data'];

export const spokenTurnIn = (body: unknown): SpokenTurn | undefined => Turn.safeParse(body).data?.data;
