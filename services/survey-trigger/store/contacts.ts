import { Channel, ContactClass } from '@hilo/contracts';
import { statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
import type { Contact } from '../domain/contact.ts';

const removeContactsSql = statement({
  name: 'remove-contacts',
  text: 'DELETE FROM contacts WHERE id = ANY ($1::uuid[])',
});

const insertContactsSql = statement({
  name: 'insert-contacts',
  text: `INSERT INTO contacts (id, place, subject, contact_point, at, channel, direction, purpose, class, touchpoint, reserved_at, started_at,
                               ended_at, outcome, weight, source, tellers, rule, expires_at)
         SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::jsonb[], $5::timestamptz[], $6::text[], $7::text[], $8::text[],
                              $9::text[], $10::text[], $11::timestamptz[], $12::timestamptz[], $13::timestamptz[], $14::text[],
                              $15::real[], $16::text[], $17::jsonb[], $18::text[], $19::timestamptz[])`,
});

const pointFactsSql = statement({
  name: 'point-contact-facts',
  text: `UPDATE contact_facts f SET contact = n.contact
           FROM unnest($1::text[], $2::text[], $3::text[], $4::uuid[]) AS n (teller, source, id, contact)
          WHERE f.teller = n.teller AND f.source = n.source AND f.id = n.id AND f.contact IS DISTINCT FROM n.contact`,
});

/** Adds rows of the ledger, whose facts say already in which they stand. */
export const insertContacts = async (tx: Transaction, contacts: readonly Contact[]): Promise<void> => {
  await tx.query(insertContactsSql(columnsOf(contacts)));
};

/** Rows of the ledger take the place of others, which stood for the same facts. */
export const replaceContacts = async (
  tx: Transaction,
  before: readonly string[],
  contacts: readonly Contact[],
): Promise<void> => {
  if (before.length > 0) await tx.query(removeContactsSql([before]));
  if (contacts.length === 0) return;
  await insertContacts(tx, contacts);
  const told = contacts.flatMap(({ id: contact, tellers }) => tellers.map((one) => ({ ...one, contact })));
  await tx.query(
    pointFactsSql([
      told.map(({ teller }) => teller),
      told.map(({ source }) => source),
      told.map(({ id }) => id),
      told.map(({ contact }) => contact),
    ]),
  );
};

const columnsOf = (contacts: readonly Contact[]): unknown[] => {
  const column = <Value>(pick: (one: Contact) => Value): Value[] => contacts.map(pick);
  const time = (at: number | undefined): string | null => (at === undefined ? null : new Date(at).toISOString());
  return [
    column(({ id }) => id),
    column(({ place }) => place),
    column(({ subject }) => subject ?? null),
    column(({ contactPoint }) => (contactPoint ? JSON.stringify(contactPoint) : null)),
    column(({ at }) => time(at)),
    column(({ channel }) => channel),
    column(({ direction }) => direction),
    column(({ purpose }) => purpose ?? null),
    column((one) => one.class ?? null),
    column(({ touchpoint }) => touchpoint ?? null),
    column(({ reservedAt }) => time(reservedAt)),
    column(({ startedAt }) => time(startedAt)),
    column(({ endedAt }) => time(endedAt)),
    column(({ outcome }) => outcome ?? null),
    column(({ weight }) => weight),
    column(({ source }) => source),
    column(({ tellers }) => JSON.stringify(tellers)),
    column(({ rule }) => rule),
    column(({ expiresAt }) => time(expiresAt)),
  ];
};

/** A customer, and the contact points of the customer's record, by their keyed hashes. */
export type Reachable = { customer: string; places: readonly string[] };

/** As statements take them: a customer without a contact point is at none. */
export const reachableColumns = (all: readonly Reachable[]): [customers: string[], places: string[]] => {
  const each = all.flatMap(({ customer, places }) => ['', ...places].map((place) => ({ customer, place })));
  return [each.map(({ customer }) => customer), each.map(({ place }) => place)];
};

/** No cap counts more. */
const mostContacts = 1000;
/** What was reserved and came to nothing counts no more. */
export const isStanding = (contact: string, now: string): string =>
  `(${contact}.expires_at IS NULL OR ${contact}.expires_at > ${now})`;
const counted = `c.direction = 'outbound' AND c.at > to_timestamp($4) AND ${isStanding('c', 'to_timestamp($3)')} ORDER BY c.at DESC LIMIT ${mostContacts}`;

const pastContactsSql = statement({
  name: 'past-contacts',
  text: `WITH reachable AS (SELECT * FROM unnest($1::uuid[], $2::text[]) AS r (customer, place))
         SELECT r.customer, c.id, c.place, c.at, c.channel, c.class, c.purpose, c.weight, c.outcome, c.expires_at AS "expiresAt"
           FROM (SELECT DISTINCT customer FROM reachable) AS r CROSS JOIN LATERAL (
             (SELECT c.id FROM claims k JOIN contacts c ON c.subject = k.subject WHERE k.customer = r.customer AND ${counted})
             UNION (SELECT p.id FROM reachable n CROSS JOIN LATERAL (
                      SELECT c.id FROM contacts c WHERE c.place = n.place AND ${counted}) AS p
                     WHERE n.customer = r.customer)) AS own
           JOIN contacts c ON c.id = own.id`,
});

const PastRow = z
  .object({
    customer: z.string(),
    id: z.string(),
    place: z.string(),
    at: z.date(),
    channel: Channel.catch('other'),
    class: ContactClass.nullable().catch(null),
    purpose: z.string().nullable(),
    weight: z.number(),
    outcome: z.string().nullable(),
    expiresAt: z.date().nullable(),
  })
  .transform(({ at, class: kind, outcome, expiresAt, ...row }) => ({
    ...row,
    at: at.getTime(),
    class: kind ?? undefined,
    isAnswered: outcome === 'completed',
    expiresAt: expiresAt?.getTime(),
  }));

/** What was done to reach a customer, or somebody at one of the customer's contact points, by whomever. */
export type FoundContact = z.infer<typeof PastRow>;

/** Between these moments no other counts: none until the first, and what was reserved until the second. */
export type Counting = { after?: number | undefined; now: number };

/** The contacts that count with these customers, and with whoever has one of their contact points. */
export const findPastContacts = async (
  tx: Transaction,
  all: readonly Reachable[],
  { after = Number.NEGATIVE_INFINITY, now }: Counting,
): Promise<FoundContact[]> => {
  if (all.length === 0) return [];
  const { rows } = await tx.query(pastContactsSql([...reachableColumns(all), now / 1000, after / 1000]));
  return z.array(PastRow).parse(rows);
};
