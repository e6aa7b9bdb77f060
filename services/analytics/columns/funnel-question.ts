import type { Label } from './row.ts';
import type { Breakdown, CustomerSet, Selection } from './selection.ts';

/** A funnel: who of those that begin in a period takes which of its steps, within a window. Times are in milliseconds. */
export type FunnelQuestion = {
  from: number;
  to: number;
  /** What happens after that is not known yet. */
  now: number;
  steps: readonly Selection[];
  /**
   * `ordered`: each step after the one before, whatever lies between; `strict`: each is the very next interaction of the customer; `any`: in any order.
   * What happens in the same millisecond is in whichever order suits. An interaction is one step at the most.
   */
  order: 'ordered' | 'strict' | 'any';
  /** `best`: any beginning that leads on counts; `first`: the first one in the period alone. */
  entry: 'best' | 'first';
  /** From the first step to any other. */
  window: number;
  /** From each step to the next one, the first of them to the second step; of an ordered or strict funnel. */
  gaps?: readonly number[] | undefined;
  /** What must not happen between a step and the next one: `after` is the place of that step; of an ordered funnel. */
  exclusions?: readonly { after: number; what: Selection }[] | undefined;
  /** All steps have the same of this label, and have one. */
  hold?: Label | undefined;
  breakdown?: Breakdown | undefined;
  /** Which step gives the group: the place of a step, or the last one that is taken. */
  attribution: number | 'last';
  /** Of all that happened, what is looked at. */
  filter?: Selection | undefined;
  people?: CustomerSet | undefined;
};

/** By the number of a customer how far each came. */
export type FunnelOutcome = {
  /** How many steps: 0 for whoever did not begin. */
  reached: Uint8Array;
  /** Whether the way on was still open at `now`: 1. */
  open: Uint8Array;
  /** Whether something that was excluded ended it, and without that it would have gone on: 1. */
  excluded: Uint8Array;
  /** Without a breakdown, empty: everybody's is 0. */
  group: Uint32Array;
  /** Milliseconds from the first step to the last one, of who took all; of who is still open, to now. */
  took: Float64Array;
};

/** For so many customers, of whom nobody has begun. */
export const nobodyBegun = (customers: number, hasGroups: boolean): FunnelOutcome => ({
  reached: new Uint8Array(customers),
  open: new Uint8Array(customers),
  excluded: new Uint8Array(customers),
  group: new Uint32Array(hasGroups ? customers : 0),
  took: new Float64Array(customers),
});
