import type { Pool } from 'pg';
import type { AboutPeople, PeopleBreakdown, SegmentAsked } from '../columns/about-people.ts';
import { refusedJourney } from '../columns/asked-numbers.ts';
import type { JourneyFilters } from '../domain/journey-question.ts';
import { noValue } from '../domain/question.ts';
import { findSegment } from '../store/segments.ts';
import type { JourneyAsking } from './journey-answer.ts';

type AskedOfPeople = { filters: JourneyFilters; breakdown?: string | undefined };

/** Of which customers a question is, and by what of theirs it is broken down; throws a problem for a segment that nobody knows. */
export const peopleAsked = async (
  pool: Pool,
  { asOf }: Pick<JourneyAsking, 'asOf'>,
  { filters: { segment, traits = {} }, breakdown }: AskedOfPeople,
): Promise<AboutPeople> => ({
  segment: segment === undefined ? undefined : await segmentAsked(pool, segment, asOf, ['filters', 'segment']),
  traits: Object.entries(traits).map(([name, values]) => ({
    name,
    values: values.map((value) => (value === noValue ? null : value)),
  })),
  by: breakdown === undefined ? [] : await peopleBreakdown(pool, breakdown, asOf),
});

const peopleBreakdown = async (pool: Pool, breakdown: string, now: number): Promise<PeopleBreakdown[]> => {
  const [, namespace, name = ''] = /^(traits|segment)\.(.+)$/u.exec(breakdown) ?? [];
  if (namespace === undefined) return [];
  if (namespace === 'traits') return [{ by: 'trait', name }];
  return [{ by: 'segment', ...(await segmentAsked(pool, name, now, ['breakdown'])) }];
};

const segmentAsked = async (pool: Pool, name: string, now: number, at: readonly string[]): Promise<SegmentAsked> => {
  const condition = (await findSegment(pool, name))?.condition;
  if (condition === undefined)
    throw refusedJourney(at, `${name} is no segment that is known: GET /v1/segments has them`);
  return { condition, now };
};
