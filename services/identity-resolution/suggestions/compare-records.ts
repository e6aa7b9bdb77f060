import { setImmediate as nextTurn } from 'node:timers/promises';
import { type comparerOf, type LinkageRecord, probabilityOf } from '@hilo/linkage';
import type { Transaction } from '@hilo/runtime';
import { pairOf } from '../domain/suggestion.ts';
import { basesOf } from '../store/graph/customers.ts';
import { noteToJudge } from '../store/suggestions/automatic-links.ts';
import type { Model } from '../store/suggestions/linkage-models.ts';
import { holdRecords } from '../store/suggestions/linkage-queue.ts';
import { findCandidates, readCleaned } from '../store/suggestions/linkage-records.ts';
import { dropSuggestions, findApart, keepSuggestions, type Suggested } from '../store/suggestions/suggestions.ts';

/** Less probable pairs are not suggested. */
export const leastProbable = 0.2;

export type Comparer = { model: Model } & ReturnType<typeof comparerOf>;
export type Compared = { pairs: number; suggested: number; dropped: number };

/**
 * Compares the customers of these subjects with all who share enough with them: who is likely to be the same person is
 * suggested, unless something says that they are two; what was suggested of them and is not likely any more is dropped.
 */
export const compareChanged = async (
  tx: Transaction,
  { comparer, now }: { comparer: Comparer; now: number },
  subjects: readonly string[],
): Promise<Compared> => {
  await holdRecords(tx);
  const customers = [...new Set((await basesOf(tx, subjects)).values())];
  const found = new Map<string, Suggested>();
  let pairs = 0;
  for (const customer of customers) {
    const records = await readCleaned(tx, [customer, ...(await findCandidates(tx, customer))]);
    const self = records.get(customer);
    const others = self === undefined ? [] : [...records.values()].filter((record) => record !== self);
    pairs += others.length;
    for (const one of others.flatMap((other) => likelyPair(comparer, self, other))) found.set(one.id, one);
    // A batch of interactions, or a request, waits no longer than for one customer.
    await nextTurn();
  }
  const apart = new Set((await findApart(tx, [...found.values()])).map(({ a, b }) => pairOf(a, b).id));
  const suggested = [...found.values()].filter(({ id }) => !apart.has(id));
  await keepSuggestions(tx, suggested, now);
  const dropped = await dropSuggestions(
    tx,
    customers,
    suggested.map(({ id }) => id),
  );
  await noteToJudge(tx, customers);
  return { pairs, suggested: suggested.length, dropped };
};

const likelyPair = (
  { model, weigh, compare }: Comparer,
  self: LinkageRecord | undefined,
  other: LinkageRecord,
): Suggested[] => {
  if (self === undefined) return [];
  const pair = pairOf(self.id, other.id);
  const [one, two] = pair.a === self.id ? [self, other] : [other, self];
  if (probabilityOf(weigh(one, two)) < leastProbable) return [];
  return [{ ...pair, ...compare(one, two), model: model.version }];
};
