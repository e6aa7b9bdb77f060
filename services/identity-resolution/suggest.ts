import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Logger, type Transaction, transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { comparableOf } from './domain/comparable.ts';
import type { NodeState } from './domain/known.ts';
import { blockingKeys, cleanRecord, comparerOf, type LinkageRecord, probabilityOf } from './domain/linkage/index.ts';
import { composeRecord } from './domain/record.ts';
import type { Registry } from './domain/registry.ts';
import { hashedKey, pairOf } from './domain/suggestion.ts';
import { countComparisons } from './events.ts';
import { customersOf } from './store/customers.ts';
import { readNodes } from './store/known.ts';
import { type Model, readModel } from './store/linkage-models.ts';
import {
  holdRecords,
  isAnybodyWaiting,
  lockRecords,
  noteSubjects,
  type Step,
  takeSubjects,
} from './store/linkage-queue.ts';
import {
  deleteRecords,
  findCandidates,
  findWritten,
  readCleaned,
  replaceRecords,
  type StoredRecord,
} from './store/linkage-records.ts';
import { dropSuggestions, findApart, forgetSuggestions, keepSuggestions, type Suggested } from './store/suggestions.ts';
import { readVersions } from './store/versions.ts';

/** Less probable pairs are not suggested. */
export const leastProbable = 0.2;
const readAtOnce = 100;
const comparedAtOnce = 20;

type Dependencies = { pool: Pool; registry: Registry; logger: Pick<Logger, 'info'>; now(): number };

/** Keeps suggestions up to date with what changes. */
export const openSuggester = ({ pool, registry, logger, now }: Dependencies) => {
  let latest: Comparer | undefined;

  const modelIn = async (tx: Transaction): Promise<Comparer> => {
    const model = await readModel(tx, latest?.model);
    if (latest?.model !== model) latest = { model, ...comparerOf(model.content) };
    return latest;
  };

  /** Does some of what waits: who changed is read, then compared; who is to be read again, when nobody else waits. */
  const work = async (): Promise<boolean> => {
    if (!(await isAnybodyWaiting(pool))) return false;
    const startedAt = now();
    const changed = await transaction(pool, (tx) => readSome(tx, 'changed'));
    const compared = await transaction(pool, compareSome);
    const isIdle = changed.taken + compared.taken === 0;
    const again = isIdle ? await transaction(pool, (tx) => readSome(tx, 'again')) : changed;
    const taken = again.taken + compared.taken;
    if (taken === 0) return false;
    countComparisons(compared);
    const { taken: customers, pairs, suggested, dropped } = compared;
    const outcome = { read: again.read, customers, pairs, suggested, dropped, model: latest?.model.version };
    logger.info({ ...outcome, ms: now() - startedAt }, 'suggestions brought up to date');
    return true;
  };

  /** Reads what is compared of the customers of some subjects; whose is another than before waits to be compared. */
  const readSome = async (tx: Transaction, step: Step): Promise<{ taken: number; read: number }> => {
    const subjects = await takeSubjects(tx, step, readAtOnce);
    if (subjects.length === 0) return { taken: 0, read: 0 };
    await lockRecords(tx);
    const customerOf = await customersOf(tx, subjects);
    const customers = [...new Set(customerOf.values())];
    const { model } = await modelIn(tx);
    const written = await findWritten(tx, customers);
    const comparable = (await readComparable(tx, customers)).map((one) => recordOf(model, one));
    const same = comparable.filter(({ customer, fields }) => {
      const before = written.get(customer);
      return before?.fields === fields && before.model === model.version;
    });
    const replaced = comparable.filter((one) => !same.includes(one));
    const stay = new Set(comparable.map(({ customer }) => customer));
    const ended = await deleteRecords(
      tx,
      [...subjects, ...customers].filter((id) => !stay.has(id)),
    );
    await replaceRecords(tx, replaced);
    await forgetSuggestions(
      tx,
      subjects.filter((id) => !customerOf.has(id)),
    );
    const toCompare = [...replaced.map(({ customer }) => customer), ...ended.flatMap((id) => customerOf.get(id) ?? [])];
    await noteSubjects(tx, 'compare', [...new Set(toCompare)]);
    return { taken: subjects.length, read: replaced.length + ended.length };
  };

  /** What is written of each of these who can be compared: who is one person, and has a name to be known by. */
  const readComparable = async (tx: Transaction, customers: readonly string[]): Promise<Comparable[]> => {
    const nodes = Map.groupBy(await readNodes(tx, 'customer', customers), ({ customer }) => customer);
    const versions = await readVersions(tx, customers);
    return [...nodes].flatMap(([customer, members]) => {
      if (members.some(({ shared }) => shared)) return [];
      const raw = comparableOf(registry, composeRecord(registry, customer, members.map(partOf), []));
      const { givenName, familyName, fullName } = raw.fields;
      if (!givenName && !familyName && !fullName) return [];
      return [{ raw, version: versions.get(customer)?.version ?? 0 }];
    });
  };

  /** Compares some customers with all who share enough with them, and keeps who is likely to be the same person. */
  const compareSome = async (tx: Transaction): Promise<Compared> => {
    await holdRecords(tx);
    const subjects = await takeSubjects(tx, 'compare', comparedAtOnce);
    if (subjects.length === 0) return { taken: 0, pairs: 0, suggested: 0, dropped: 0 };
    const customers = [...new Set((await customersOf(tx, subjects)).values())];
    const found = new Map<string, Suggested>();
    let pairs = 0;
    for (const customer of customers) {
      const { self, others } = await readWithCandidates(tx, customer);
      pairs += others.length;
      for (const one of await likelyPairs(tx, self, others)) found.set(one.id, one);
      // Others have their turn: a batch and a request wait no longer than for one customer.
      await nextTurn();
    }
    const apart = new Set((await findApart(tx, [...found.values()])).map(({ a, b }) => pairOf(a, b).id));
    const suggested = [...found.values()].filter(({ id }) => !apart.has(id));
    await keepSuggestions(tx, suggested, now());
    const dropped = await dropSuggestions(
      tx,
      customers,
      suggested.map(({ id }) => id),
    );
    return { taken: subjects.length, pairs, suggested: suggested.length, dropped };
  };

  const likelyPairs = async (
    tx: Transaction,
    self: LinkageRecord | undefined,
    others: readonly LinkageRecord[],
  ): Promise<Suggested[]> => {
    const { model, weigh, compare } = await modelIn(tx);
    if (self === undefined) return [];
    return others.flatMap((other) => {
      const pair = pairOf(self.id, other.id);
      const [one, two] = pair.a === self.id ? [self, other] : [other, self];
      if (probabilityOf(weigh(one, two)) < leastProbable) return [];
      return [{ ...pair, ...compare(one, two), model: model.version }];
    });
  };

  return { work };
};

type Comparer = { model: Model } & ReturnType<typeof comparerOf>;
type Comparable = { raw: ReturnType<typeof comparableOf>; version: number };
type Compared = { taken: number; pairs: number; suggested: number; dropped: number };

const partOf = (node: NodeState) => ({ ...node, node, contactPointConsents: node.consents });

const recordOf = ({ version: model, content }: Model, { raw, version }: Comparable): StoredRecord => {
  const { id: customer, ...written } = raw;
  const cleaned = cleanRecord(content.habits, raw);
  const keys = blockingKeys(cleaned).map(hashedKey);
  return { customer, version, model, fields: JSON.stringify(written), cleaned: JSON.stringify(cleaned), keys };
};

const readWithCandidates = async (
  tx: Transaction,
  customer: string,
): Promise<{ self: LinkageRecord | undefined; others: LinkageRecord[] }> => {
  const records = await readCleaned(tx, [customer, ...(await findCandidates(tx, customer))]);
  const self = records.get(customer);
  return { self, others: [...records.values()].filter((record) => record !== self) };
};
