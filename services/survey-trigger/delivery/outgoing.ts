import type { Pool } from 'pg';
import { linkEndsAt, type MessageLinks, type OutgoingMessage } from '../domain/delivery/message.ts';
import type { Programme } from '../domain/programme.ts';
import { languageLike, languagesOf } from '../domain/questions/languages.ts';
import { isTemplateId } from '../domain/templates/as-programme.ts';
import { type ToldText, tell } from '../domain/templates/tell.ts';
import { newToken } from '../domain/tokens/token.ts';
import type { ClaimedMessage } from '../store/messages.ts';
import { findVersion } from '../store/programme-versions.ts';
import type { KeptToken } from '../store/survey-tokens.ts';

/** A message that is claimed, with links that nobody has seen. */
export type LinkedMessage = { message: ClaimedMessage; links: MessageLinks };

/** Links of this attempt alone, and what is kept of them: the links themselves are nowhere but in the message. */
export const linksFor = (
  { id, invitation, place, deadline, programme }: ClaimedMessage,
  publicUrl: string,
  now: number,
): { links: MessageLinks; kept: KeptToken[] } => {
  const [answer, unsubscribe] = [newToken(), newToken()];
  const common = { invitation, message: id, place, createdAt: now, expiresAt: linkEndsAt(deadline) };
  const refusing = { ...common, hash: unsubscribe.hash, purpose: 'unsubscribe' } as const;
  const preferences = `${publicUrl}/u/${unsubscribe.token}`;
  if (isTemplateId(programme)) return { links: { survey: preferences, unsubscribe: preferences }, kept: [refusing] };
  return {
    links: { survey: `${publicUrl}/s/${answer.token}`, unsubscribe: preferences },
    kept: [{ ...common, hash: answer.hash, purpose: 'answer' }, refusing],
  };
};

/** Versions of programmes by what they say: none ever changes. */
export type Versions = { find(id: string, version: number): Promise<Programme | undefined> };

const mostKept = 1000;

export const openVersions = (pool: Pool): Versions => {
  const known = new Map<string, Programme>();
  return {
    find: async (id, version) => {
      const key = `${version} ${id}`;
      const before = known.get(key);
      if (before !== undefined) return before;
      const programme = (await findVersion(pool, id, version))?.programme;
      if (known.size >= mostKept) known.clear();
      if (programme !== undefined) known.set(key, programme);
      return programme;
    },
  };
};

/** What it tells, by what is known of the customer; nothing, where it asks. */
export const toldIn = ({ circumstances, known }: ClaimedMessage, programme: Programme): ToldText | undefined => {
  if (programme.message === undefined) return undefined;
  const { traits, contactPreferences } = known?.record ?? {};
  const { values = {} } = circumstances.message ?? {};
  return tell(programme.message, programme, { values, traits, language: contactPreferences?.language });
};

/** The message as it is written: in the language that the customer has said, if the programme has it. */
export const outgoingOf = (
  { message, links }: LinkedMessage,
  programme: Programme,
  told?: Extract<ToldText, { text: string }>,
): OutgoingMessage => ({
  id: message.id,
  invitation: message.invitation,
  ordinal: message.ordinal,
  kind: message.kind,
  channel: message.channel,
  contactPoint: message.contactPoint,
  programme,
  programmeVersion: message.programmeVersion,
  touchpoint: message.touchpoint,
  occurredAt: message.occurredAt,
  deadline: message.deadline,
  language: told?.language ?? languageIn(programme, message.known?.record.contactPreferences.language),
  told: told && { subject: told.subject, text: told.text },
  links,
  consent: message.consent === null ? undefined : { source: message.consent.source, at: message.consent.at },
  attempt: message.attempts,
});

/** The one that is wanted, or one of the same root (es for es-MX), or that for everybody. */
export const languageIn = (programme: Programme, wanted: string | undefined): string => {
  const { languages, fallback } = languagesOf(programme);
  return languageLike(languages, wanted) ?? fallback ?? languages[0] ?? 'en';
};
