import { z } from 'zod';
import { Identifier } from './identifier.ts';
import { Time } from './instant.ts';
import { openObject, otherWordThan } from './open.ts';
import { Person } from './person.ts';
import { CustomerId, EventId, Source, Timestamp, Uuid } from './words.ts';

/** Limits of one decision. */
export const decisionLimits = { identifiers: 1000, pairs: 100_000 };

const Identifiers = z.array(Identifier).min(1).max(decisionLimits.identifiers);
const Reason = z.string().min(1).max(1000).describe('Why, in the words of who decided.');

/** Who decided: the API key, the source that it belongs to, and the person for whom it acted. */
export const DecidedBy = openObject({ key: z.string(), source: Source, person: Person.optional() });
export type DecidedBy = z.infer<typeof DecidedBy>;

const decision = {
  id: Uuid,
  at: Timestamp.describe('From when on it holds.'),
  by: DecidedBy,
  reason: Reason.optional(),
  retracted: openObject({ at: Timestamp, by: DecidedBy })
    .optional()
    .describe('Taken back: without effect from then on, as if it had never been made.'),
};

const kinds = {
  not_same: {
    kind: z.literal('not_same'),
    one: z.array(Identifier).min(1),
    other: z.array(Identifier).min(1).describe('Nobody has one of `one` and one of these.'),
  },
  same: { kind: z.literal('same'), one: Identifier, other: Identifier },
  dissociated: {
    kind: z.literal('dissociated'),
    identifier: Identifier.describe('It is not the customer’s who has any of `from`.'),
    from: z.array(Identifier).min(1),
  },
  withdrawn: { kind: z.literal('withdrawn'), source: Source, interaction: EventId },
};

/** What a person said of who is who. A fact like any other: it names identifiers, as they were said, and depends on no state. */
export const Decision = z
  .union([
    z.discriminatedUnion('kind', [
      openObject({ ...decision, ...kinds.not_same }),
      openObject({ ...decision, ...kinds.same }),
      openObject({ ...decision, ...kinds.dissociated }),
      openObject({ ...decision, ...kinds.withdrawn }),
    ]),
    openObject({ ...decision, kind: otherWordThan(Object.keys(kinds)) }),
  ])
  .describe('What a person said of who is who. One of a kind that is not known is kept, and has no effect.');
export type Decision = z.infer<typeof Decision>;

const request = {
  id: Uuid.optional().describe('Given one if absent. Posting it again changes nothing.'),
  at: Time.optional().describe('From when on it holds; now, if absent. Not in the future.'),
  reason: Reason.optional(),
};

/** What a person asks for. */
export const DecisionRequest = z.discriminatedUnion('kind', [
  z.strictObject({
    ...request,
    kind: z.literal('split'),
    customer: CustomerId,
    identifiers: Identifiers.describe('These are somebody else’s than the rest that the customer has.'),
  }),
  z.strictObject({ ...request, kind: z.literal('not_same'), one: Identifiers, other: Identifiers }),
  z.strictObject({ ...request, ...kinds.same }),
  z.strictObject({
    ...request,
    kind: z.literal('dissociate'),
    identifier: Identifier,
    from: Identifiers.optional().describe('Whose it is not; if absent, whoever else’s it is now.'),
  }),
  z.strictObject({ ...request, kind: z.literal('withdraw'), source: Source, interaction: EventId }),
]);

export type DecisionRequest = z.infer<typeof DecisionRequest>;
