import { type Columns, eachDay } from './columns.ts';
import { fetchTimes, openCustomerRows } from './customer-rows.ts';
import type { DayRows } from './day-rows.ts';
import { rowMasks } from './row-masks.ts';
import { type Breakdown, type CustomerSet, groupIn, type Selection } from './selection.ts';

/** Who has to make contact again. Times are in milliseconds. */
export type RepeatsQuestion = {
  from: number;
  to: number;
  /** What happens after that is not known yet. */
  now: number;
  /** Which interactions are contacts. */
  contact: Selection;
  /** Contacts with no longer between them are one: a call that is put through. */
  episode: number;
  /** A contact that is followed by another one no later than that is a repeated one. */
  window: number;
  breakdown?: Breakdown | undefined;
  filter?: Selection | undefined;
  people?: CustomerSet | undefined;
};

/** How many contacts there were, how many of them were repeated, and of how many it is not known yet. */
export type RepeatsCount = { n: number; repeated: number; open: number };

/** Contacts by group, and of which customers. */
export type RepeatsOutcome = {
  groups: Map<number, RepeatsCount>;
  /** By the number of a customer whether one had such a contact, in bits. */
  had: Uint8Array;
};

const hadBits: Readonly<Record<keyof RepeatsCount, number>> = { n: 1, repeated: 2, open: 4 };

/** The contacts that began in the period, and whether another one followed; the window looks beyond the period. */
export const repeatsOf = (columns: Columns, question: RepeatsQuestion): RepeatsOutcome => {
  const { from, to, now, episode, window, people, breakdown } = question;
  const { customers } = columns;
  const pick = openCustomerRows(columns, rowMasks([{ what: question.contact, bit: 1 }], question.filter), people);
  const group = groupIn(breakdown);
  const outcome: RepeatsOutcome = { groups: new Map(), had: new Uint8Array(customers) };
  const note = (customer: number, what: keyof RepeatsCount, ofGroup: number): void => {
    const count = outcome.groups.get(ofGroup) ?? { n: 0, repeated: 0, open: 0 };
    count[what]++;
    outcome.groups.set(ofGroup, count);
    outcome.had[customer] = (outcome.had[customer] ?? 0) | hadBits[what];
  };
  /** When the last interaction of the contact was that has begun last, whether that was in the period, and its group. */
  const last = new Float64Array(customers).fill(Number.NEGATIVE_INFINITY);
  const counts = new Uint8Array(customers);
  const groupOf = new Uint32Array(breakdown === undefined ? 0 : customers);
  const read = (rows: DayRows, first: number, end: number, begin: number): void => {
    const { n, row, customer: whose } = pick(rows, first, end);
    fetchTimes(last, whose, n);
    for (let place = 0; place < n; place++) {
      const customer = whose[place] ?? 0;
      const time = begin + (rows.at[row[place] ?? 0] ?? 0);
      const since = time - (last[customer] ?? 0);
      last[customer] = time;
      if (since <= episode) continue;
      if (counts[customer] === 1 && since <= window) note(customer, 'repeated', groupOf[customer] ?? 0);
      counts[customer] = time >= from && time < to ? 1 : 0;
      if (counts[customer] !== 1) continue;
      if (breakdown !== undefined) groupOf[customer] = group(rows, row[place] ?? 0, customer);
      note(customer, 'n', groupOf[customer] ?? 0);
    }
  };
  // A contact may have begun before the period, and may go on long after it.
  let [begin, until] = [from - episode, to];
  while (begin < until) {
    eachDay(columns, begin, until, read);
    begin = until;
    for (let customer = 1; customer < customers; customer++)
      if (counts[customer] === 1) until = Math.max(until, (last[customer] ?? 0) + Math.max(window, episode) + 1);
  }
  for (let customer = 1; customer < customers; customer++)
    if (counts[customer] === 1 && now - (last[customer] ?? 0) <= window) note(customer, 'open', groupOf[customer] ?? 0);
  return outcome;
};

/** The customers who had such a contact, in order of their numbers: those after one, so many of them. */
export const repeatsCustomers = (
  { had }: RepeatsOutcome,
  what: keyof RepeatsCount,
  { after, limit }: { after: number; limit: number },
): number[] => {
  const found: number[] = [];
  for (let customer = after + 1; customer < had.length && found.length < limit; customer++)
    if (((had[customer] ?? 0) & hadBits[what]) !== 0) found.push(customer);
  return found;
};
