import { generationNow, locks, statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
import { Brake, type ContactFact, Teller, ToldContact } from '../domain/contact.ts';
import { keyOfFact } from '../domain/contact-ledger.ts';

/** A fact as it is stored, with the row of the ledger in which it stood last. */
export type StoredContactFact = ContactFact & { contact: string | null };

export const StoredContact = z
  .object({
    teller: Teller,
    source: z.string(),
    id: z.string(),
    version: z.int(),
    place: z.string(),
    at: z.date().transform((at) => at.getTime()),
    originSource: z.string().nullable(),
    originId: z.string().nullable(),
    reservation: z.string().nullable(),
    subject: z.string().nullable(),
    brake: Brake.nullable(),
    withdrawn: z.boolean(),
    told: ToldContact,
    contact: z.string().nullable(),
  })
  .transform(({ originSource, originId, reservation, subject, brake, ...row }): StoredContactFact => {
    const origin = originSource === null || originId === null ? undefined : { source: originSource, id: originId };
    return {
      ...row,
      origin,
      reservation: reservation ?? undefined,
      subject: subject ?? undefined,
      brake: brake ?? undefined,
    };
  });

export const columnsOfFacts = `f.teller, f.source, f.id, f.version, f.place, f.at, f.origin_source AS "originSource", f.origin_id AS "originId",
  f.reservation, f.subject, f.brake, f.withdrawn, f.told, f.contact`;

/** Of so many locks a transaction takes each at the most once: Postgres has room for some thousands in all. */
const mostLocks = 1024;

/** In SQL: which lock is that of this place, or link. */
export const partOfLedger = (name: string): string =>
  `(hashtext(current_schema() || ${name}) & 2147483647) % ${mostLocks}`;

const lockLedgerSql = statement({
  name: 'lock-ledger-of-contacts',
  text: `SELECT pg_advisory_xact_lock($1, part) FROM (
           SELECT DISTINCT ${partOfLedger('p')} AS part FROM unnest($2::text[]) AS p
            ORDER BY 1) AS parts`,
});

/**
 * Until the end of the transaction nobody else changes the ledger where one of these is concerned: contact points, and what links facts.
 * Before the facts are read, and all at once, in one order.
 */
export const lockLedger = async (tx: Transaction, concerned: readonly string[]): Promise<void> => {
  if (concerned.length > 0) await tx.query(lockLedgerSql([locks.notingContacts, concerned]));
};

const holdLedgerSql = statement({
  name: 'hold-ledger-of-contacts',
  text: `SELECT pg_advisory_xact_lock_shared($1, part) FROM (
           SELECT DISTINCT ${partOfLedger('p')} AS part FROM unnest($2::text[]) AS p
            ORDER BY 1) AS parts`,
});

/** The same for who only reads: several do so at once, and whoever notes something there waits for all of them. */
export const holdLedger = async (tx: Transaction, concerned: readonly string[]): Promise<void> => {
  if (concerned.length > 0) await tx.query(holdLedgerSql([locks.notingContacts, concerned]));
};

export type FactKey = Pick<ContactFact, 'teller' | 'source' | 'id'>;

/** Where and when a contact was, and in which row of the ledger it stands. */
export type Placed = { place: string; at: number; contact?: string | null };

const keysOf = (keys: readonly FactKey[]): string[][] => [
  keys.map(({ teller }) => teller),
  keys.map(({ source }) => source),
  keys.map(({ id }) => id),
];

const names =
  'teller, source, id, version, place, at, origin_source, origin_id, reservation, subject, brake, withdrawn, told, digest, contact';
const given = `unnest($1::text[], $2::text[], $3::text[], $4::integer[], $5::text[], $6::timestamptz[], $7::text[], $8::text[],
  $9::uuid[], $10::uuid[], $11::text[], $12::boolean[], $13::jsonb[], $14::text[], $15::uuid[]) AS n (${names})`;

const insertFactsSql = statement({
  name: 'insert-contact-facts',
  text: `INSERT INTO contact_facts (${names}, rebuilt)
         SELECT n.*, ${generationNow} FROM ${given} ORDER BY n.teller, n.source, n.id
         ON CONFLICT (teller, source, id) DO NOTHING RETURNING teller, source, id`,
});

const lockFactsSql = statement({
  name: 'lock-contact-facts',
  text: `SELECT f.teller, f.source, f.id, f.place, f.at, f.contact FROM contact_facts f
          WHERE (f.teller, f.source, f.id) IN (SELECT * FROM unnest($1::text[], $2::text[], $3::text[]))
          ORDER BY f.teller, f.source, f.id FOR UPDATE`,
});

const updateFactsSql = statement({
  name: 'update-contact-facts',
  text: `UPDATE contact_facts f
            SET version = n.version, place = n.place, at = n.at, origin_source = n.origin_source, origin_id = n.origin_id,
                reservation = n.reservation, subject = n.subject, brake = n.brake, withdrawn = n.withdrawn, told = n.told,
                rebuilt = ${generationNow}
           FROM ${given}
          WHERE f.teller = n.teller AND f.source = n.source AND f.id = n.id
            AND (f.version < n.version OR f.rebuilt < ${generationNow} AND (SELECT active FROM rebuilds))
         RETURNING f.teller, f.source, f.id`,
});

/** By the keys of facts: the digest of what was asked, and of those that are news, the row of the ledger in which they stand. */
type KnownOfFacts = { digests?: ReadonlyMap<string, string> | undefined; rows?: ReadonlyMap<string, string> };

/**
 * Keeps these facts, each at its latest version. Gives the keys of those that are news, and where these were before. Whoever keeps another
 * version of one at the same time waits, so that it is known where that was.
 */
export const saveFacts = async (
  tx: Transaction,
  facts: readonly ContactFact[],
  known: KnownOfFacts = {},
): Promise<{ news: Set<string>; before: Placed[] }> => {
  const inserted = await tx.query<FactKey>(insertFactsSql(valuesOf(facts, known)));
  const news = new Set(inserted.rows.map(keyOfFact));
  const others = facts.filter((fact) => !news.has(keyOfFact(fact)));
  if (others.length === 0) return { news, before: [] };
  const held = await tx.query<FactKey & { place: string; at: Date; contact: string | null }>(
    lockFactsSql(keysOf(others)),
  );
  const updated = await tx.query<FactKey>(updateFactsSql(valuesOf(others, known)));
  for (const key of updated.rows) news.add(keyOfFact(key));
  const before = held.rows.filter((row) => news.has(keyOfFact(row)));
  return { news, before: before.map(({ place, at, contact }) => ({ place, at: at.getTime(), contact })) };
};

const valuesOf = (facts: readonly ContactFact[], { digests, rows }: KnownOfFacts): unknown[] => {
  const column = <Value>(pick: (one: ContactFact) => Value): Value[] => facts.map(pick);
  return [
    ...keysOf(facts),
    column(({ version }) => version),
    column(({ place }) => place),
    column(({ at }) => new Date(at).toISOString()),
    column(({ origin }) => origin?.source ?? null),
    column(({ origin }) => origin?.id ?? null),
    column(({ reservation }) => reservation ?? null),
    column(({ subject }) => subject ?? null),
    column(({ brake }) => brake ?? null),
    column(({ withdrawn }) => withdrawn),
    column(({ told }) => JSON.stringify(told)),
    column((fact) => digests?.get(keyOfFact(fact)) ?? null),
    column((fact) => rows?.get(keyOfFact(fact)) ?? null),
  ];
};

/** A stretch of time at one contact point, in milliseconds since the epoch. */
export type Span = { place: string; from: number; to: number };

const readFactsSql = statement({
  name: 'read-contact-facts',
  text: `SELECT ${columnsOfFacts} FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) AS s (place, since, until)
           JOIN contact_facts f ON f.place = s.place AND f.at BETWEEN s.since AND s.until
          UNION SELECT ${columnsOfFacts} FROM contact_facts f
          WHERE (f.origin_source, f.origin_id) IN (SELECT * FROM unnest($4::text[], $5::text[])) AND f.origin_id IS NOT NULL
          UNION SELECT ${columnsOfFacts} FROM contact_facts f WHERE f.reservation = ANY ($6::uuid[])
          UNION SELECT ${columnsOfFacts} FROM contact_facts f WHERE f.contact = ANY ($7::uuid[])`,
});

/** Of which facts the ledger is brought up to date: in these stretches of time, linked to one of these, or in one of these rows. */
type WantedFacts = { spans: readonly Span[]; linkedTo: readonly ContactFact[]; rows: readonly string[] };

export const readFacts = async (
  tx: Transaction,
  { spans, linkedTo, rows: contacts }: WantedFacts,
): Promise<StoredContactFact[]> => {
  const origins = linkedTo.flatMap(({ origin }) => origin ?? []);
  const { rows } = await tx.query(
    readFactsSql([
      spans.map(({ place }) => place),
      spans.map(({ from }) => new Date(from).toISOString()),
      spans.map(({ to }) => new Date(to).toISOString()),
      origins.map(({ source }) => source),
      origins.map(({ id }) => id),
      linkedTo.flatMap(({ reservation }) => reservation ?? []),
      contacts,
    ]),
  );
  return z.array(StoredContact).parse(rows);
};

const findReportsSql = statement({
  name: 'find-contact-reports',
  text: `SELECT f.id, f.digest FROM contact_facts f WHERE f.teller = 'report' AND f.source = $1 AND f.id = ANY ($2::text[])`,
});

/** What is known of the reports with these ids of one source: the digest of each. */
export const findReports = async (
  tx: Transaction,
  source: string,
  ids: readonly string[],
): Promise<Map<string, string | null>> => {
  const { rows } = await tx.query<{ id: string; digest: string | null }>(findReportsSql([source, ids]));
  return new Map(rows.map(({ id, digest }) => [id, digest]));
};

const findMovedSql = statement({
  name: 'find-moved-invitations',
  text: `SELECT f.teller, f.source, f.id, i.attribution_version AS version, f.place, f.at, f.origin_source AS "originSource",
                f.origin_id AS "originId", f.reservation, i.subject, f.brake, f.withdrawn, f.told, f.contact
           FROM invitations i JOIN contact_facts f ON f.teller = 'invitation' AND f.id = i.id::text
          WHERE (i.source, i.interaction) IN (SELECT * FROM unnest($1::text[], $2::text[])) AND f.subject IS DISTINCT FROM i.subject`,
});

/** The invitations after these interactions that are somebody else's now, as facts of the ledger. */
export const findMoved = async (
  tx: Transaction,
  interactions: readonly { source: string; id: string }[],
): Promise<ContactFact[]> => {
  if (interactions.length === 0) return [];
  const { rows } = await tx.query(
    findMovedSql([interactions.map(({ source }) => source), interactions.map(({ id }) => id)]),
  );
  return z.array(StoredContact).parse(rows);
};
