import {
  ConflictReason,
  CustomerId,
  Decision,
  EventId,
  HeldIdentifier,
  Identifier,
  Note,
  Source,
  Timestamp,
} from '@hilo/contracts';
import { z } from 'zod';

/** An interaction that said something, and when it happened. */
export const SaidIn = z.object({ source: Source, interaction: EventId, at: Timestamp });
export const IdentifierPair = z.tuple([Identifier, Identifier]);
export const ExplainedAlias = z
  .object({ former: Identifier.optional(), firstSaidAt: Timestamp, interactions: z.array(SaidIn) })
  .describe(
    'A sender said that these are one person by another name: `former` is the earlier one; without it, both are.',
  );

/** Why a customer is one: the answer of `GET /v1/customers/{id}/identity`. */
export const Explanation = z.object({
  customer: CustomerId,
  at: Timestamp,
  identifiers: z.array(HeldIdentifier),
  links: z.array(
    z.object({
      between: IdentifierPair,
      firstSeenAt: Timestamp,
      decided: z.boolean().describe('A person said so.'),
      alias: ExplainedAlias.optional(),
      automatic: z
        .object({ suggestion: z.uuid(), weight: z.number() })
        .optional()
        .describe('Nobody said so: a model finds it probable. Rejecting the suggestion takes it back for good.'),
      interactions: z.array(SaidIn).describe('Some that named both, the oldest first; 5 at the most.'),
    }),
  ),
  refused: z.array(
    z.object({
      between: IdentifierPair,
      reason: ConflictReason,
      rule: z
        .object({
          kind: z.string(),
          limit: z.enum(['maxPerCustomer', 'maxCustomers', 'sharedOver', 'maxAliases']),
          is: z.int(),
          of: z.string().optional().describe('The kind of which there are too many, with one that is shared.'),
        })
        .optional()
        .describe('The limit of the registry, where it is one.'),
      because: z.array(z.string()).describe('The decisions and interactions that say so, where they do.'),
      firstSeenAt: Timestamp,
      alias: ExplainedAlias.optional(),
      interactions: z.array(SaidIn),
    }),
  ),
  beyondLimits: z
    .array(z.object({ identifier: Identifier, count: z.int() }))
    .describe('Identifiers with too many others to link: how many are left out. Some of them are under refused.'),
  unused: z
    .array(
      z.object({
        identifier: Identifier.describe('As it was posted.'),
        reason: Note.shape.reason,
        message: Note.shape.message,
        ...SaidIn.shape,
      }),
    )
    .optional()
    .describe('Identifiers in interactions of the customer that are not used as they were posted; 100 at the most.'),
  history: z.array(
    z.object({
      at: Timestamp,
      kind: z.enum(['merged', 'split']),
      from: z.array(CustomerId),
      into: z.array(CustomerId),
    }),
  ),
  decisions: z.array(Decision),
  complete: z
    .object({ evidence: z.boolean(), history: z.boolean(), lists: z.boolean() })
    .describe(
      'False where there was too much to look at or to list all of it: then it is the part that is nearest or latest.',
    ),
});

export type Explanation = z.infer<typeof Explanation>;
