import { z } from 'zod';
import type { NamedBreakdown } from '../columns/asked-numbers.ts';
import type { AboutAnswer } from '../columns/columns-question.ts';
import type { AskColumns } from '../columns/open-columns.ts';
import type { ShownGroup } from '../columns/shown-groups.ts';
import { noValue } from '../domain/question.ts';
import { Rebuilding, whileRebuilding } from '../domain/rebuilding.ts';
import { round, wilsonInterval } from '../domain/scores.ts';

/** Of what asks about journeys. */
export type JourneyAsking = {
  ask: AskColumns;
  /** The properties that the columns have, in their order. */
  properties: readonly string[];
  range: { from: string; to: string };
  timeZone: string;
  /** Up to when everything is known, in milliseconds since the epoch. */
  asOf: number;
};

const limits = { low: z.number().nullable(), high: z.number().nullable() };

/** A share in percent, with its interval of 95 %; null where there is nobody. */
export const ShareWithin = z.object({ value: z.number().nullable(), n: z.int(), ...limits });
export type ShareWithin = z.infer<typeof ShareWithin>;

export const shareWithin = (hits: number, n: number): ShareWithin => {
  if (n === 0) return { value: null, n, low: null, high: null };
  const [low, high] = wilsonInterval(hits, n);
  return { value: round((100 * hits) / n), n, low: round(100 * low), high: round(100 * high) };
};

/** What is not shown by itself. */
export const otherGroups = '(other)';

const LeftOut = z.object({ reason: z.string(), n: z.int() });
const ExplainedJourney = z.object({
  counted: z.int().describe('Interactions in the range that fit the filters and are of customers.'),
  leftOut: z.array(LeftOut).describe('Interactions that fit as well, and are in nothing of this.'),
});

/** What every answer begins with. */
export const head = {
  explain: ExplainedJourney.optional().describe('With explain=true.'),
  from: z.string().describe('The first instant that counts.'),
  to: z.string().describe('The first instant that does not count any more.'),
  timeZone: z.string(),
  asOf: z.string().describe('Up to when everything is in it that was said to Hilo.'),
  rebuilding: Rebuilding.optional(),
  unit: z.string().describe('What n counts.'),
  additive: z.boolean().describe('Whether the counts of the groups add up to that of all.'),
};

export const journeyHead = (
  { range, timeZone, asOf }: JourneyAsking,
  { rebuilding }: Pick<AboutAnswer, 'rebuilding'>,
) => ({
  ...range,
  timeZone,
  asOf: new Date(asOf).toISOString(),
  ...whileRebuilding(rebuilding),
});

/** How the groups of an answer are called. */
export const namesOfGroups = async (
  named: NamedBreakdown | undefined,
  groups: readonly ShownGroup[],
  told: ReadonlyMap<number, string>,
): Promise<(group: ShownGroup) => Record<string, string>> => {
  if (named === undefined) return () => ({});
  const names = await named.namesOf(
    groups.filter((group) => group !== 'other'),
    told,
  );
  return (group) => ({ [named.name]: group === 'other' ? otherGroups : (names.get(group) ?? noValue) });
};

/** The group that somebody names, of those that are shown. */
export const groupNamed = async (
  named: NamedBreakdown | undefined,
  groups: readonly ShownGroup[],
  told: ReadonlyMap<number, string>,
  name: string,
): Promise<ShownGroup | undefined> => {
  if (named === undefined) return undefined;
  const nameOf = await namesOfGroups(named, groups, told);
  return groups.find((group) => nameOf(group)[named.name] === name);
};
