import { type Columns, eachDay } from './columns.ts';
import { type CustomerSet, isMeant, isOneOf, type Selection } from './selection.ts';

/** What is looked at. Times are in milliseconds. */
export type SeenRowsQuestion = { from: number; to: number; filter: Selection; people?: CustomerSet | undefined };

/** Of what fits the filter in the period: what is of customers, and what is of nobody yet, or of several people. */
export type SeenRows = { counted: number; nobodys: number; shared: number };

export const seenRows = (columns: Columns, { from, to, filter, people }: SeenRowsQuestion): SeenRows => {
  const found: SeenRows = { counted: 0, nobodys: 0, shared: 0 };
  const isSeen = isMeant(filter);
  eachDay(columns, from, to, (rows, first, end) => {
    for (let row = first; row < end; row++) {
      if (!isSeen(rows, row)) continue;
      const customer = columns.claim[rows.subject[row] ?? 0] ?? 0;
      if (people !== undefined && !isOneOf(people, Math.max(0, customer))) continue;
      if (customer > 0) found.counted++;
      else if (customer === 0) found.nobodys++;
      else found.shared++;
    }
  });
  return found;
};
