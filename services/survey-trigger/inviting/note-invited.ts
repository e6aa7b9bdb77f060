import type { NameHashes } from '@hilo/runtime';
import { invitedFact } from '../domain/contact-facts.ts';
import type { DecidedInvitation } from './messages.ts';

/** Who is invited is contacted: it counts from the decision on, whoever delivers it. */
export const invitationFact = ({ id, invitation, decision }: DecidedInvitation, hashes: NameHashes, now: number) => {
  if (decision.state !== 'invited') return [];
  const { channel, contactPoint } = decision;
  const { subject, touchpoint, circumstances } = invitation;
  return invitedFact(
    {
      id,
      subject,
      channel,
      contactPoint,
      touchpoint,
      purpose: circumstances.purpose,
      class: circumstances.message?.class,
      at: now,
    },
    hashes.ofIdentifier,
  );
};
