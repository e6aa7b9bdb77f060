import { decidingConsent, type Identifier } from '@hilo/contracts';
import type { NameHashes, Transaction } from '@hilo/runtime';
import { brakesInForce } from '../domain/brakes-in-force.ts';
import type { KnownRegisters } from '../domain/listings.ts';
import { pastContactsOf } from '../domain/past-contacts.ts';
import { type Concerned, decidePermission, type Permission } from '../domain/permission.ts';
import { momentOf, type PermissionRequest } from '../domain/permission-request.ts';
import type { CompiledPolicy } from '../domain/policy/compiled.ts';
import { memoryOf } from '../domain/policy/memory.ts';
import { registersAskedFor } from '../domain/registers.ts';
import { placesOfRecord } from '../store/contact-points.ts';
import { type ContactsAndBrakes, findKnownContacts, type KnownContact } from '../store/known-contacts.ts';
import { readListings } from '../store/opt-out-registers.ts';
import { type FoundPeople, findPeople } from '../store/people.ts';
import type { KnownRecord } from '../store/profiles.ts';
import { type IdentifierKeys, type SoughtRequest, soughtBy, type WhoIsAsked, whoIsAsked } from './who-is-asked.ts';

/** By what a check is answered beside the database. */
export type Checking = {
  naming: IdentifierKeys;
  policy: CompiledPolicy | undefined;
  now: number;
  /** Up to when everything was read that others have said; unknown, if nobody could be asked. */
  asOf: number | undefined;
};

/** The answer to one request, with whom it is about. */
export type Checked = Permission & { who: WhoIsAsked; at: number };

/** Judges each request by what is known, and by the contacts that were added since. */
export type Judging = {
  /** `but` is the row of the ledger that does not count: what was reserved by the same request. */
  judge(n: number, but?: string | null): Checked;
  /** Counts a contact from now on that is with whoever the request is about. */
  add(n: number, contact: KnownContact): void;
};

/** Says who of these may be contacted; nothing is reserved. Two or three statements, however many there are. */
export const checkPermissions = async (
  tx: Pick<Transaction, 'query'>,
  requests: readonly PermissionRequest[],
  checking: Checking,
): Promise<Checked[]> => {
  const sought = requests.map((one) => soughtBy(one, checking.naming, countryOf(checking)));
  const people = peopleOf(requests, { sought, found: await findPeople(tx, sought) }, checking);
  const judging = await openJudging(tx, { requests, people }, checking);
  return requests.map((_, n) => judging.judge(n));
};

const shippedCountry = 'ES';

export const countryOf = ({ policy }: Pick<Checking, 'policy'>): string =>
  policy?.policy.defaultCountry ?? shippedCountry;

/** Whom the requests concern: who each is about, and everybody's record and contact points. */
export type People = {
  who: readonly WhoIsAsked[];
  records: FoundPeople['records'];
  /** Of each customer: the contact points, by their keyed hashes. */
  contactPoints: ReadonlyMap<string, ReadonlyMap<string, Identifier>>;
};

export const peopleOf = (
  requests: readonly PermissionRequest[],
  { sought, found }: { sought: readonly SoughtRequest[]; found: FoundPeople },
  { naming: { hashes }, policy }: Pick<Checking, 'naming' | 'policy'>,
): People => {
  const unknown = policy?.policy.unknownCustomers ?? 'deny';
  const who = requests.map((request, n) => {
    const own = sought[n] ?? { who: [], point: [], places: [], spellings: [] };
    return whoIsAsked(request, { sought: own, found, n }, { hashes, unknown });
  });
  const concerned = new Set(who.flatMap(({ customer, others }) => [...(customer ? [customer] : []), ...others]));
  const contactPoints = [...concerned].map((customer) => {
    const record = found.records.get(customer);
    return [customer, record ? placesOfRecord(record, hashes) : new Map<string, Identifier>()] as const;
  });
  return { who, records: found.records, contactPoints: new Map(contactPoints) };
};

export const placesOfPeople = ({ who, contactPoints }: People): string[] => [
  ...new Set([
    ...who.flatMap(({ places }) => places),
    ...[...contactPoints.values()].flatMap((all) => [...all.keys()]),
  ]),
];

/** Reads all contacts that may count for any of these, at once. */
export const openJudging = async (
  tx: Pick<Transaction, 'query'>,
  { requests, people }: { requests: readonly PermissionRequest[]; people: People },
  checking: Checking,
): Promise<Judging> => {
  const { now, policy, asOf, naming } = checking;
  const places = placesOfPeople(people);
  const since = now - (policy === undefined ? 0 : memoryOf(policy));
  const customers = [...people.contactPoints.keys()];
  const known = await findKnownContacts(tx, { customers, places, since, now });
  const registers = await lookUp(tx, { requests, people }, checking);
  const added: { customer: string | undefined; place: string; contact: KnownContact }[] = [];
  const staleMs = (policy?.policy.staleAfterSeconds ?? 0) * 1000;
  const isStale = asOf === undefined || now - asOf > staleMs;
  const concernedBy = (who: WhoIsAsked, but: string | null | undefined): Concerned[] => {
    const of = (customer: string | undefined, isAsked: boolean): Concerned => {
      const record = customer === undefined ? undefined : people.records.get(customer);
      const own = (customer !== undefined && people.contactPoints.get(customer)) || new Map<string, Identifier>();
      const at = new Map([...own, ...pointsOf(who)]);
      const parts = [
        ...(customer === undefined ? [] : [known.ofCustomer(customer)]),
        ...[...at.keys()].map((place) => known.at(place)),
      ];
      const since = added.filter((one) => at.has(one.place) || (customer !== undefined && one.customer === customer));
      const contacts = since.map(({ contact }) => contact);
      return concernedOf(
        { parts: [...parts, { contacts, brakes: [] }], record, at, but },
        { isAmbiguous: who.isAmbiguous, isAsked },
        naming.hashes,
      );
    };
    return [of(who.customer, true), ...who.others.map((one) => of(one, false))];
  };
  return {
    judge: (n, but) => {
      const [request, who] = [requests[n], whoAt(people, n)];
      if (request === undefined) throw new Error('no such request was read');
      const { channel, purpose, class: kind, from } = request;
      const at = momentOf(request, now);
      const permission = decidePermission(
        { channel, purpose, class: kind, from, at, now },
        { contactPoint: who.contactPoint, concerned: concernedBy(who, but), doubts: who.doubts, isStale, registers },
        policy,
      );
      return { ...permission, who, at };
    },
    add: (n, contact) => {
      added.push({ customer: whoAt(people, n).customer, place: contact.place, contact });
    },
  };
};

/** What opt-out registers say of the contact points, as far as it matters: who has said yes may stand on any. */
const lookUp = (
  tx: Pick<Transaction, 'query'>,
  { requests, people }: { requests: readonly PermissionRequest[]; people: People },
  { naming, policy }: Checking,
): Promise<KnownRegisters> => {
  const contactPoints = requests.flatMap(({ purpose, channel }, n) => {
    const { contactPoint, customer } = whoAt(people, n);
    if (contactPoint === undefined) return [];
    const consents = (customer !== undefined && people.records.get(customer)?.consents) || [];
    return decidingConsent(consents, { purpose, channel, contactPoint })?.state === 'granted' ? [] : contactPoint;
  });
  const registers = policy === undefined ? [] : [...registersAskedFor(policy.policy).keys()];
  return readListings(tx, naming.hashes, contactPoints, registers);
};

const whoAt = ({ who }: People, n: number): WhoIsAsked => {
  const one = who[n];
  if (one === undefined) throw new Error('no such request was read');
  return one;
};

/** The contact point that is judged, by every hash by which it may be known. */
const pointsOf = ({ places, contactPoint }: WhoIsAsked): [string, Identifier][] =>
  contactPoint === undefined ? [] : places.map((place) => [place, contactPoint]);

type Parts = {
  parts: readonly ContactsAndBrakes[];
  record: KnownRecord | null | undefined;
  /** The contact points that count, by their hashes. */
  at: ReadonlyMap<string, Identifier>;
  but?: string | null | undefined;
};

/** Somebody with all that is known of contacts there, each once. */
export const concernedOf = (
  { parts, record, at, but }: Parts,
  { isAmbiguous, isAsked }: { isAmbiguous: boolean; isAsked: boolean },
  hashes: NameHashes,
): Concerned => {
  const contacts = new Map(parts.flatMap((part) => part.contacts.map((one) => [one.id, one] as const)));
  if (but) contacts.delete(but);
  const profile = record ?? { ...nobody, ambiguous: isAmbiguous };
  const brakes = brakesInForce(
    parts.flatMap((part) => part.brakes),
    profile.consents,
    hashes.ofIdentifier,
  );
  return { profile, isAsked, contacts: pastContactsOf([...contacts.values()], brakes, at) };
};

const nobody = { version: 0, identifiers: [], consents: [], contactPreferences: {} };
