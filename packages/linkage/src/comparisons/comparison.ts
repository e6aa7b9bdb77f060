import type { LinkageRecord } from '../record.ts';

/** A part of a comparison: its grades from the best on, and how often each is expected between records of one person. */
export type ComparisonPart = {
  name: string;
  grades: readonly string[];
  expected: readonly number[];
  /** The same between people of one household, where that is neither as of one person nor as of strangers. */
  ofRelatives?: readonly number[];
};

/** What two records have in common in a part: the value, and the table that knows how frequent it is. */
export type Term = { table: string; value: string; inFamily?: boolean };

/** For each part the index of its grade, or `missing`. */
export type Grades = readonly number[];

export const missing = -1;

/**
 * What is compared as a whole, since its parts move together: counted apart, they would be believed twice. The grades and
 * terms are symmetric in the two records.
 */
export type Comparison = {
  name: string;
  parts: readonly ComparisonPart[];
  /** Whether people change all of it at once, as an address by moving. */
  moves: boolean;
  /** The share of two people of one household who agree as one person does, over all or for each part; others as strangers do. */
  related: number | readonly number[];
  grade(a: LinkageRecord, b: LinkageRecord): Grades;
  /** What they agree on, where the frequency of the value says how much that means. */
  agreed(a: LinkageRecord, b: LinkageRecord, grades: Grades): readonly Term[];
};

/** A part with its grades and expectations side by side. */
export const part = (name: string, grades: Readonly<Record<string, number>>): ComparisonPart => ({
  name,
  grades: Object.keys(grades),
  expected: Object.values(grades),
});

/** The combination of grades as one number: each part is a digit, with 0 for what is missing. */
export const cellOf = (parts: readonly ComparisonPart[], grades: Grades): number =>
  parts.reduce((cell, { grades: names }, at) => cell * (names.length + 1) + (grades[at] ?? missing) + 1, 0);

/** The grades of a combination; the reverse of `cellOf`. */
export const gradesOf = (parts: readonly ComparisonPart[], cell: number): number[] => {
  let rest = cell;
  return parts
    .toReversed()
    .map(({ grades }) => {
      const digit = rest % (grades.length + 1);
      rest = Math.floor(rest / (grades.length + 1));
      return digit - 1;
    })
    .reverse();
};
