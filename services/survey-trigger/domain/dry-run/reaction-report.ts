import { CustomerId, EventId, Source, Timestamp, Word } from '@hilo/contracts';
import { z } from 'zod';
import { ReactionRules } from '../reactions/reaction-rules.ts';
import { Caveat, History } from './result.ts';
import { ToldReport } from './told-report.ts';

const forward = { path: ['to'], message: 'is not after `from`' };

/** Rules as they would be; without them, those in force. */
export const ReactionDryRun = z
  .strictObject({
    rules: ReactionRules.shape.rules.min(1).optional().describe('As they would be; without it, those in force.'),
    heardOf: z
      .enum(['at-once', 'when-received'])
      .default('at-once')
      .describe('As if all had been heard of when it happened, or not before it was received.'),
    from: Timestamp.optional().describe('Only what happened from this moment on.'),
    to: Timestamp.optional().describe('Only what happened before this moment.'),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || Date.parse(from) < Date.parse(to), forward);
export type ReactionDryRun = z.infer<typeof ReactionDryRun>;

const count = z.int().min(0);

const ReactionReport = z.object({
  rule: Word,
  windows: count.describe('What began one.'),
  fired: count.describe('To how many it would have been reacted.'),
  customers: count.describe('To how many customers.'),
  history: count.describe('Of these, what was history when it was accepted: in truth nothing comes of it.'),
  cancelled: count,
  renewed: count,
  overtaken: count,
  resting: count,
  notInAudience: count.describe('Those who are none of whom the rule is, as they are known today.'),
  open: count.describe('Not often enough, or not due by now.'),
  messages: ToldReport.optional().describe('Of a rule that tells the customer something.'),
});
export type ReactionReport = z.infer<typeof ReactionReport>;

export const ReactionResult = z.object({
  history: History.extend({ heardOf: z.enum(['at-once', 'when-received']) }),
  rules: z.array(ReactionReport),
  caveats: z.array(Caveat),
});
export type ReactionResult = z.infer<typeof ReactionResult>;

export const ReactionExample = z.object({
  customer: CustomerId,
  rule: Word,
  interaction: z.object({ source: Source, id: EventId }),
  occurredAt: Timestamp,
  state: z.string(),
  at: Timestamp.describe('When it would have been decided.'),
});
export type ReactionExample = z.infer<typeof ReactionExample>;

export const reactionCaveats: readonly Caveat[] = [
  {
    caveat: 'record-of-today',
    message: 'Who is who, and what is known of the customer, is that of the record of today.',
  },
  {
    caveat: 'actions-not-tried',
    message:
      'Whether a case or a survey would have come of it is not tried: a case may have been taken up by one in hand, and a survey withheld by the contact policy. Of messages it is; whether anything carries them is not.',
  },
];
