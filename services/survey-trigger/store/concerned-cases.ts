import { statement, type Transaction } from '@hilo/runtime';
import type { Case } from '../domain/cases/case.ts';

const lockCustomersSql = statement({
  name: 'lock-customers-of-cases',
  text: `SELECT id FROM customers WHERE id IN (SELECT customer FROM claims WHERE subject = ANY ($1::uuid[])) ORDER BY id FOR UPDATE`,
});

const holdClaimsSql = statement({
  name: 'hold-claims-of-cases',
  text: `INSERT INTO claims AS c (subject, customer, updated_at) SELECT s, s, '-infinity' FROM unnest($1::uuid[]) AS s ORDER BY s
         ON CONFLICT (subject) DO UPDATE SET customer = c.customer WHERE false RETURNING subject`,
});

const letGoClaimsSql = statement({
  name: 'let-go-claims-of-cases',
  text: 'DELETE FROM claims WHERE subject = ANY ($1::uuid[])',
});

/**
 * Whose these subjects are: nobody else opens a case of one of these customers until the end of the transaction, nor do they merge.
 * A subject that nobody claims is held by a row that is gone again at once: who claims it for the first time waits for it, or is waited for.
 */
export const lockCustomersOf = async (
  tx: Transaction,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  await tx.query(lockCustomersSql([subjects]));
  const unclaimed = await tx.query<{ subject: string }>(holdClaimsSql([subjects]));
  if (unclaimed.rows.length > 0) await tx.query(letGoClaimsSql([unclaimed.rows.map(({ subject }) => subject)]));
  return claimsOfSubjects(tx, subjects);
};

const readClaimsSql = statement({
  name: 'read-claims-of-cases',
  text: 'SELECT subject, customer FROM claims WHERE subject = ANY ($1::uuid[])',
});

/** Whose these subjects are. */
export const claimsOfSubjects = async (
  tx: Transaction,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  const { rows } = await tx.query<{ subject: string; customer: string }>(readClaimsSql([subjects]));
  return new Map(rows.map(({ subject, customer }) => [subject, customer]));
};

const hearingSql = statement({
  name: 'find-hearing-cases',
  text: `SELECT c.id FROM cases c
          WHERE c.customer = ANY ($1::uuid[]) AND (c.state IN ('open', 'waiting', 'joined') OR c.resolved_at > to_timestamp($2))`,
});

/** The cases of these customers that may hear what they say: those in hand, and those that were resolved since then. */
export const findHearing = async (
  tx: Pick<Transaction, 'query'>,
  customers: readonly string[],
  resolvedSince: number,
): Promise<string[]> => {
  if (customers.length === 0) return [];
  const { rows } = await tx.query<{ id: string }>(hearingSql([customers, resolvedSince / 1000]));
  return rows.map(({ id }) => id);
};

const isHeardSql = statement({
  name: 'are-words-heard',
  text: `SELECT EXISTS (SELECT FROM cases c
           WHERE c.customer = ANY (SELECT k.customer FROM claims k WHERE k.subject = ANY ($1::uuid[]) UNION ALL SELECT * FROM unnest($2::uuid[]))
             AND (c.state = 'waiting' OR c.resolved_at > to_timestamp($3))) AS heard`,
});

/** Whether any case waits for a word of these, or may be opened again by one: mostly none does, and nobody is locked. */
export const isAnyHeard = async (
  tx: Transaction,
  subjects: readonly string[],
  customers: readonly string[],
  resolvedSince: number,
): Promise<boolean> => {
  if (subjects.length === 0) return false;
  const { rows } = await tx.query<{ heard: boolean }>(isHeardSql([subjects, customers, resolvedSince / 1000]));
  return rows[0]?.heard ?? false;
};

const ofInteractionsSql = statement({
  name: 'find-cases-of-interactions',
  text: `SELECT c.id, c.subject, c.attribution_version AS "attributionVersion", c.state, c.source, c.interaction FROM cases c
           JOIN unnest($1::text[], $2::text[]) AS i (source, interaction) ON c.source = i.source AND c.interaction = i.interaction`,
});

export type CaseOfInteraction = Pick<
  Case,
  'id' | 'subject' | 'attributionVersion' | 'state' | 'source' | 'interaction'
>;

/** The cases that were opened by these interactions. */
export const findCasesOf = async (
  tx: Transaction,
  interactions: readonly { source: string; id: string }[],
): Promise<CaseOfInteraction[]> => {
  if (interactions.length === 0) return [];
  const { rows } = await tx.query<CaseOfInteraction>(
    ofInteractionsSql([interactions.map(({ source }) => source), interactions.map(({ id }) => id)]),
  );
  return rows;
};

const togetherSql = statement({
  name: 'find-cases-together',
  text: `WITH moved AS (SELECT c.id, c.customer, c.about, c.joined_to FROM cases c WHERE c.subject = ANY ($1::uuid[])),
              now AS (SELECT k.customer FROM claims k WHERE k.subject = ANY ($1::uuid[])),
              near AS (SELECT c.id, c.joined_to FROM cases c
                        WHERE c.customer IN (SELECT customer FROM now UNION SELECT customer FROM moved)
                          AND c.state IN ('open', 'waiting', 'joined') AND EXISTS (SELECT FROM moved)),
              joined AS (SELECT c.id FROM cases c WHERE c.joined_to IN (SELECT id FROM moved))
         SELECT id FROM moved UNION SELECT joined_to FROM moved WHERE joined_to IS NOT NULL
         UNION SELECT id FROM near UNION SELECT joined_to FROM near WHERE joined_to IS NOT NULL UNION SELECT id FROM joined`,
});

/** The cases of these subjects, and all that may have to do with them: of whose the subjects were, and are, and what had joined them. */
export const findTogether = async (tx: Transaction, subjects: readonly string[]): Promise<string[]> => {
  if (subjects.length === 0) return [];
  const { rows } = await tx.query<{ id: string }>(togetherSql([subjects]));
  return rows.map(({ id }) => id);
};

const existingSql = statement({
  name: 'find-existing-cases',
  text: 'SELECT id FROM cases WHERE id = ANY ($1::uuid[])',
});

/** Those of these that are there. */
export const findExisting = async (tx: Transaction, ids: readonly string[]): Promise<ReadonlySet<string>> => {
  if (ids.length === 0) return new Set();
  const { rows } = await tx.query<{ id: string }>(existingSql([ids]));
  return new Set(rows.map(({ id }) => id));
};
