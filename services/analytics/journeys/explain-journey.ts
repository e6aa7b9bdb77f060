import type { Pool } from 'pg';
import { journeyNumbers } from '../columns/asked-numbers.ts';
import type { JourneyFilters } from '../domain/journey-question.ts';
import type { JourneyAsking } from './journey-answer.ts';
import { peopleAsked } from './journey-people.ts';

/** What was looked at, and what was left out of it, with how many and why; nothing, unless that is asked for. */
export const explainJourney = async (
  pool: Pool,
  { ask, properties, range, asOf }: JourneyAsking,
  filters: JourneyFilters,
  explain: 'true' | 'false' | undefined,
): Promise<{ explain?: { counted: number; leftOut: { reason: string; n: number }[] } }> => {
  if (explain !== 'true') return {};
  const numbers = await journeyNumbers(pool, properties, [filters]);
  const looked = {
    from: Date.parse(range.from),
    to: Date.parse(range.to),
    filter: numbers.selectionOf(filters, ['filters']),
  };
  const { answer } = await ask<'seen-rows'>(
    { kind: 'seen-rows', looked },
    await peopleAsked(pool, { asOf }, { filters }),
  );
  const { counted, nobodys, shared } = answer;
  return {
    explain: {
      counted,
      leftOut: [
        { reason: 'of-nobody-yet', n: nobodys },
        { reason: 'shared-identifier', n: shared },
      ],
    },
  };
};
