import {
  type Channel,
  type Consent,
  type Identifier,
  type Interaction,
  instantOf,
  voiceOfPurpose,
} from '@hilo/contracts';
import { ownSource } from './candidate.ts';
import type { Brake, ContactFact } from './contact.ts';
import type { PlaceOf } from './contact-facts.ts';
import { reportedId } from './contact-report.ts';
import { derivedUuid } from './derived-uuid.ts';

/** Why somebody who was asked is not to be asked again: as it was said on a page, in a reply, by a provider. Times are in milliseconds since the epoch. */
export type Objection = {
  invitation: string;
  /** By which message, where it is known. */
  message?: string | undefined;
  brake: Brake;
  /** Where it was said, if not on the channel on which she was asked. */
  channel?: Channel | undefined;
  at: number;
  /** How it was said, for whoever asks for it later: the button, the wording, the code of the provider. */
  proof: string;
  /** The id that whoever tells of it has for it, such as a Message-ID: told again, it is the same. */
  id?: string | undefined;
  /** What she wrote, in her words. */
  text?: string | undefined;
};

/** The same, with whom it is about. */
export type HeardObjection = Objection & {
  /** Unique, and derived. */
  id: string;
  channel: Channel;
  contactPoint: Identifier;
  /** By which she is known on the thread. */
  identifier: Identifier;
  subject: string;
  purpose: string;
};

/**
 * The id of what was said of an invitation: said again it is the same, however often, until she consents anew. What is said after that
 * is news.
 */
export const objectionId = ({ invitation, brake, id }: Objection, consents: readonly Consent[]): string => {
  if (id !== undefined) return derivedUuid(['objection', invitation, brake, id]);
  const grants = consents.filter(({ state }) => state === 'granted').map(({ at }) => instantOf(at));
  return derivedUuid(['objection', invitation, brake, String(Math.max(0, ...grants))]);
};

const outcomes = {
  refusal: 'refused',
  objection: 'refused',
  'wrong-person': 'wrong_person',
  'hard-bounce': 'bounced',
  'soft-bounces': 'bounced',
} as const;

const kinds = {
  refusal: 'refused',
  objection: 'objected',
  'wrong-person': 'misdirected',
  'hard-bounce': 'bounced',
  'soft-bounces': 'bounced',
} as const;

/** It came from her, and is no contact of the company's: it uses up nothing of what she may be contacted. */
const [direction, weight] = ['inbound', 0] as const;

/** As a fact of the ledger, which brakes at once; the interaction of the thread is a second teller of the same. */
export const factOfObjection = (heard: HeardObjection, placeOf: PlaceOf): ContactFact => {
  const { id, at, channel, contactPoint, subject, brake, purpose } = heard;
  return {
    teller: 'report',
    source: ownSource,
    id,
    version: 0,
    place: placeOf(contactPoint),
    at,
    origin: { source: ownSource, id },
    reservation: undefined,
    subject,
    brake,
    withdrawn: false,
    told: {
      channel,
      direction,
      contactPoint,
      purpose,
      class: 'survey',
      touchpoint: 'survey.objection',
      startedAt: at,
      outcome: outcomes[brake],
      weight,
    },
  };
};

/** As it stands on the thread: a refusal takes back the consent to what she was asked for as well. */
export const interactionOfObjection = (heard: HeardObjection): Interaction & { id: string } => {
  const { id, at, channel, contactPoint, identifier, brake, purpose, proof, text, invitation } = heard;
  const isSame = identifier.kind === contactPoint.kind && identifier.value === contactPoint.value;
  const contact = {
    source: ownSource,
    id,
    purpose,
    class: 'survey',
    ...(isSame && { contactPoint: 0 }),
    ...(brake === 'objection' && { objection: true }),
    ...(brake === 'hard-bounce' && { bounce: 'hard' }),
    ...(brake === 'soft-bounces' && { bounce: 'repeated' }),
    weight,
  };
  return {
    id: reportedId(ownSource, id),
    occurredAt: new Date(at).toISOString(),
    channel,
    touchpoint: 'survey.objection',
    kind: kinds[brake],
    direction,
    actor: outcomes[brake] === 'bounced' ? 'system' : voiceOfPurpose(purpose),
    identifiers: [identifier],
    outcome: outcomes[brake],
    ...(text !== undefined && { text }),
    ...(brake === 'refusal' && { consents: [{ purpose, state: 'withdrawn', proof }] }),
    properties: { contact, invitation, proof },
  };
};
