import type { Identifier } from '@hilo/contracts';
import type { DeriveId } from '@hilo/identifiers';
import type { NameHashes } from '@hilo/runtime';
import { claimedPoints } from '../domain/claimed-points.ts';
import { contactPointFor } from '../domain/contact-facts.ts';
import type { PermissionKnown } from '../domain/permission.ts';
import type { PermissionRequest } from '../domain/permission-request.ts';
import { isReachedBy } from '../domain/reached-by.ts';
import { possibleSpellings } from '../domain/spellings.ts';
import { type FoundPeople, mostHolders, type Sought } from '../store/people.ts';
import type { KnownRecord } from '../store/profiles.ts';

/** What is derived from identifiers with the secret of the installation. */
export type IdentifierKeys = { hashes: NameHashes; deriveId: DeriveId };

/** By what a request is looked up: the contact point that it names, in every spelling in which that may be stored. */
export type SoughtRequest = Sought & { spellings: readonly Identifier[] };

export const soughtBy = (
  { customer, identifier, contactPoint, channel }: PermissionRequest,
  { hashes, deriveId }: IdentifierKeys,
  defaultCountry: string,
): SoughtRequest => {
  const named = identifier ?? contactPoint;
  const used = contactPoint ?? (identifier && isReachedBy(channel, identifier) ? identifier : undefined);
  const spellings = used === undefined ? [] : possibleSpellings(used, defaultCountry);
  return {
    who: customer ? [customer] : named ? possibleSpellings(named, defaultCountry).map(deriveId) : [],
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

type Looked = { sought: SoughtRequest; found: FoundPeople; n: number };
type Rules = { hashes: NameHashes; unknown: 'deny' | 'judge' };

export const whoIsAsked = (request: PermissionRequest, looked: Looked, rules: Rules): WhoIsAsked => {
  const { sought, found, n } = looked;
  const { who, point } = found.each[n] ?? {};
  const holders = [...new Set([...holdersAt(found, sought.places), ...(point === undefined ? [] : [point])])];
  const [only, ...more] = holders;
  const isOnly = isByPoint(request) && sought.spellings.length > 0 && more.length === 0;
  const customer = who ?? (isOnly ? only : undefined);
  const record = customer === undefined ? undefined : found.records.get(customer);
  if (customer === undefined || !record) {
    const unreadable = record === null ? customer : undefined;
    return whoIsUnknown(request, { ...looked, holders, unreadable }, rules);
  }
  return whoIsKnown(request, { ...looked, holders, customer, record }, rules);
};

/** Who is to be contacted is named by the contact point itself. */
const isByPoint = ({ customer, identifier, contactPoint }: PermissionRequest): boolean =>
  customer === undefined && (identifier === undefined || contactPoint === undefined);

const holdersAt = ({ holders }: FoundPeople, places: readonly string[]): string[] => [
  ...new Set(places.flatMap((place) => holders.get(place) ?? [])),
];

const whoIsUnknown = (
  request: PermissionRequest,
  { sought, found, holders, unreadable }: Looked & { holders: readonly string[]; unreadable: string | undefined },
  { hashes, unknown }: Rules,
): WhoIsAsked => {
  const isHeld = (one: Identifier): boolean => holdersAt(found, [hashes.ofIdentifier(one)]).length > 0;
  const contactPoint = sought.spellings.find(isHeld) ?? sought.spellings[0];
  const isAmbiguous = isByPoint(request) && holders.length > 1;
  const doubts = isAmbiguous ? [] : doubtsOfUnknown(contactPoint, unknown);
  return {
    customer: unreadable,
    contactPoint,
    places: sought.places,
    subject: undefined,
    isAmbiguous,
    ...withOthers(holders, unreadable === undefined ? doubts : ['not-understood']),
  };
};

const whoIsKnown = (
  request: PermissionRequest,
  {
    sought,
    found,
    holders,
    customer,
    record,
  }: Looked & { holders: readonly string[]; customer: string; record: KnownRecord },
  { hashes, unknown }: Rules,
): WhoIsAsked => {
  const held = record.identifiers;
  const linked = held.filter(({ status }) => status === 'linked');
  const likeliest = contactPointFor(request.channel, linked);
  const wanted = sought.spellings.length > 0 ? sought.spellings : likeliest ? [likeliest] : [];
  const own = held.find((one) => wanted.some((other) => isSame(one, other)));
  const contactPoint = own ? { kind: own.kind, value: own.value } : sought.spellings[0];
  const places = [...new Set([...(contactPoint ? [hashes.ofIdentifier(contactPoint)] : []), ...sought.places])];
  const others = [...new Set([...holdersAt(found, places), ...holders])].filter((one) => one !== customer);
  const claimed = claimedPoints(record).some((one) => wanted.some((other) => isSame(one, other)));
  const isStrange = own === undefined && !claimed && request.contactPoint !== undefined && !isByPoint(request);
  const doubts: PermissionKnown['doubts'][number][] = [];
  if (contactPoint === undefined) doubts.push('no-contact-point');
  if (isStrange && others.length > 0) doubts.push('contact-point-of-another');
  if (isStrange && others.length === 0 && unknown === 'deny') doubts.push('unknown-contact-point');
  const subject = (own ?? held[0])?.subject;
  return { customer, contactPoint, places, subject, isAmbiguous: false, ...withOthers(others, doubts) };
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
