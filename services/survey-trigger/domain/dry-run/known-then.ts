import { type Identifier, instantOf } from '@hilo/contracts';
import { brakesInForce } from '../brakes-in-force.ts';
import type { PlaceOf } from '../contact-facts.ts';
import { type LearntBrake, type LedgerContact, pastContactsOf } from '../past-contacts.ts';
import type { PastContact } from '../policy/budget.ts';
import type { Profile } from '../profile.ts';

/** A customer by the record of today, with all that the ledger has, and all that was ever learnt from it. */
export type PastPerson = {
  customer: string;
  profile: Profile;
  /** Those that are hers, by their keyed hashes. */
  contactPoints: ReadonlyMap<string, Identifier>;
  contacts: readonly LedgerContact[];
  brakes: readonly LearntBrake[];
};

/** What was known of a customer at a moment; `hasSaidSince` where what she said of consent before is not known any more. */
export type KnownThen = { profile: Profile; contacts: readonly PastContact[]; hasSaidSince: boolean };

/**
 * What was known at this moment, as far as it can be known now: of the ledger, what was before; of the record, the identifiers that had been
 * seen and the consents that had been stated. The rest of the record is that of today.
 */
export const knownThen = (
  { profile, contactPoints, contacts, brakes }: PastPerson,
  given: Iterable<PastContact>,
  placeOf: PlaceOf,
  now: number,
): KnownThen => {
  const consents = profile.consents.filter(({ at }) => instantOf(at) <= now);
  const identifiers = profile.identifiers.filter(({ firstSeenAt }) => instantOf(firstSeenAt) <= now);
  const learnt = brakesInForce(
    brakes.filter(({ at }) => at < now),
    consents,
    placeOf,
  );
  const before = contacts.filter(({ at }) => at < now);
  return {
    profile: { ...profile, consents, identifiers },
    contacts: [...pastContactsOf(before, learnt, contactPoints), ...given],
    hasSaidSince: consents.length < profile.consents.length,
  };
};

/** Contacts that a run itself makes: they count for whom they are made with, and for whoever has the contact point. */
export const openGiven = (placeOf: PlaceOf) => {
  const given = new Map<string, PastContact[]>();
  return {
    add: (customer: string, contact: PastContact): void => {
      const keys = [customer, ...(contact.contactPoint === undefined ? [] : [placeOf(contact.contactPoint)])];
      for (const key of keys) given.set(key, [...(given.get(key) ?? []), contact]);
    },
    to: ({ customer, contactPoints }: PastPerson): Iterable<PastContact> =>
      new Set([customer, ...contactPoints.keys()].flatMap((key) => given.get(key) ?? [])),
  };
};
