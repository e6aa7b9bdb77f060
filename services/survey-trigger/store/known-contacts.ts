import { Channel, ContactClass } from '@hilo/contracts';
import { statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
import { Brake } from '../domain/contact.ts';
import type { LearntBrake, LedgerContact } from '../domain/past-contacts.ts';
import { anyPurpose } from '../domain/voices.ts';
import { isStanding } from './contacts.ts';

/** A contact of the ledger, once, whoever it is found by. */
export type KnownContact = LedgerContact & { id: string };
export type ContactsAndBrakes = { contacts: readonly KnownContact[]; brakes: readonly LearntBrake[] };

/** What is known of contacts with customers, and at contact points, whoever had these. */
export type KnownContacts = { ofCustomer(customer: string): ContactsAndBrakes; at(place: string): ContactsAndBrakes };

/** No cap counts more, and what was learnt is said by the latest. */
const [mostContacts, mostBrakes] = [1000, 200];

const contact = 'c.id, c.place, c.at, c.channel, c.class, c.weight, c.outcome, c.expires_at, c.purpose';
const counted = `c.direction = 'outbound' AND c.at > (SELECT to_timestamp($3)) AND ${isStanding('c', '(SELECT to_timestamp($4))')}
  ORDER BY c.at DESC LIMIT ${mostContacts}`;
const noContact =
  'NULL::uuid AS id, b.place, b.at, NULL AS channel, NULL AS class, NULL::real AS weight, NULL AS outcome, NULL::timestamptz AS expires_at';
const purposeOfFact = `f.told->>'purpose' AS purpose`;
const learnt = `f.brake IS NOT NULL AND NOT f.withdrawn ORDER BY f.at DESC LIMIT ${mostBrakes}`;

// Given as JSON, and moments as questions, so that one plan is kept: see people.ts.
/** In SQL: all contacts, and all that was learnt, of the customers of $1 and at the places of $2, since $3 and as of $4. */
export const knownContacts = `WITH customer AS MATERIALIZED (SELECT DISTINCT id::uuid AS id FROM jsonb_array_elements_text($1::jsonb) AS u (id)),
              point AS MATERIALIZED (SELECT DISTINCT place FROM jsonb_array_elements_text($2::jsonb) AS p (place))
         SELECT u.id::text AS "of", c.*, NULL AS brake FROM customer u CROSS JOIN LATERAL (
           SELECT ${contact} FROM claims k JOIN contacts c ON c.subject = k.subject WHERE k.customer = u.id AND ${counted}) AS c
         UNION ALL SELECT p.place, c.*, NULL FROM point p CROSS JOIN LATERAL (
           SELECT ${contact} FROM contacts c WHERE c.place = p.place AND ${counted}) AS c
         UNION ALL SELECT u.id::text, ${noContact}, b.purpose, b.brake FROM customer u CROSS JOIN LATERAL (
           SELECT f.place, f.at, f.brake, ${purposeOfFact} FROM claims k JOIN contact_facts f ON f.subject = k.subject
            WHERE k.customer = u.id AND ${learnt}) AS b
         UNION ALL SELECT p.place, ${noContact}, b.purpose, b.brake FROM point p CROSS JOIN LATERAL (
           SELECT f.place, f.at, f.brake, ${purposeOfFact} FROM contact_facts f WHERE f.place = p.place AND ${learnt}) AS b
         UNION ALL SELECT b.place, ${noContact}, '${anyPurpose}', b.mark FROM contact_marks b
          WHERE b.place IN (SELECT place FROM point) AND b.mark <> 'erased'`;
const knownContactsSql = statement({ name: 'known-contacts', text: knownContacts });

const Row = z.object({
  of: z.string(),
  id: z.string().nullable(),
  place: z.string(),
  at: z.date().transform((at) => at.getTime()),
  channel: Channel.nullable().catch('other'),
  class: ContactClass.nullable().catch(null),
  weight: z.number().nullable(),
  outcome: z.string().nullable(),
  expires_at: z.date().nullable(),
  purpose: z.string().nullable(),
  brake: Brake.nullable(),
});

type Wanted = { customers: readonly string[]; places: readonly string[]; since: number; now: number };

/** All contacts since then with these customers, or at these contact points, that count now; and all that was learnt from any. */
export const findKnownContacts = async (tx: Pick<Transaction, 'query'>, wanted: Wanted): Promise<KnownContacts> => {
  const { rows } = await tx.query(knownContactsSql(givenOfKnown(wanted)));
  return readKnownRows(rows).known;
};

export const givenOfKnown = ({ customers, places, since, now }: Wanted): unknown[] => [
  JSON.stringify(customers),
  JSON.stringify(places),
  since / 1000,
  now / 1000,
];

/** What the rows say, and those of them that are of something else. */
export const readKnownRows = (rows: readonly unknown[], isOther?: RegExp) => {
  const read = z.array(Row).parse(rows);
  const byKey = Map.groupBy(read, ({ of }) => of);
  const of = (key: string): ContactsAndBrakes => {
    const own = byKey.get(key) ?? [];
    return { contacts: own.flatMap(contactOf), brakes: own.flatMap(brakeOf) };
  };
  const known: KnownContacts = { ofCustomer: of, at: of };
  return { known, others: isOther === undefined ? [] : read.filter((row) => isOther.test(row.of)) };
};

const contactOf = ({
  id,
  place,
  at,
  channel,
  class: kind,
  purpose,
  weight,
  outcome,
  expires_at,
}: z.infer<typeof Row>) =>
  id === null
    ? []
    : {
        id,
        place,
        at,
        channel: channel ?? 'other',
        class: kind ?? undefined,
        purpose,
        weight: weight ?? 1,
        isAnswered: outcome === 'completed',
        expiresAt: expires_at?.getTime(),
      };

const brakeOf = ({ brake, place, at, purpose }: z.infer<typeof Row>) =>
  brake === null ? [] : { brake, place, at, purpose };
