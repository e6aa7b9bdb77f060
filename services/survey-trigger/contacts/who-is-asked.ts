import type { Identifier } from '@hilo/contracts';
import type { DeriveId } from '@hilo/identifiers';
import type { NameHashes } from '@hilo/runtime';
import { contactPointFor, isReachedBy } from '../domain/contact-facts.ts';
import type { PermissionKnown } from '../domain/permission.ts';
import type { PermissionRequest } from '../domain/permission-request.ts';
import { contactPointSpellings } from '../domain/spellings.ts';
import { type FoundPeople, mostHolders, type Sought } from '../store/people.ts';

/** What is derived from identifiers with the secret of the installation. */
export type PeopleNaming = { hashes: NameHashes; deriveId: DeriveId };

/** By what a request is looked up: the contact point that it names, in every spelling in which that may be stored. */
export type SoughtRequest = Sought & { spellings: readonly Identifier[] };

export const soughtBy = (
  { customer, identifier, contactPoint, channel }: PermissionRequest,
  { hashes, deriveId }: PeopleNaming,
  defaultCountry: string,
): SoughtRequest => {
  const named = identifier ?? contactPoint;
  const used = contactPoint ?? (identifier && isReachedBy(channel, identifier) ? identifier : undefined);
  const spellings = used === undefined ? [] : contactPointSpellings(used, defaultCountry);
  return {
    who: customer ? [customer] : named ? contactPointSpellings(named, defaultCountry).map(deriveId) : [],
    point: spellings.map(deriveId),
    places: spellings.map(hashes.ofIdentifier),
    spellings,
  };
};

/** Who would be contacted, where, and who else has that contact point. */
export type WhoIsAsked = {
  customer: string | undefined;
  contactPoint: Identifier | undefined;
  /** Every keyed hash by which the contact point may be known. */
  places: readonly string[];
  /** The id of the identifier of the customer by which a contact there is the customer's. */
  subject: string | undefined;
  others: readonly string[];
  /** Several have the contact point, and nobody can say who is meant. */
  isAmbiguous: boolean;
  doubts: PermissionKnown['doubts'];
};

export const whoIsAsked = (
  request: PermissionRequest,
  { sought, found, n }: { sought: SoughtRequest; found: FoundPeople; n: number },
  { hashes, unknown }: { hashes: NameHashes; unknown: 'deny' | 'judge' },
): WhoIsAsked => {
  const holdersAt = (places: readonly string[]): string[] => [
    ...new Set(places.flatMap((place) => found.holders.get(place) ?? [])),
  ];
  const { who, point } = found.each[n] ?? {};
  const holders = [...new Set([...holdersAt(sought.places), ...(point === undefined ? [] : [point])])];
  const isByPoint =
    request.customer === undefined && (request.identifier === undefined || request.contactPoint === undefined);
  const [only, ...more] = holders;
  const customer = who ?? (isByPoint && sought.spellings.length > 0 && more.length === 0 ? only : undefined);
  const record = customer === undefined ? undefined : found.records.get(customer);
  if (customer === undefined || record === undefined || record === null) {
    const [first] = sought.spellings;
    const contactPoint = sought.spellings.find((one) => holdersAt([hashes.ofIdentifier(one)]).length > 0) ?? first;
    const isAmbiguous = isByPoint && holders.length > 1;
    const doubts =
      record === null ? (['not-understood'] as const) : isAmbiguous ? [] : doubtsOfUnknown(contactPoint, unknown);
    return {
      customer: record === null ? customer : undefined,
      contactPoint,
      places: sought.places,
      subject: undefined,
      isAmbiguous,
      ...withOthers(holders, doubts),
    };
  }
  const held = record.identifiers;
  const isNamed = (one: Identifier): boolean => sought.spellings.some((other) => isSame(one, other));
  const fitting = contactPointFor(
    request.channel,
    held.filter(({ status }) => status === 'linked'),
  );
  const own = sought.spellings.length > 0 ? held.find(isNamed) : held.find((one) => fitting && isSame(one, fitting));
  const contactPoint = own ? { kind: own.kind, value: own.value } : sought.spellings[0];
  const places = [...new Set([...(contactPoint ? [hashes.ofIdentifier(contactPoint)] : []), ...sought.places])];
  const others = [...new Set([...holdersAt(places), ...holders])].filter((one) => one !== customer);
  const isOthers = own === undefined && request.contactPoint !== undefined;
  return {
    customer,
    contactPoint,
    places,
    subject: (own ?? held[0])?.subject,
    isAmbiguous: false,
    ...withOthers(others, [
      ...(contactPoint === undefined ? (['no-contact-point'] as const) : []),
      ...(isOthers && others.length > 0 ? (['contact-point-of-another'] as const) : []),
      ...(isOthers && others.length === 0 && unknown === 'deny' ? (['unknown-contact-point'] as const) : []),
    ]),
  };
};

const doubtsOfUnknown = (
  contactPoint: Identifier | undefined,
  unknown: 'deny' | 'judge',
): PermissionKnown['doubts'] => {
  if (unknown === 'deny') return ['unknown-customer'];
  return contactPoint === undefined ? ['no-contact-point'] : [];
};

/** Of too many who have it nobody is looked at: it is not to be used, whatever they want. */
const withOthers = (
  others: readonly string[],
  doubts: PermissionKnown['doubts'],
): Pick<WhoIsAsked, 'others' | 'doubts'> =>
  others.length > mostHolders ? { others: [], doubts: [...doubts, 'shared-by-many'] } : { others, doubts };

const isSame = (one: Identifier, other: Identifier): boolean => one.kind === other.kind && one.value === other.value;
