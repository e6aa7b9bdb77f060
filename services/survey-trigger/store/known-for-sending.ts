import { type NameHashes, statement, type Transaction } from '@hilo/runtime';
import { brakesInForce } from '../domain/brakes-in-force.ts';
import { ownSource } from '../domain/candidate.ts';
import { type LedgerContact, pastContactsOf } from '../domain/past-contacts.ts';
import { placesOfRecord } from './contact-points.ts';
import type { Counting } from './contacts.ts';
import type { HeldCustomer } from './held-customers.ts';
import { givenOfKnown, knownContacts, readKnownRows } from './known-contacts.ts';
import type { Customer } from './profiles.ts';

const knownForSendingSql = statement({
  name: 'known-for-sending',
  text: `${knownContacts}
         UNION ALL SELECT 'own ' || f.id, f.contact, '', f.at, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM contact_facts f
          WHERE f.teller = 'invitation' AND f.source = '${ownSource}' AND f.id = ANY ($5::text[])
         UNION ALL SELECT 'erased ' || e.subject, NULL, '', e.until, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM erased e
          WHERE e.subject = ANY ($6::uuid[])
         UNION ALL SELECT 'said ' || i.id || ' ' || s.word, NULL, '', now(), NULL, NULL, NULL, NULL, NULL, NULL, NULL
           FROM invitations i CROSS JOIN LATERAL (
             SELECT 'already-answered' AS word FROM responses r WHERE r.invitation = i.id AND r.state <> 'opened'
             UNION ALL SELECT 'interaction-withdrawn' WHERE i.circumstances @> '{"withdrawn":true}'
             UNION ALL SELECT f.ending FROM follow_ups f WHERE f.invitation = i.id AND f.ending IS NOT NULL) AS s
          WHERE i.id = ANY ($7::uuid[])`,
});

/** Which facts of the ledger are of the message that is asked about, and of those of the same invitation before it. */
export type OwnFacts = { invitation: string; own: string; earlier: readonly string[] };

export type ToKnow = { customer: HeldCustomer; facts: OwnFacts };

/**
 * What counts of the contacts with somebody who is held, which of her subjects are erased, until when, and what was said to the invitation:
 * that it is answered, that what it asks about did not happen, or a last word.
 */
export type KnownForSending = Pick<Customer, 'contacts'> & {
  erased: ReadonlyMap<string, number>;
  hasSaid(word: string): boolean;
};

/**
 * What the ledger says of contacts with each of these customers: the message's own does not count; those of the same invitation before it count
 * for every cap, and are nothing to rest after.
 */
export const findForSending = async (
  tx: Transaction,
  wanted: readonly ToKnow[],
  { hashes, after = 0, now }: Counting & { hashes: NameHashes },
): Promise<KnownForSending[]> => {
  const points = wanted.map(({ customer }) => placesOfRecord(customer.record, hashes));
  const customers = wanted.map(({ customer }) => customer.id);
  const given = givenOfKnown({ customers, places: points.flatMap((one) => [...one.keys()]), since: after, now });
  const { rows } = await tx.query(
    knownForSendingSql([
      ...given,
      wanted.flatMap(({ facts }) => [facts.own, ...facts.earlier]),
      wanted.flatMap(({ customer }) => customer.record.identifiers.map(({ subject }) => subject)),
      wanted.map(({ facts }) => facts.invitation),
    ]),
  );
  const { known, others } = readKnownRows(rows, /^(?:own|erased|said) /);
  const other = Map.groupBy(others, ({ of }) => of);
  const erased = new Map(
    others.flatMap(({ of, at }) => (of.startsWith('erased ') ? [[of.slice(7), at] as const] : [])),
  );
  return wanted.map(({ customer: { id, record }, facts: { invitation, own, earlier } }, index) => {
    const at = points[index] ?? new Map();
    const rowsOf = (ids: readonly string[]) =>
      new Set(ids.flatMap((one) => (other.get(`own ${one}`) ?? []).map((row) => row.id)));
    const [mine, before] = [rowsOf([own]), rowsOf(earlier)];
    const parts = [known.ofCustomer(id), ...[...at.keys()].map(known.at)];
    const found = new Map(parts.flatMap(({ contacts }) => contacts.map((one) => [one.id, one] as const)));
    const contacts = [...found.values()].flatMap((one): LedgerContact[] => {
      if (mine.has(one.id)) return [];
      return [before.has(one.id) ? { ...one, class: undefined } : one];
    });
    const brakes = brakesInForce(
      parts.flatMap(({ brakes }) => brakes),
      record.consents,
      hashes.ofIdentifier,
    );
    return {
      contacts: pastContactsOf(contacts, brakes, at),
      erased,
      hasSaid: (word) => other.has(`said ${invitation} ${word}`),
    };
  });
};
