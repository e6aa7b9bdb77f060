import type { SegmentCondition } from '@hilo/segments';

/** A segment by its condition, and when that is judged, in milliseconds since the epoch. */
export type SegmentAsked = { condition: SegmentCondition; now: number };

/** One of these values of a trait of the customer of today; null is none. */
export type TraitAsked = { name: string; values: readonly (string | null)[] };

/** By what customers have something is broken down. */
export type PeopleBreakdown = { by: 'trait'; name: string } | ({ by: 'segment' } & SegmentAsked);

/** Of which customers a question is: members of a segment, with these traits; and by what of theirs it is broken down. */
export type AboutPeople = {
  segment?: SegmentAsked | undefined;
  traits?: readonly TraitAsked[] | undefined;
  by?: readonly PeopleBreakdown[] | undefined;
};
