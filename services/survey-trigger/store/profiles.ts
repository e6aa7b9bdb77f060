import { type Conflict, Consent, CustomerRecord, HeldIdentifier, type Identifier } from '@hilo/contracts';
import { type CustomerChange, generationNow, type NameHashes, statement, type Transaction } from '@hilo/runtime';
import type { Traits } from '@hilo/segments';
import { z } from 'zod';
import { brakesInForce } from '../domain/brakes-in-force.ts';
import { pastContactsOf } from '../domain/past-contacts.ts';
import { AddressTraits } from '../domain/place/address.ts';
import type { PastContact } from '../domain/policy/budget.ts';
import type { Profile } from '../domain/profile.ts';
import { lockLedger } from './contact-facts.ts';
import { findBrakes } from './contact-marks.ts';
import { placesOfRecord, saveContactPoints } from './contact-points.ts';
import { type Counting, type FoundContact, findPastContacts } from './contacts.ts';
import { wrongIn } from './wrong-in.ts';

const saveProfilesSql = statement({
  name: 'save-profiles',
  text: `INSERT INTO profiles (customer, record, rebuilt) SELECT *, ${generationNow} FROM unnest($1::uuid[], $2::jsonb[])
         ON CONFLICT (customer) DO UPDATE SET record = EXCLUDED.record, rebuilt = EXCLUDED.rebuilt`,
});

const removeProfilesSql = statement(`
  WITH points AS (DELETE FROM contact_points WHERE customer = ANY ($1::uuid[]))
  DELETE FROM profiles WHERE customer = ANY ($1::uuid[])`);

/** Keeps the records of customers that changed, and where these can be reached; forgets those that are no more. */
export const saveProfiles = async (
  tx: Transaction,
  changes: readonly CustomerChange[],
  hashes: NameHashes,
): Promise<void> => {
  const present = changes.flatMap(({ id, record }) => (record ? [{ id, record: JSON.stringify(record) }] : []));
  const gone = changes.filter(({ record }) => record === undefined).map(({ id }) => id);
  if (present.length > 0) {
    await tx.query(saveProfilesSql([present.map(({ id }) => id), present.map(({ record }) => record)]));
    const holders = changes.flatMap(({ id, record }) => (record ? { customer: id, ...record } : []));
    await saveContactPoints(tx, holders, hashes);
  }
  await removeProfiles(tx, gone);
};

/** Forgets the records of these customers, and where they can be reached; gives how many records. */
export const removeProfiles = async (tx: Transaction, customers: readonly string[]): Promise<number> =>
  customers.length === 0 ? 0 : ((await tx.query(removeProfilesSql([customers]))).rowCount ?? 0);

const Known = z.object({
  subject: z.string(),
  customer: z.string(),
  record: z
    .object({
      version: z.int(),
      updatedAt: z.string(),
      ambiguous: z.boolean(),
      identifiers: z.array(HeldIdentifier),
      consents: z.array(Consent),
      contactPreferences: CustomerRecord.shape.contactPreferences,
      conflicts: z.custom<readonly Conflict[]>(Array.isArray).optional(),
      // As they are: to look at each would cost every decision, and most need none.
      traits: z.custom<Traits>((told) => typeof told === 'object' && told !== null && !Array.isArray(told)).optional(),
    })
    .transform(({ traits, ...record }) => ({
      ...record,
      ...(traits && { traits, address: AddressTraits.parse(traits) }),
    })) satisfies z.ZodType<Profile>,
});

type KnownCustomer = z.infer<typeof Known>;
/** What is known of a customer, and of the contacts there. */
export type Customer = KnownCustomer & { contacts: readonly PastContact[] };

const lockCustomersSql = statement({
  name: 'lock-customers',
  text: `SELECT id FROM customers WHERE id IN (SELECT customer FROM claims WHERE subject = ANY ($1::uuid[]))
          ORDER BY id FOR UPDATE`,
});

const readCustomersSql = statement({
  name: 'read-customers',
  text: `SELECT k.subject, k.customer, p.record FROM claims k JOIN profiles p ON p.customer = k.customer
          WHERE k.subject = ANY ($1::uuid[]) AND k.customer = ANY ($2::uuid[])`,
});

/** As what a contact counts for whoever asks: as none, as itself, or otherwise. */
type CountedAs = (contact: FoundContact) => readonly FoundContact[];

type Locking = {
  subjects: readonly string[];
  concerned: readonly string[];
  countedAs?: ((tx: Transaction) => Promise<CountedAs>) | undefined;
} & Counting;

/**
 * Locks the customers of these subjects, so that nobody else decides about them and no consent changes meanwhile, and of the ledger their
 * contact points and what else is `concerned`. Gives what is known of each subject's, with the contacts after that moment, or why it cannot be read.
 */
export const lockCustomers = async (
  tx: Transaction,
  hashes: NameHashes,
  { subjects, concerned, countedAs, ...counting }: Locking,
): Promise<Map<string, Customer | { unreadable: string }>> => {
  const locked = await tx.query<{ id: string }>(lockCustomersSql([subjects]));
  const read = await readLockedCustomers(tx, subjects, locked.rows);
  const known = read.flatMap(({ data }) => data ?? []);
  // Whoever notes a contact there meanwhile, or a refusal, waits: what was committed is seen here, and what comes later is later.
  await lockLedger(tx, [...known.flatMap((one) => contactPlacesOf(one, hashes)), ...concerned]);
  const contacts = await findContacts(tx, hashes, known, counting, await countedAs?.(tx));
  return new Map(
    read.map(({ subject, data, error }) => [
      subject,
      data
        ? { ...data, contacts: contacts.get(data.customer) ?? [] }
        : { unreadable: `record: ${error ? wrongIn(error) : ''}` },
    ]),
  );
};

/** Waiting for the locks, a subject may have become another customer's: only who is locked counts. */
export const readLockedCustomers = async (
  tx: Transaction,
  subjects: readonly string[],
  locked: readonly { id: string }[],
) => {
  const { rows } = await tx.query<{ subject: string }>(readCustomersSql([subjects, locked.map(({ id }) => id)]));
  return rows.map((row) => ({ subject: row.subject, ...Known.safeParse(row) }));
};

/** What the ledger says of contacts with these customers, for the rules of pressure. */
const findContacts = async (
  tx: Transaction,
  hashes: NameHashes,
  known: readonly KnownCustomer[],
  counting: Counting,
  countedAs: CountedAs = (contact) => [contact],
): Promise<Map<string, PastContact[]>> => {
  const customers = [...new Map(known.map((one) => [one.customer, one])).values()];
  const reachable = customers.map((one) => ({ customer: one.customer, places: contactPlacesOf(one, hashes) }));
  const contacts = Map.groupBy(await findPastContacts(tx, reachable, counting), ({ customer }) => customer);
  const brakes = Map.groupBy(await findBrakes(tx, reachable), ({ customer }) => customer);
  return new Map(
    customers.map(({ customer, record }) => {
      const inForce = brakesInForce(brakes.get(customer) ?? [], record.consents, hashes.ofIdentifier);
      const counted = (contacts.get(customer) ?? []).flatMap(countedAs);
      return [customer, pastContactsOf(counted, inForce, contactPointsOf({ record }, hashes))];
    }),
  );
};

/** The customer's contact points, by what the ledger knows them by. */
const contactPointsOf = ({ record }: Pick<Customer, 'record'>, hashes: NameHashes): Map<string, Identifier> =>
  placesOfRecord(record, hashes);

/** The customer's contact points, as the ledger knows them. */
export const contactPlacesOf = (known: Pick<Customer, 'record'>, hashes: NameHashes): string[] => [
  ...contactPointsOf(known, hashes).keys(),
];

export const KnownRecord = Known.shape.record;
export type KnownRecord = z.infer<typeof KnownRecord>;

const findRecordsSql = statement({
  name: 'find-records',
  text: `SELECT a.id AS asked, p.record FROM unnest($1::uuid[]) AS a (id)
           JOIN profiles p ON p.customer = coalesce((SELECT c.id FROM customers c WHERE c.id = a.id AND NOT c.deleted),
                                                    (SELECT k.customer FROM claims k WHERE k.subject = a.id))`,
});

const FoundRecord = z.object({ asked: z.string(), record: KnownRecord });

/** The records of the customers with these ids, or to whom the identifiers with these derived ids belong now, by these ids. */
export const findRecords = async (
  tx: Pick<Transaction, 'query'>,
  ids: readonly string[],
): Promise<Map<string, KnownRecord>> => {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.query(findRecordsSql([ids]));
  return new Map(
    z
      .array(FoundRecord)
      .parse(rows)
      .map(({ asked, record }) => [asked, record]),
  );
};

const findErasedSql = statement('SELECT subject, until FROM erased WHERE subject = ANY ($1::uuid[])');

/** Those of these subjects that are erased, with the moment until when, in milliseconds since the epoch. */
export const findErasedCandidates = async (
  tx: Transaction,
  subjects: readonly string[],
): Promise<Map<string, number>> => {
  const { rows } = await tx.query<{ subject: string; until: Date }>(findErasedSql([subjects]));
  return new Map(rows.map(({ subject, until }) => [subject, until.getTime()]));
};
