import type { Channel, Identifier } from '@hilo/contracts';
import type { ContactFact } from '../contact.ts';
import { invitedFact, type PlaceOf } from '../contact-facts.ts';
import { messageId } from './message.ts';

/** As the ledger knows a message: the first is the invitation itself. */
export const factIdOf = (invitation: string, ordinal: number): string =>
  ordinal === 0 ? invitation : messageId(invitation, ordinal);

type Sent = {
  invitation: string;
  ordinal: number;
  subject: string;
  channel: Channel;
  contactPoint: Identifier;
  touchpoint: string;
};

/** Nobody was contacted by this message after all: its contact counts no more. */
export const takenBack = (
  { invitation, ordinal, subject, channel, contactPoint, touchpoint }: Sent,
  placeOf: PlaceOf,
  now: number,
): ContactFact => ({
  ...invitedFact({ id: factIdOf(invitation, ordinal), subject, channel, contactPoint, touchpoint, at: now }, placeOf),
  version: 2,
  withdrawn: true,
});
