import type { Pool } from 'pg';
import type { AboutPeople } from '../columns/about-people.ts';
import { type JourneyNumbers, journeyNumbers, type NamedBreakdown, refusedJourney } from '../columns/asked-numbers.ts';
import type { FunnelQuestion } from '../columns/funnel-question.ts';
import type { FunnelAsked } from '../domain/journey-question.ts';
import type { JourneyAsking } from './journey-answer.ts';
import { peopleAsked } from './journey-people.ts';

/** A funnel in numbers, and of which customers it is. */
export type NumberedFunnel = { funnel: FunnelQuestion; named: NamedBreakdown | undefined; about: AboutPeople };

/** Reads a funnel as the columns have it; throws a problem that names what cannot be asked. */
export const funnelQuestion = async (
  pool: Pool,
  { properties, range, asOf }: Pick<JourneyAsking, 'properties' | 'range' | 'asOf'>,
  asked: FunnelAsked,
): Promise<NumberedFunnel> => {
  const wrong = unfitting(asked);
  if (wrong !== undefined) throw refusedJourney([wrong.at], wrong.message);
  const { steps, order, entry, window, stepWindows, exclusions = [], hold, attribution, filters } = asked;
  const numbers = await journeyNumbers(pool, properties, [...steps, ...exclusions.map(({ step }) => step), filters]);
  const named = numbers.breakdownOf(asked.breakdown, ['breakdown']);
  return {
    named,
    about: await peopleAsked(pool, { asOf }, asked),
    funnel: {
      from: Date.parse(range.from),
      to: Date.parse(range.to),
      now: asOf,
      steps: steps.map((step, at) => numbers.selectionOf(step, ['steps', String(at)])),
      order,
      entry,
      window,
      gaps: stepWindows,
      exclusions: exclusionsIn(asked, numbers),
      hold: hold === undefined ? undefined : numbers.labelOf(hold, ['hold']),
      breakdown: named?.breakdown,
      attribution: attribution === 'first' ? 0 : attribution === 'last' ? 'last' : attribution - 1,
      filter: numbers.selectionOf(filters, ['filters']),
    },
  };
};

const exclusionsIn = ({ exclusions = [] }: FunnelAsked, numbers: JourneyNumbers) =>
  exclusions.map(({ after, step }, at) => ({
    after: after - 1,
    what: numbers.selectionOf(step, ['exclusions', String(at), 'step']),
  }));

const unfitting = ({ steps, order, stepWindows, exclusions = [], attribution }: FunnelAsked) => {
  if (stepWindows !== undefined && order === 'any')
    return { at: 'stepWindows', message: 'has no meaning where steps have no order' };
  if (stepWindows !== undefined && stepWindows.length !== steps.length - 1)
    return { at: 'stepWindows', message: `has one for each step but the first: ${steps.length - 1}` };
  if (exclusions.length > 0 && order !== 'ordered') return { at: 'exclusions', message: 'is for order ordered only' };
  if (exclusions.some(({ after }) => after >= steps.length))
    return { at: 'exclusions', message: 'names a step after which none comes' };
  if (typeof attribution === 'number' && attribution > steps.length)
    return { at: 'attribution', message: 'names a step that is not there' };
  return undefined;
};
