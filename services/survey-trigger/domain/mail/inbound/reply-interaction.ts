import type { Identifier, Interaction, Voice } from '@hilo/contracts';
import { derivedUuid } from '../../derived-uuid.ts';

type Reply = {
  mail: string;
  message: string;
  invitation: string;
  contactPoint: Identifier;
  text: string;
  /** In which she was asked. */
  voice: Voice;
  at: number;
};

/** What somebody answered to a mail, as it stands on the thread: once, however often it comes. */
export const replyInteraction = ({
  mail,
  message,
  invitation,
  contactPoint,
  text,
  voice,
  at,
}: Reply): Interaction & { id: string } => ({
  id: `reply:${derivedUuid(['reply', message, mail])}`,
  occurredAt: new Date(at).toISOString(),
  channel: 'email',
  touchpoint: 'survey.reply',
  kind: 'replied',
  direction: 'inbound',
  actor: voice,
  identifiers: [{ kind: contactPoint.kind, value: contactPoint.value }],
  text,
  properties: { invitation, message },
});
