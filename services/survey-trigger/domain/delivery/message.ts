import type { Channel, Identifier } from '@hilo/contracts';
import { derivedUuid } from '../derived-uuid.ts';
import type { Programme } from '../programme.ts';

/** Why a message is sent: to invite, to remind, or since another channel brought no answer. */
export type MessageKind = 'invitation' | 'reminder' | 'fallback';

/** The id of the n-th message of an invitation, from 0: whoever queues it again queues no second one. */
export const messageId = (invitation: string, ordinal: number): string =>
  derivedUuid(['message', invitation, String(ordinal)]);

/** What is handed over to whoever carries it, with all that a rendering needs. Times are in milliseconds since the epoch. */
export type OutgoingMessage = {
  id: string;
  invitation: string;
  ordinal: number;
  kind: MessageKind;
  channel: Channel;
  contactPoint: Identifier;
  programme: Programme;
  programmeVersion: number;
  /** The touchpoint and the moment that it is about. */
  touchpoint: string;
  occurredAt: number;
  deadline: number;
  /** The BCP 47 tag of the language in which it is written: one that the programme has. */
  language: string;
  /** What it tells, where it asks nothing. */
  told?: { subject: string; text: string } | undefined;
  /** Links of this message alone. */
  links: MessageLinks;
  /** Why the person gets it: the statement of consent on which it rests, in words. */
  consent: { source: string; at: string; proof?: string | undefined } | undefined;
  attempt: number;
};

/** No programme takes answers for longer (`answerDays`); most end before. */
const [dayMs, daysAfterDeadline] = [86_400_000, 365];

/** Until when the links of a message lead to a survey, in milliseconds since the epoch. */
export const linkEndsAt = (deadline: number): number => deadline + daysAfterDeadline * dayMs;

/** Absolute links under HILO_PUBLIC_URL. */
export type MessageLinks = {
  /** `/s/{token}`: the survey; of what asks nothing, the preferences. */
  survey: string;
  /** `/u/{token}`: the preference page, which also takes the one-click unsubscribe of RFC 8058. */
  unsubscribe: string;
};
