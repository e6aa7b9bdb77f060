import { type CustomerRows, fetchTimes } from './customer-rows.ts';
import { exclusionBit, stepBit } from './funnel-masks.ts';
import { type FunnelOutcome, type FunnelQuestion, nobodyBegun } from './funnel-question.ts';
import { openMatching } from './matching.ts';
import type { ChainSlots } from './slots.ts';

/** An interaction that may be a step: which, in bits, and its group. */
export type Tied = { mask: number; group: number };

/**
 * What is known of every chain of an ordered or strict funnel. Of the chains that came to a step the one that began last is kept: no other
 * leads on where it does not, since it came to the step last too.
 */
export const openChains = (question: FunnelQuestion, slots: ChainSlots, customers: number) => {
  const { from, to, now, window, gaps, entry, attribution, breakdown, exclusions = [] } = question;
  const count = question.steps.length;
  const isStrict = question.order === 'strict';
  const outcome = nobodyBegun(customers, breakdown !== undefined);
  const groupStep = attribution === 'last' ? -1 : attribution;
  const hasTimes = gaps !== undefined || exclusions.length > 0;
  const hasGroups = breakdown !== undefined;
  // By slot and step, in milliseconds since `from`, and one: 0 is none.
  let room = question.hold === undefined ? customers : 1024;
  let start = new Float64Array(room * count);
  let last = new Float64Array(hasTimes ? room * count : 0);
  let group = new Uint32Array(hasGroups ? room * count : 0);
  let begun = new Uint8Array(entry === 'first' ? room : 0);
  /** How many steps its customer took by chains of this slot, and which slots have begun any. */
  let reached = new Uint8Array(room);
  const begunSlots: number[] = [];

  const grow = (): void => {
    room *= 2;
    start = widened(start, new Float64Array(room * count));
    if (hasTimes) last = widened(last, new Float64Array(room * count));
    if (hasGroups) group = widened(group, new Uint32Array(room * count));
    if (entry === 'first') begun = widened(begun, new Uint8Array(room));
    reached = widened(reached, new Uint8Array(room));
  };

  /** When the chain began that leads to the step after this one at that time; 0 is never. */
  const leadsOn = (chain: number, step: number, time: number): number => {
    const began = start[chain] ?? 0;
    if (began === 0 || time - began > window) return 0;
    return gaps !== undefined && time - (last[chain] ?? 0) > (gaps[step] ?? 0) ? 0 : began;
  };

  const mayBegin = (slot: number, time: number): boolean =>
    time <= to - from && (entry === 'best' || begun[slot] === 0);

  const note = (slot: number, step: number, began: number, time: number, ofGroup: number): void => {
    if ((reached[slot] ?? 0) > step) return;
    if (reached[slot] === 0) begunSlots.push(slot);
    reached[slot] = step + 1;
    const customer = slots.customerOf(slot);
    if ((outcome.reached[customer] ?? 0) > step) return;
    outcome.reached[customer] = step + 1;
    if (hasGroups) outcome.group[customer] = ofGroup;
    if (step === count - 1) outcome.took[customer] = time - began;
  };

  const arrive = (slot: number, step: number, began: number, time: number, ofGroup: number): void => {
    const chain = slot * count + step;
    start[chain] = began;
    if (hasTimes) last[chain] = time;
    if (hasGroups) group[chain] = ofGroup;
    if (step === 0 && entry === 'first') begun[slot] = 1;
  };

  /** The group of a chain that comes to a step by an interaction of this group. */
  const groupAt = (slot: number, step: number, own: number): number => {
    if (!hasGroups) return 0;
    if (groupStep === step || groupStep < 0) return own;
    return step < groupStep ? 0 : (group[slot * count + step - 1] ?? 0);
  };

  /** An interaction that stands alone in its millisecond. From the last step down, so that it serves once. */
  const take = (slot: number, mask: number, at: number, ofGroup: number): void => {
    const time = at - from + 1;
    while (slot >= room) grow();
    const chain = slot * count;
    for (let step = count - 1; step >= 0; step--) {
      const isStep = (mask & stepBit(step)) !== 0;
      const began = !isStep
        ? 0
        : step > 0
          ? leadsOn(chain + step - 1, step - 1, time)
          : mayBegin(slot, time)
            ? time
            : 0;
      if (began !== 0) {
        const its = groupAt(slot, step, ofGroup);
        arrive(slot, step, began, time, its);
        note(slot, step, began, time, its);
      } else if (isStrict) start[chain + step] = 0;
    }
    if (exclusions.length > 0) exclude(slot, mask, time);
  };

  const exclude = (slot: number, mask: number, time: number): void => {
    for (let step = 0; step < count; step++) {
      const chain = slot * count + step;
      // In the millisecond of the step itself, it is not after it.
      if ((mask & exclusionBit(step)) !== 0 && (last[chain] ?? 0) < time) start[chain] = 0;
    }
  };

  /** Several of one slot in one millisecond, in whichever order suits. */
  const takeTied = (slot: number, tied: readonly Tied[], at: number): void => {
    const time = at - from + 1;
    while (slot >= room) grow();
    const chain = slot * count;
    const before = Array.from({ length: count }, (_, step) => ({
      began: step + 1 < count ? leadsOn(chain + step, step, time) : 0,
      group: group[chain + step] ?? 0,
    }));
    const mayStart = mayBegin(slot, time);
    if (isStrict) start.fill(0, chain, chain + count);
    for (let step = -1; step + 1 < count; step++) {
      const began = step >= 0 ? (before[step]?.began ?? 0) : mayStart ? time : 0;
      if (began !== 0) leadThrough(slot, { step, began, group: before[step]?.group ?? 0 }, tied, time);
    }
    if (exclusions.length > 0) for (const { mask } of tied) exclude(slot, mask, time);
  };

  const leadThrough = (
    slot: number,
    from: { step: number; began: number; group: number },
    tied: readonly Tied[],
    time: number,
  ): void => {
    const matching = openMatching(tied.map(({ mask }) => mask));
    for (let step = from.step + 1; step < count && matching.add(step); step++) {
      const groupOf = (one: number): number => tied[matching.stepOf.indexOf(one)]?.group ?? 0;
      const known =
        groupStep < 0 ? groupOf(step) : groupStep > step ? 0 : groupStep > from.step ? groupOf(groupStep) : from.group;
      const its = hasGroups ? known : 0;
      note(slot, step, from.began, time, its);
      // A strict chain that leads through must take every one of them.
      const isAtTheEnd = !isStrict || from.step < 0 || step - from.step === tied.length;
      if (isAtTheEnd && from.began >= (start[slot * count + step] ?? 0)) arrive(slot, step, from.began, time, its);
    }
  };

  /** How far everybody came, once all is seen: whose way on is still open. */
  const finish = (): FunnelOutcome => {
    const time = now - from + 1;
    for (const slot of begunSlots) {
      const customer = slots.customerOf(slot);
      if ((outcome.reached[customer] ?? 0) === count) continue;
      for (let step = 0; step + 1 < count; step++) {
        const began = leadsOn(slot * count + step, step, time);
        if (began === 0) continue;
        const known = outcome.open[customer] === 1 ? (outcome.took[customer] ?? 0) : Number.POSITIVE_INFINITY;
        outcome.open[customer] = 1;
        outcome.took[customer] = Math.min(known, time - began);
        break;
      }
    }
    return outcome;
  };
  /** Looks at what is known of these customers, so that a processor has fetched it when each is asked for alone. */
  const fetch = ({ n, customer }: CustomerRows): number =>
    question.hold === undefined ? fetchTimes(start, customer, n, count) : 0;
  return { fetch, take, takeTied, finish };
};

const widened = <Column extends { set(from: Column): void }>(from: Column, into: Column): Column => {
  into.set(from);
  return into;
};
