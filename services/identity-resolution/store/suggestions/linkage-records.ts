import { LinkageRecord } from '@hilo/linkage';
import { statement, type Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { deleteNames, insertNames } from './search-names.ts';

/** What is compared of a customer: as it is written, and cleaned by the habits of this model. */
export type StoredRecord = {
  customer: string;
  version: number;
  model: number;
  fields: string;
  cleaned: string;
  /** Hashes of its blocking keys. */
  keys: readonly string[];
  /** Of its names, by which it is searched. */
  words: readonly string[];
};

/** A key that more customers share is not followed. */
const mostPerKey = 100;
/** Each is compared with so many at most: those with whom it shares most, rare keys counting for more. */
const mostCandidates = 50;

const findWrittenSql = statement(
  'SELECT customer, model, fields FROM linkage_records WHERE customer = ANY ($1::uuid[])',
);

export const findWritten = async (
  tx: Transaction,
  customers: readonly string[],
): Promise<Map<string, Pick<StoredRecord, 'model' | 'fields'>>> => {
  const { rows } = await tx.query<{ customer: string; model: number; fields: string }>(findWrittenSql([customers]));
  return new Map(rows.map(({ customer, ...row }) => [customer, row]));
};

const insertLinkageRecordsSql = statement(`
  INSERT INTO linkage_records (customer, version, model, fields, cleaned, keys, searchable)
  SELECT customer, version, model, fields, cleaned, keys::bigint[], true
    FROM unnest($1::uuid[], $2::integer[], $3::integer[], $4::text[], $5::text[], $6::text[])
         AS n (customer, version, model, fields, cleaned, keys)`);

const insertLinkageKeysSql = statement(`
  INSERT INTO linkage_keys (key, customer)
  SELECT DISTINCT unnest(keys), customer FROM linkage_records WHERE customer = ANY ($1::uuid[])`);

/** Keeps these in the place of what was kept of the same customers. */
export const replaceRecords = async (tx: Transaction, records: readonly StoredRecord[]): Promise<void> => {
  if (records.length === 0) return;
  await deleteRecords(
    tx,
    records.map(({ customer }) => customer),
  );
  await tx.query(
    insertLinkageRecordsSql([
      records.map(({ customer }) => customer),
      records.map(({ version }) => version),
      records.map(({ model }) => model),
      records.map(({ fields }) => fields),
      records.map(({ cleaned }) => cleaned),
      records.map(({ keys }) => `{${keys.join(',')}}`),
    ]),
  );
  await insertNames(tx, records);
  await tx.query(insertLinkageKeysSql([records.map(({ customer }) => customer)]));
};

const deleteLinkageKeysSql = statement(`
  DELETE FROM linkage_keys AS k
   USING (SELECT unnest(keys) AS key, customer FROM linkage_records WHERE customer = ANY ($1::uuid[])) AS old
   WHERE k.key = old.key AND k.customer = old.customer`);

const deleteLinkageRecordsSql = statement(
  'DELETE FROM linkage_records WHERE customer = ANY ($1::uuid[]) RETURNING customer',
);

/** Forgets what is compared of these. Gives those of whom something was. */
export const deleteRecords = async (tx: Transaction, customers: readonly string[]): Promise<string[]> => {
  if (customers.length === 0) return [];
  await deleteNames(tx, customers);
  await tx.query(deleteLinkageKeysSql([customers]));
  const { rows } = await tx.query<{ customer: string }>(deleteLinkageRecordsSql([customers]));
  return rows.map(({ customer }) => customer);
};

const readCleanedSql = statement('SELECT customer, cleaned FROM linkage_records WHERE customer = ANY ($1::uuid[])');

export const readCleaned = async (
  tx: Transaction,
  customers: readonly string[],
): Promise<Map<string, LinkageRecord>> => {
  const { rows } = await tx.query<{ customer: string; cleaned: string }>(readCleanedSql([customers]));
  return new Map(rows.map(({ customer, cleaned }) => [customer, LinkageRecord.parse(JSON.parse(cleaned))]));
};

/** The identifiers of a customer without what is linked automatically. */
const ofBase = `SELECT i.id FROM identifiers AS h JOIN identifiers AS i ON i.customer = h.customer
                 WHERE h.id = $1 AND coalesce(i.base, i.customer) = $1`;

const findCandidatesSql = statement({
  name: 'linkage-candidates',
  text: `(SELECT customer
            FROM (SELECT unnest(keys) AS key FROM linkage_records WHERE customer = $1) AS mine
           CROSS JOIN LATERAL (SELECT customer, count(*) OVER () AS sharing
                                 FROM (SELECT customer FROM linkage_keys WHERE key = mine.key LIMIT $2 + 1) AS few)
                   AS others
           WHERE sharing <= $2 AND customer <> $1
           GROUP BY customer ORDER BY sum(1.0 / sharing) DESC, customer LIMIT $3)
         UNION
         SELECT coalesce(theirs.base, theirs.customer)
           FROM (${ofBase}) AS mine JOIN suggestions AS s ON s.a = mine.id JOIN identifiers AS theirs ON theirs.id = s.b
          WHERE coalesce(theirs.base, theirs.customer) <> $1
         UNION
         SELECT coalesce(theirs.base, theirs.customer)
           FROM (${ofBase}) AS mine JOIN suggestions AS s ON s.b = mine.id JOIN identifiers AS theirs ON theirs.id = s.a
          WHERE coalesce(theirs.base, theirs.customer) <> $1`,
});

/** With whom a customer is to be compared: who shares keys, and the other sides of what was suggested before. */
export const findCandidates = async (tx: Transaction, customer: string): Promise<string[]> => {
  const { rows } = await tx.query<{ customer: string }>(findCandidatesSql([customer, mostPerKey, mostCandidates]));
  return rows.map((row) => row.customer);
};

const countRecordsSql = statement('SELECT count(*) FROM linkage_records');

/** How many customers can be compared. */
export const countRecords = async (pool: Pool): Promise<number> => {
  const { rows } = await pool.query<{ count: string }>(countRecordsSql());
  return Number(rows[0]?.count ?? 0);
};

const takeUnsearchableSql = statement(`
  UPDATE linkage_records SET searchable = true
   WHERE customer IN (SELECT customer FROM linkage_records WHERE NOT searchable ORDER BY customer LIMIT $1)
  RETURNING customer, fields`);

/** Some customers whose names cannot be searched yet. */
export const takeUnsearchable = async (
  tx: Transaction,
  atMost: number,
): Promise<{ customer: string; fields: Readonly<Record<string, string>> }[]> => {
  const { rows } = await tx.query<{ customer: string; fields: string }>(takeUnsearchableSql([atMost]));
  return rows.map(({ customer, fields }) => ({ customer, fields: writtenIn(fields).fields }));
};

const isAnybodyUnsearchableSql = statement('SELECT FROM linkage_records WHERE NOT searchable LIMIT 1');

export const isAnybodyUnsearchable = async (tx: Transaction): Promise<boolean> => {
  const { rowCount } = await tx.query(isAnybodyUnsearchableSql());
  return rowCount === 1;
};

/** A record as it was written, and who wrote its date of birth. */
const Written = z.object({ source: z.string().default(''), fields: z.record(z.string(), z.string()) });
type Written = z.infer<typeof Written>;

const sampleRecordsSql = statement('SELECT customer, fields FROM linkage_records ORDER BY customer LIMIT $1');

/** So many records as they were written; ids are hashes, so the first of them are a random sample. */
export const sampleRecords = async (pool: Pool, atMost: number): Promise<({ id: string } & Written)[]> => {
  const { rows } = await pool.query<{ customer: string; fields: string }>(sampleRecordsSql([atMost]));
  return rows.map(({ customer, fields }) => ({ id: customer, ...writtenIn(fields) }));
};

export const writtenIn = (text: string): Written => Written.parse(JSON.parse(text));
