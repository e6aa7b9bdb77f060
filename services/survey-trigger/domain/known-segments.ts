import { type SegmentCondition, unknownIn } from '@hilo/segments';

/** The segments that are defined, by name; without a condition where this release does not understand it, or cannot judge it. */
export type KnownSegments = ReadonlyMap<string, SegmentCondition | undefined>;

/** Of a customer, survey-trigger knows neither all interactions nor all answers: these are known to analytics. */
const knownFacts = ['traits'] as const;

/** What of a condition cannot be judged here: what it asks for, and where. */
export const notJudgedHere = (condition: SegmentCondition): { kind: string; path: PropertyKey[] }[] =>
  unknownIn(condition, knownFacts);
