import { createHash } from 'node:crypto';
import { instantOf, Locale, type Outcome, Time, Word } from '@hilo/contracts';
import { z } from 'zod';
import type { Ending } from '../following/asked-so-far.ts';
import type { CallList } from './call-list.ts';

const dispositions = {
  completed: 'completed',
  reached: 'reached',
  refused: 'refused',
  wrong_person: 'wrong_person',
  no_answer: 'no_answer',
  busy: 'busy',
  voicemail: 'voicemail',
  call_back: 'reached',
} as const satisfies Record<string, z.infer<typeof Outcome>>;

export type CallDisposition = keyof typeof dispositions;
export const CallDisposition = z
  .enum(['completed', 'reached', 'refused', 'wrong_person', 'no_answer', 'busy', 'voicemail', 'call_back'])
  .describe(
    'How the call ended. reached: somebody answered, and that was all; completed: and everything was answered; call_back: she wants to be called at another time.',
  );

/** What an agent says of a call. */
export const CallResult = z
  .strictObject({
    disposition: CallDisposition,
    callBackAt: Time.optional().describe('Of call_back: when, before the deadline.'),
    answers: z
      .array(
        z.strictObject({
          question: Word,
          value: z.union([z.number(), z.string().max(1_000_000), z.array(z.string().max(500)).max(50), z.null()]),
        }),
      )
      .max(100)
      .optional()
      .describe('What was answered, however the call ended.'),
    language: Locale.optional(),
    startedAt: Time.optional().describe('When the call was made; now, if absent.'),
    endedAt: Time.optional(),
  })
  .refine(({ disposition, callBackAt }) => (disposition === 'call_back') === (callBackAt !== undefined), {
    path: ['callBackAt'],
    message: 'is said of call_back, and of nothing else',
  });
export type CallResult = z.infer<typeof CallResult>;

/** By this it is known whether another report of the same call says the same. */
export const digestOfResult = (result: CallResult): string =>
  createHash('sha256').update(JSON.stringify(result)).digest('base64url');

/** As the ledger has it. */
export const outcomeOfCall = ({ disposition }: CallResult) => dispositions[disposition];

/** What she said that ends it on every channel. */
export const endingOfCall = ({ disposition }: CallResult): Ending | undefined => endings[disposition];

const endings: Partial<Record<CallDisposition, Ending>> = { refused: 'refused', wrong_person: 'wrong-person' };

/** What becomes of calling somebody: it is over, she is called again, or she was called in vain so often that nobody calls again. Times in milliseconds. */
export type CallNext =
  | { state: 'accepted' }
  | { state: 'deferred'; until: number; reason: string }
  | { state: 'refused'; reason: 'not-reached' };

type Called = { result: CallResult; list: CallList; at: number; deadline: number; callsInVain: number };

/** The wait begins when the call was made; whoever cannot be called again before the deadline is not. Whoever answered is not called again, but if she wants it. */
export const nextAfterCall = ({ result, list, at, deadline, callsInVain }: Called): CallNext => {
  const { disposition, callBackAt } = result;
  if (disposition === 'call_back' && callBackAt !== undefined)
    return { state: 'deferred', until: instantOf(callBackAt), reason: 'call-back' };
  if (!isInVain(disposition)) return { state: 'accepted' };
  const until = at + list.againAfterMinutes[disposition] * 60_000;
  return callsInVain + 1 >= list.mostCalls || until >= deadline
    ? { state: 'refused', reason: 'not-reached' }
    : { state: 'deferred', until, reason: disposition.replace('_', '-') };
};

const isInVain = (disposition: CallDisposition): disposition is keyof CallList['againAfterMinutes'] =>
  disposition === 'no_answer' || disposition === 'busy' || disposition === 'voicemail';
