import { ContactClass, Identifier, OpenChannel, OpenDirection, OpenOutcome, Purpose, Word } from '@hilo/contracts';
import { z } from 'zod';

/** Why somebody is not to be contacted, as was learnt from a contact. */
export const Brake = z.enum(['refusal', 'objection', 'wrong-person', 'hard-bounce', 'soft-bounces']);
export type Brake = z.infer<typeof Brake>;

/** Who tells of a contact: the permission that was reserved, who reports it, Hilo's own invitation, or an interaction of the thread. */
export const Teller = z.enum(['reservation', 'report', 'invitation', 'interaction']);
export type Teller = z.infer<typeof Teller>;

const Milliseconds = z.number();

/** What one teller says of a contact, beside by what it is found. Times are in milliseconds since the epoch. */
export const ToldContact = z.object({
  channel: OpenChannel,
  direction: OpenDirection,
  contactPoint: Identifier.optional(),
  purpose: Purpose.optional(),
  class: ContactClass.optional(),
  touchpoint: Word.optional(),
  reservedAt: Milliseconds.optional(),
  startedAt: Milliseconds.optional(),
  endedAt: Milliseconds.optional(),
  outcome: OpenOutcome.optional(),
  weight: z.number().optional(),
  expiresAt: Milliseconds.optional().describe('Of a reservation: from when on it counts no more.'),
  apartFrom: z
    .array(z.string())
    .optional()
    .describe('Hashes of facts that were known when it was reserved: what was reserved after them is another contact.'),
});
export type ToldContact = z.infer<typeof ToldContact>;

/** Something by which two tellers speak of one contact: the id that a system has for it. */
export type ContactOrigin = { source: string; id: string };

/** One teller's word of one contact: a fact. Of two that have the same teller, source and id, the later version counts. */
export type ContactFact = {
  teller: Teller;
  source: string;
  id: string;
  version: number;
  /** Where the person was contacted: a keyed hash of the contact point. */
  place: string;
  /** In milliseconds since the epoch. */
  at: number;
  origin: ContactOrigin | undefined;
  reservation: string | undefined;
  subject: string | undefined;
  brake: Brake | undefined;
  /** It counts for nothing any more; kept, so that no earlier version revives it. */
  withdrawn: boolean;
  told: ToldContact;
};

/** By which rule those are one contact that told of it; the weakest that was needed. */
export const MatchingRule = z
  .enum(['alone', 'reservation', 'same-id', 'within-5-minutes'])
  .describe(
    'Why these are one contact: one alone told of it; with the same reservation; with the same id of the same source; or at one ' +
      'contact point, on one channel and in one direction within five minutes.',
  );
export type MatchingRule = z.infer<typeof MatchingRule>;

/** One attempt to contact somebody, whoever made it and however many told of it: a row of the ledger. */
export type Contact = Omit<ToldContact, 'weight' | 'apartFrom'> & {
  id: string;
  place: string;
  subject: string | undefined;
  at: number;
  weight: number;
  /** Who is believed most of those who told of it. */
  source: string;
  tellers: readonly { teller: Teller; source: string; id: string }[];
  rule: MatchingRule;
};
