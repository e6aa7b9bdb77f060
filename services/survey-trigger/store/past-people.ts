import { Channel, ContactClass, Identifier, Purpose } from '@hilo/contracts';
import { type NameHashes, statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
import type { PastPerson } from '../domain/dry-run/known-then.ts';
import type { LedgerContact } from '../domain/past-contacts.ts';
import { findBrakes } from './contact-marks.ts';
import { placesOfRecord } from './contact-points.ts';
import { reachableColumns } from './contacts.ts';
import { KnownRecord } from './profiles.ts';

const customersOfSql = statement(
  'SELECT subject, customer FROM claims WHERE subject = ANY ($1::uuid[]) ORDER BY subject',
);

/** Whose these subjects are today. */
export const findCustomersOf = async (
  tx: Transaction,
  subjects: readonly string[],
): Promise<{ subject: string; customer: string }[]> => {
  const { rows } = await tx.query<{ subject: string; customer: string }>(customersOfSql([subjects]));
  return rows;
};

const recordsSql = statement('SELECT customer, record FROM profiles WHERE customer = ANY ($1::uuid[])');

/** The records of these customers; `undefined` for those that cannot be read. */
export const readCustomerRecords = async (
  tx: Transaction,
  customers: readonly string[],
): Promise<Map<string, KnownRecord | undefined>> => {
  const { rows } = await tx.query<{ customer: string; record: unknown }>(recordsSql([customers]));
  return new Map(rows.map(({ customer, record }) => [customer, KnownRecord.safeParse(record).data]));
};

const invitationOf = `(SELECT f.id FROM contact_facts f WHERE f.contact = c.id AND f.teller = 'invitation' LIMIT 1) AS invitation`;
/** No cap counts more. */
const mostContacts = 1000;
const counted = `c.direction = 'outbound' AND c.at < $3 ORDER BY c.at DESC LIMIT ${mostContacts}`;

const contactsBeforeSql = statement({
  name: 'contacts-before',
  text: `WITH reachable AS (SELECT * FROM unnest($1::uuid[], $2::text[]) AS r (customer, place))
         SELECT r.customer, c.id, c.place, c.at, c.channel, c.class, c.purpose, c.weight, c.outcome,
                c.expires_at AS "expiresAt", ${invitationOf}
           FROM (SELECT DISTINCT customer FROM reachable) AS r CROSS JOIN LATERAL (
             (SELECT c.id FROM claims k JOIN contacts c ON c.subject = k.subject WHERE k.customer = r.customer AND ${counted})
             UNION (SELECT p.id FROM reachable n CROSS JOIN LATERAL (
                      SELECT c.id FROM contacts c WHERE c.place = n.place AND ${counted}) AS p
                     WHERE n.customer = r.customer)) AS own
           JOIN contacts c ON c.id = own.id
          ORDER BY r.customer, c.at, c.id`,
});

const time = z.date().transform((date) => date.getTime());
const channel = Channel.catch('other');
const kind = ContactClass.nullable()
  .catch(null)
  .transform((one) => one ?? undefined);

const BeforeRow = z.object({
  customer: z.string(),
  id: z.string(),
  place: z.string(),
  at: time,
  channel,
  class: kind,
  purpose: z.string().nullable(),
  weight: z.number(),
  outcome: z.string().nullable(),
  expiresAt: time.nullable(),
  invitation: z.string().nullable(),
});

/** A contact of the ledger, and the invitation that it is, if it is one. */
export type LedgerRow = z.infer<typeof BeforeRow>;

type PastWanted = {
  hashes: NameHashes;
  /** Nothing from then on. */
  before: number;
  /** What of the ledger counts as it was. */
  counts(contact: Pick<LedgerRow, 'id' | 'invitation'>): boolean;
};

/** These customers with all that is kept of contacts with them, and with whoever has one of their contact points. */
export const readPeople = async (
  tx: Transaction,
  customers: readonly string[],
  { hashes, before, counts }: PastWanted,
): Promise<Map<string, PastPerson | 'unreadable-record'>> => {
  const records = await readCustomerRecords(tx, customers);
  const readable = [...records].flatMap(([customer, profile]) =>
    profile === undefined ? [] : [{ customer, profile, contactPoints: placesOfRecord(profile, hashes) }],
  );
  const reachable = readable.map(({ customer, contactPoints }) => ({ customer, places: [...contactPoints.keys()] }));
  const { rows } = await tx.query(contactsBeforeSql([...reachableColumns(reachable), new Date(before).toISOString()]));
  const contacts = Map.groupBy(z.array(BeforeRow).parse(rows).filter(counts), ({ customer }) => customer);
  const brakes = Map.groupBy(await findBrakes(tx, reachable), ({ customer }) => customer);
  const people = new Map<string, PastPerson | 'unreadable-record'>();
  for (const customer of records.keys()) people.set(customer, 'unreadable-record');
  for (const { customer, profile, contactPoints } of readable) {
    const made = (contacts.get(customer) ?? []).map(contactOf);
    people.set(customer, { customer, profile, contactPoints, contacts: made, brakes: brakes.get(customer) ?? [] });
  }
  return people;
};

const contactOf = ({
  place,
  at,
  channel: by,
  class: kindOf,
  purpose,
  weight,
  outcome,
  expiresAt,
}: LedgerRow): LedgerContact => ({
  ...{ place, at, channel: by, class: kindOf, purpose, weight },
  isAnswered: outcome === 'completed',
  ...(expiresAt !== null && { expiresAt }),
});

const attemptsSql = statement({
  name: 'contacts-of-the-past',
  text: `SELECT * FROM (
           SELECT c.id, c.subject, c.place, c.contact_point AS "contactPoint", c.at, c.channel, c.class, c.purpose, c.weight, c.outcome,
                  c.direction, ${invitationOf}
             FROM contacts c WHERE c.id > $1 AND c.expires_at IS NULL ORDER BY c.id LIMIT $2) AS page ORDER BY id`,
});

const AttemptRow = z.object({
  id: z.string(),
  subject: z.string().nullable(),
  place: z.string(),
  contactPoint: Identifier.nullable().catch(null),
  at: time,
  channel,
  class: kind,
  purpose: Purpose.nullable().catch(null),
  weight: z.number(),
  outcome: z.string().nullable(),
  direction: z.string(),
  invitation: z.string().nullable(),
});
export type AttemptRow = z.infer<typeof AttemptRow>;

/** A page of the ledger, in an order that no contact changes; without what was only reserved. */
export const readLedgerPage = async (tx: Transaction, after: string, limit: number): Promise<AttemptRow[]> => {
  const { rows } = await tx.query(attemptsSql([after, limit]));
  return z.array(AttemptRow).parse(rows);
};

const countContactsSql = statement('SELECT count(*)::int AS contacts FROM contacts');

export const countContacts = async (tx: Transaction): Promise<number> => {
  const { rows } = await tx.query<{ contacts: number }>(countContactsSql());
  return rows[0]?.contacts ?? 0;
};
