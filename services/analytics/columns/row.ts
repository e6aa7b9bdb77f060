import { hash } from 'node:crypto';

/**
 * What the columns have of one interaction. All of it is numbers: those of `steps`, `subjects` and `words`. 0 is none.
 */
export type ColumnRow = {
  /** The day in UTC, counted from 1 January 1970. */
  day: number;
  /** Milliseconds of that day. */
  at: number;
  /** 64 bits of a hash of source and id: the name of the row, and its place among those of the same instant. */
  tie: readonly [high: number, low: number];
  subject: number;
  step: number;
  /** Of each answer that counts, `scoreOf`: most have none or one. */
  scores: readonly number[];
  direction: number;
  actor: number;
  outcome: number;
  /** `journeyNumber` of the journey's id. */
  journey: number;
  words: readonly [number, number, number, number];
  /** Whether the interaction is to go, by the name alone: withdrawn, erased, superseded. Nothing else of it is read or written. */
  gone: boolean;
};

/** The columns that many rows have nothing in: each is as wide as its values are, and is nowhere if all are 0. */
export const rowLabels = ['direction', 'actor', 'outcome', 'journey', 'word1', 'word2', 'word3', 'word4'] as const;
export type Label = (typeof rowLabels)[number];

/** The name of an interaction in the columns. */
export const tieOf = (source: string, id: string): readonly [high: number, low: number] => {
  const digest = digestOf(`${source.length}:${source}${id}`);
  return [number32In(digest, 0), number32In(digest, 4)];
};

/** 32 bits for a journey, of which the journeys of one customer are told apart. */
export const journeyNumber = (id: string): number => number32In(digestOf(id), 0) || 1;

/** A character for each byte: to make a buffer of each digest takes four times as long. */
const digestOf = (text: string): string => hash('sha256', text, 'binary');

const number32In = (bytes: string, at: number): number =>
  (bytes.charCodeAt(at) |
    (bytes.charCodeAt(at + 1) << 8) |
    (bytes.charCodeAt(at + 2) << 16) |
    (bytes.charCodeAt(at + 3) << 24)) >>>
  0;

/** The scales that are scored, each with the number that its 0 has in the columns. */
const scoredScales = {
  nps: { zero: 0, least: 0, most: 10 },
  csat: { zero: 10, least: 1, most: 5 },
  ces: { zero: 20, least: 1, most: 7 },
};
export type ScoredScale = keyof typeof scoredScales;

/** The score of a row that has none. */
export const noScore = -1;

/** One number for scale and value, in a byte: NPS 0 to 10, CSAT 11 to 15, CES 21 to 27; `undefined` of what is not scored. */
export const scoreOf = (scale: string, value: number): number | undefined => {
  if (!isScored(scale) || !Number.isInteger(value)) return undefined;
  const { zero, least, most } = scoredScales[scale];
  return value >= least && value <= most ? zero + value : undefined;
};

const isScored = (scale: string): scale is ScoredScale => Object.hasOwn(scoredScales, scale);
