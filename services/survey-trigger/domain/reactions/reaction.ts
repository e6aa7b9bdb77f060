import { ResolvedInteraction } from '@hilo/contracts';
import { z } from 'zod';

/** How what began a window stands. */
export const ReactionState = z
  .enum(['open', 'fired', 'cancelled', 'renewed', 'overtaken', 'resting', 'withheld', 'withdrawn'])
  .describe(
    'open: not due yet, or not often enough so far; fired: Hilo has reacted; cancelled: what was waited for has happened; renewed: it began anew before it was due; overtaken: something later of the kind was known; resting: it was reacted to so near that this is the same; withheld: it was not to be, for the reason; withdrawn: it did not happen.',
  );
export type ReactionState = z.infer<typeof ReactionState>;

const milliseconds = z.date().transform((date) => date.getTime());
const optional = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullable().transform((value) => value ?? undefined);

/** What began a window, as it is kept. Times are in milliseconds since the epoch. */
export const Reaction = z.object({
  id: z.string(),
  rule: z.string(),
  same: z.string(),
  source: z.string(),
  interaction: z.string(),
  subject: z.string(),
  at: milliseconds,
  dueAt: milliseconds,
  state: ReactionState,
  rulesVersion: optional(z.int()),
  decidedAt: optional(milliseconds),
  reason: optional(z.string()),
  bySource: optional(z.string()),
  byInteraction: optional(z.string()),
  action: optional(z.string()),
  outcome: optional(z.record(z.string(), z.json())),
});
export type Reaction = z.infer<typeof Reaction>;

/** One that is not decided yet, with what happened. */
export const OpenReaction = Reaction.extend({ resolved: ResolvedInteraction });
export type OpenReaction = z.infer<typeof OpenReaction>;

/** What is kept of an interaction until it is decided: nothing that no rule, template or case reads. */
export const keptOf = (resolved: ResolvedInteraction): ResolvedInteraction => {
  const { text: _text, traits: _traits, context: _context, consents: _consents, ...interaction } = resolved.interaction;
  return { ...resolved, interaction };
};
