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

/** Whether it is about some of them alone, or broken down by what they have. */
export const isAboutPeople = ({ segment, traits = [], by = [] }: AboutPeople): boolean =>
  segment !== undefined || traits.length > 0 || by.length > 0;
