import type { Channel, HeldIdentifier, Identifier, Interaction } from '@hilo/contracts';
import type { z } from 'zod';
import type { Circumstances } from './candidate.ts';

export type Invited = {
  /** Of the invitation. */
  id: string;
  programme: string;
  programmeVersion: number;
  channel: Channel;
  identifier: Identifier;
  journey: Circumstances['journey'];
  /** Where it says in which voice she is asked. */
  purpose?: string | undefined;
  /** In milliseconds since the epoch. */
  at: number;
  /** Of a message after the first: each is a contact of its own. */
  again?: { message: string; kind: 'reminder' | 'fallback' } | undefined;
};

/**
 * An invitation as it stands on the customer's thread. Its id is that of the invitation, so that whoever decides it again, after
 * a crash or on tables that were built anew, puts no second one there. The address that it went to is not in it: that may be of
 * somebody else, whose erasure would have to find it.
 */
export const invitedInteraction = ({
  id,
  programme,
  programmeVersion,
  channel,
  identifier,
  journey,
  purpose,
  at,
  again,
}: Invited): Interaction & { id: string } => ({
  id: invitedId(again?.message ?? id),
  occurredAt: new Date(at).toISOString(),
  channel,
  touchpoint: again?.kind === 'reminder' ? 'survey.reminder' : 'survey.invitation',
  kind: again?.kind === 'reminder' ? 'reminded' : 'invited',
  direction: 'outbound',
  actor: 'system',
  identifiers: [identifier],
  properties: {
    invitation: id,
    programme,
    programmeVersion,
    ...(purpose !== undefined && { purpose }),
    ...(again && { message: again.message }),
  },
  ...(journey && { journey }),
});

export type ToldOnThread = Omit<Invited, 'programme' | 'programmeVersion' | 'again'> & {
  template: string;
  templateVersion: number;
  rule: string;
  class: string;
};

/** The same of what was told, and asks nothing; without what was said. */
export const toldInteraction = ({
  id,
  channel,
  identifier,
  journey,
  purpose,
  at,
  ...told
}: ToldOnThread): Interaction & { id: string } => ({
  id: invitedId(id),
  occurredAt: new Date(at).toISOString(),
  channel,
  touchpoint: 'message',
  kind: 'told',
  direction: 'outbound',
  actor: 'system',
  identifiers: [identifier],
  properties: { message: id, ...told, ...(purpose !== undefined && { purpose }) },
  ...(journey && { journey }),
});

/** The id on the thread of an invitation, or of a later message of it: one for each, whoever decides it however often. */
export const invitedId = (invitation: string): string => `invited:${invitation}`;

/**
 * The one identifier by which an interaction with the customer goes to this subject. Only one: two would say that both are of
 * one person, which Hilo has concluded, and nobody has said. Where the subject's own says no longer who it is, the address.
 */
export const identifierOf = <Address extends Identifier | undefined>(
  subject: string,
  identifiers: readonly z.infer<typeof HeldIdentifier>[],
  contactPoint: Address,
): Identifier | Address => {
  const own = identifiers.find((one) => one.subject === subject && one.status === 'linked');
  return own ? { kind: own.kind, value: own.value } : contactPoint;
};
