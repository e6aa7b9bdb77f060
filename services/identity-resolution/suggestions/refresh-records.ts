import { blockingKeys, cleanRecord, type RawRecord } from '@hilo/linkage';
import type { Transaction } from '@hilo/runtime';
import { comparableOf } from '../domain/comparable.ts';
import { composeRecord } from '../domain/compose-record.ts';
import type { Registry } from '../domain/registry.ts';
import { wordsOfNames } from '../domain/search.ts';
import { baseOf } from '../domain/state.ts';
import { hashedKey } from '../domain/suggestion.ts';
import { basesOf, readBases } from '../store/graph/customers.ts';
import { readVersions } from '../store/graph/versions.ts';
import type { Model } from '../store/suggestions/linkage-models.ts';
import { lockRecords, noteSubjects } from '../store/suggestions/linkage-queue.ts';
import { deleteRecords, findWritten, replaceRecords, type StoredRecord } from '../store/suggestions/linkage-records.ts';
import { forgetSuggestions } from '../store/suggestions/suggestions.ts';

type By = { registry: Registry; model: Model };

/**
 * Reads what is compared of the customers of these subjects, each as it is without what is linked automatically: whose is
 * another than before waits to be compared; what is kept of customers that are no more is forgotten. Gives how many that were.
 */
export const readChanged = async (
  tx: Transaction,
  { registry, model }: By,
  subjects: readonly string[],
): Promise<number> => {
  await lockRecords(tx);
  const customerOf = await basesOf(tx, subjects);
  const customers = [...new Set(customerOf.values())];
  for (const customer of customers) customerOf.set(customer, customer);
  const records = (await readComparable(tx, registry, customers)).map((one) => recordOf(model, one));
  const replaced = await thoseThatDiffer(tx, records);
  const staying = new Set(records.map(({ customer }) => customer));
  const ended = await deleteRecords(tx, [...new Set([...subjects, ...customers]).difference(staying)]);
  await replaceRecords(tx, replaced);
  await forgetSuggestions(
    tx,
    subjects.filter((id) => !customerOf.has(id)),
  );
  // Who became part of another is compared as that one.
  const toCompare = [...replaced.map(({ customer }) => customer), ...ended.flatMap((id) => customerOf.get(id) ?? [])];
  await noteSubjects(tx, 'compare', [...new Set(toCompare)]);
  return replaced.length + ended.length;
};

type Comparable = { raw: RawRecord; version: number };

/** What is written of each of these who can be compared: who is one person, and has a name to be known by. */
const readComparable = async (
  tx: Transaction,
  registry: Registry,
  customers: readonly string[],
): Promise<Comparable[]> => {
  const nodes = Map.groupBy(await readBases(tx, customers), baseOf);
  const versions = await readVersions(tx, customers);
  return [...nodes].flatMap(([customer, members]) => {
    if (members.some(({ shared }) => shared)) return [];
    const raw = comparableOf(registry, composeRecord(registry, customer, members, []));
    const { givenName, familyName, fullName } = raw.fields;
    return givenName || familyName || fullName ? [{ raw, version: versions.get(customer)?.version ?? 0 }] : [];
  });
};

const recordOf = ({ version: model, content }: Model, { raw, version }: Comparable): StoredRecord => {
  const { id: customer, ...written } = raw;
  const cleaned = cleanRecord(content.habits, raw);
  const keys = blockingKeys(cleaned).map(hashedKey);
  return {
    customer,
    version,
    model,
    fields: JSON.stringify(written),
    cleaned: JSON.stringify(cleaned),
    keys,
    words: wordsOfNames(raw.fields),
  };
};

const thoseThatDiffer = async (tx: Transaction, records: readonly StoredRecord[]): Promise<StoredRecord[]> => {
  const before = await findWritten(
    tx,
    records.map(({ customer }) => customer),
  );
  return records.filter(({ customer, fields, model }) => {
    const written = before.get(customer);
    return written?.fields !== fields || written.model !== model;
  });
};
