import {
  type Channel,
  type Consent,
  type CustomerRecord,
  decidingConsent,
  type Identifier,
  instantOf,
} from '@hilo/contracts';
import type { Traits } from '@hilo/segments';
import type { Circumstances } from './candidate.ts';
import type { PostalAddress } from './place/address.ts';
import type { PlaceEvidence } from './place/whereabouts.ts';
import type { Programme } from './programme.ts';

/** What is known of the customer: what of the record counts for contacting somebody. */
export type Profile = Pick<
  CustomerRecord,
  'version' | 'ambiguous' | 'identifiers' | 'consents' | 'contactPreferences'
> & {
  address?: PostalAddress;
  /** As the record has them, for the audience of a programme. */
  traits?: Traits;
};

/** A way to ask the customer, with the statement of consent that decides about it. */
export type ContactOption = { channel: Channel; contactPoint: Identifier; consent: Consent | undefined };

/** Where the customer can be asked: her own channel first, then in the order of the programme, the latest known first. */
export const optionsOf = (programme: Programme, profile: Profile): ContactOption[] => {
  const { contactPreferences, identifiers, consents } = profile;
  const isPreferred = ({ channel }: { channel: Channel }): boolean => channel === contactPreferences.channel;
  return programme.contacts
    .toSorted((a, b) => Number(isPreferred(b)) - Number(isPreferred(a)))
    .flatMap(({ channel, kind }) =>
      identifiers
        .filter((identifier) => identifier.kind === kind && identifier.status === 'linked')
        .toSorted((a, b) => instantOf(b.firstSeenAt) - instantOf(a.firstSeenAt) || (a.value < b.value ? -1 : 1))
        .map(({ value }) => {
          const contactPoint = { kind, value };
          const consent = decidingConsent(consents, { purpose: programme.purpose, channel, contactPoint });
          return { channel, contactPoint, consent };
        }),
    );
};

/** What the record, and the interaction, say of where the customer may be. */
export const placeEvidenceOf = (
  { contactPreferences, consents, identifiers, address }: Profile,
  { timeZone }: Circumstances,
): PlaceEvidence => ({
  timeZone: contactPreferences.timeZone,
  lastTimeZone: timeZone,
  country: address?.country,
  region: address?.region,
  postcode: address?.postcode,
  jurisdictions: [...new Set(consents.flatMap(({ jurisdiction }) => jurisdiction ?? []))],
  phones: identifiers.filter(({ kind, status }) => kind === 'phone' && status === 'linked').map(({ value }) => value),
});
