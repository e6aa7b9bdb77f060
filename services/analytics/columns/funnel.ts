import { type Columns, eachDay } from './columns.ts';
import { type CustomerRows, openCustomerRows } from './customer-rows.ts';
import type { DayRows } from './day-rows.ts';
import { openSets } from './funnel-any-order.ts';
import { openChains, type Tied } from './funnel-chains.ts';
import { funnelMasks } from './funnel-masks.ts';
import type { FunnelOutcome, FunnelQuestion } from './funnel-question.ts';
import { groupIn } from './selection.ts';
import { slotsOfCustomers, slotsOfHeld } from './slots.ts';

/** How far each customer came: in one pass over all that happened, in the order of time. */
export const funnelOf = (columns: Columns, question: FunnelQuestion): FunnelOutcome => {
  const outcome = passThrough(columns, question);
  const { exclusions = [] } = question;
  if (exclusions.length === 0) return outcome;
  const without = passThrough(columns, { ...question, exclusions: undefined });
  for (const [customer, reached] of outcome.reached.entries())
    outcome.excluded[customer] =
      outcome.open[customer] !== 1 && (without.reached[customer] ?? 0) > reached && reached > 0 ? 1 : 0;
  return outcome;
};

type Found = Tied & { slot: number };

const passThrough = (columns: Columns, question: FunnelQuestion): FunnelOutcome => {
  const { from, to, window, order, hold, people, breakdown } = question;
  const { customers } = columns;
  const slots = hold === undefined ? slotsOfCustomers : slotsOfHeld();
  const { fetch, take, takeTied, finish } = (order === 'any' ? openSets : openChains)(question, slots, customers);
  const pick = openCustomerRows(columns, funnelMasks(question), people);
  const groupOf = groupIn(breakdown);
  const hasGroups = breakdown !== undefined;

  /** −1 for what has nothing of what is held. */
  const slotOf = (rows: DayRows, row: number, customer: number): number => {
    if (hold === undefined) return customer;
    const held = rows[hold]?.[row] ?? 0;
    return held === 0 ? -1 : slots.of(customer, held);
  };

  /** Those of one millisecond, by slot. */
  const takeTogether = (
    rows: DayRows,
    { row, mask, customer }: CustomerRows,
    first: number,
    end: number,
    at: number,
  ) => {
    const found: Found[] = [];
    for (let place = first; place < end; place++) {
      const [which, whose] = [row[place] ?? 0, customer[place] ?? 0];
      const slot = slotOf(rows, which, whose);
      const group = hasGroups ? groupOf(rows, which, whose) : 0;
      if (slot >= 0) found.push({ slot, mask: mask[place] ?? 0, group });
    }
    for (const [slot, tied] of Map.groupBy(found, (one) => one.slot)) {
      const [only] = tied;
      if (only !== undefined && tied.length === 1) take(slot, only.mask, at, only.group);
      else takeTied(slot, tied, at);
    }
  };

  eachDay(columns, from, to + window, (rows, first, end, begin) => {
    const { at } = rows;
    const picked = pick(rows, first, end);
    const { n, row, mask, customer } = picked;
    fetch(picked);
    for (let place = 0; place < n; place++) {
      const which = row[place] ?? 0;
      const ms = at[which] ?? 0;
      if (place + 1 < n && at[row[place + 1] ?? 0] === ms) {
        let next = place + 2;
        while (next < n && at[row[next] ?? 0] === ms) next++;
        takeTogether(rows, picked, place, next, begin + ms);
        place = next - 1;
        continue;
      }
      const whose = customer[place] ?? 0;
      const slot = slotOf(rows, which, whose);
      if (slot >= 0) take(slot, mask[place] ?? 0, begin + ms, hasGroups ? groupOf(rows, which, whose) : 0);
    }
  });
  return finish();
};
