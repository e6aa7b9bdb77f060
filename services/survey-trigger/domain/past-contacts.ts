import type { Channel, ContactClass, Identifier } from '@hilo/contracts';
import { pauseDays } from './bounce-class.ts';
import type { Brake } from './contact.ts';
import type { PastContact } from './policy/budget.ts';
import { type OfVoices, voicesOfContact } from './voices.ts';

/** A contact as the ledger has it: where it was is known by the keyed hash of the contact point. */
export type LedgerContact = {
  place: string;
  at: number;
  channel: Channel;
  class: ContactClass | undefined;
  purpose?: string | null | undefined;
  weight: number;
  isAnswered: boolean;
  /** Of what is only reserved: from when on it counts no more. */
  expiresAt?: number | undefined;
};

/** What was learnt, and is in force still. */
export type LearntBrake = { place: string; at: number; brake: Brake; purpose?: string | null | undefined };

const dayMs = 86_400_000;

const outcomes = {
  refusal: 'refused',
  objection: 'objected',
  'wrong-person': 'wrong_person',
  'hard-bounce': 'bounced',
  'soft-bounces': 'bounced',
} as const satisfies Record<Brake, PastContact['outcome']>;

/**
 * What the rules of pressure count of the contacts with a customer, and of what was learnt from them: how a contact ended brakes by what
 * is in force of it alone, since a later grant ends it. `contactPoints` are the customer's, by their keyed hashes.
 */
export const pastContactsOf = (
  contacts: readonly LedgerContact[],
  brakes: readonly (LearntBrake & OfVoices)[],
  contactPoints: ReadonlyMap<string, Identifier>,
): PastContact[] => [
  ...contacts.map(
    ({ place, isAnswered, at, channel, class: kind, purpose, weight, expiresAt }): PastContact => ({
      at,
      channel,
      class: kind,
      weight,
      contactPoint: contactPoints.get(place),
      outcome: isAnswered ? 'completed' : undefined,
      voices: voicesOfContact(purpose),
      ...(expiresAt !== undefined && { expiresAt }),
    }),
  ),
  ...brakes.map(
    ({ place, at, brake, voices }): PastContact => ({
      at,
      channel: 'other',
      class: 'service',
      weight: 0,
      contactPoint: contactPoints.get(place),
      outcome: outcomes[brake],
      voices,
      ...(brake === 'soft-bounces' && { expiresAt: at + pauseDays * dayMs }),
    }),
  ),
];
