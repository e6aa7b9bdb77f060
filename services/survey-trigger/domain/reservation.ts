import type { Identifier } from '@hilo/contracts';
import type { ContactFact } from './contact.ts';
import { hashOfFact } from './contact-ledger.ts';
import { derivedUuid } from './derived-uuid.ts';
import type { PermissionRequest } from './permission-request.ts';

const defaultSeconds = 900;

/** Until when a contact is reserved that is to be made at that moment, in milliseconds since the epoch. */
export const expiryOf = (at: number, now: number, seconds = defaultSeconds): number =>
  Math.max(at, now) + seconds * 1000;

/** The id of what a source reserves under an id of its own: asked again, it is the same. */
export const reservationId = (source: string, id: string): string => derivedUuid(['reservation', source, id]);

/** What is reserved, for whom and where. */
export type NewReservation = {
  source: string;
  id: string;
  reservation: string;
  request: PermissionRequest;
  contactPoint: Identifier;
  place: string;
  subject: string | undefined;
  at: number;
  now: number;
  expiresAt: number;
  /** The fact of a reservation under the same id that counts no more, whose place it takes. */
  before: ContactFact | undefined;
  /** What was known of contacts there: it is none of these. */
  known: readonly ContactFact[];
};

/** A reservation as a fact of the ledger. */
export const reservedFact = (reserved: NewReservation): ContactFact => {
  const { source, id, reservation, request, contactPoint, place, subject, at, now, expiresAt, before, known } =
    reserved;
  const { channel, purpose } = request;
  const near = known.filter(
    ({ teller, told, withdrawn, place: elsewhere }) =>
      teller !== 'reservation' && !withdrawn && elsewhere === place && told.channel === channel,
  );
  return {
    teller: 'reservation',
    source,
    id,
    version: (before?.version ?? -1) + 1,
    place,
    at,
    origin: undefined,
    reservation,
    subject,
    brake: undefined,
    withdrawn: false,
    told: {
      channel,
      direction: 'outbound',
      contactPoint,
      purpose,
      class: request.class,
      reservedAt: now,
      expiresAt,
      ...(near.length > 0 && { apartFrom: near.map(hashOfFact).toSorted() }),
    },
  };
};

/** The same, given back: it counts no more, whatever is told of it later counts all the same. */
export const freedFact = (fact: ContactFact): ContactFact => ({ ...fact, version: fact.version + 1, withdrawn: true });
