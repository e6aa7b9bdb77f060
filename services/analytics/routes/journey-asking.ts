import { CustomerId } from '@hilo/contracts';
import { cursorOf, pageLimit, pageOf } from '@hilo/runtime';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { refusedJourney } from '../columns/asked-numbers.ts';
import { rangeIn } from '../domain/period.ts';
import { type Filters, GroupBy } from '../domain/question.ts';
import type { JourneyAsking } from '../journeys/journey-answer.ts';
import { readCustomerIds } from '../store/journey-numbers.ts';
import { isKnownTimeZone } from '../store/time-zones.ts';
import { type Context, refusePersonal } from './context.ts';
import { csvTable, sendCsv } from './table.ts';

/** In which shape the answer comes. */
export const inWhichFormat = z.object({
  explain: z
    .enum(['true', 'false'])
    .optional()
    .describe('true: says what was looked at, and what was left out, with how many and why.'),
  format: z.enum(['json', 'csv']).optional().describe('csv, as does Accept: text/csv, for a table.'),
});

type Ranged = { from?: string | undefined; to?: string | undefined; timeZone?: string | undefined };

type OfPeople = { breakdown?: string | undefined; filters: Pick<Filters, 'traits'> };

/** What of the question may say who somebody is: the properties of journeys were declared to be for figures. */
const traitsIn = ({ breakdown = '', filters: { traits } }: OfPeople) => ({
  groupBy: breakdown.startsWith('traits.') ? [GroupBy.parse(breakdown)] : [],
  filters: { traits },
});

/** The instants, the zone, and as of when a question is answered; throws where who asks may not ask it. */
export const journeyAskingOf = async (
  request: Parameters<typeof refusePersonal>[0],
  context: Context,
  asked: Ranged & OfPeople,
): Promise<JourneyAsking> => {
  const { pool, askColumns, properties, timeZone, asOf } = context;
  refusePersonal(request, traitsIn(asked), context);
  const zone = asked.timeZone ?? timeZone;
  if (zone !== timeZone && !(await isKnownTimeZone(pool, zone)))
    throw refusedJourney(['timeZone'], `${zone} is no time zone that the database knows`);
  const now = asOf();
  const range = rangeIn(asked, zone, now);
  if ('path' in range) throw refusedJourney(range.path, range.message);
  return { ask: askColumns, properties, range, timeZone: zone, asOf: now };
};

const cursorInCustomers = cursorOf('journey-customers', z.tuple([z.int().min(0)]));

/** Which page of a list of customers is asked for. */
export const customersPage = { limit: pageLimit, cursor: cursorInCustomers.parameter };

/** The customers behind a figure: as many in all its pages as the figure says. */
export const CustomersBehind = z.object({ customers: z.array(CustomerId), nextCursor: z.string().optional() });

/** A page of the customers that `list` gives by their numbers. */
export const customersBehind = async (
  { pool }: Pick<Context, 'pool'>,
  { limit, cursor }: { limit: number; cursor?: readonly [number] | undefined },
  list: (page: { after: number; limit: number }) => Promise<number[]>,
): Promise<z.infer<typeof CustomersBehind>> => {
  const numbers = await list({ after: cursor?.[0] ?? 0, limit: limit + 1 });
  const { page, next } = pageOf(numbers, limit, (last) => cursorInCustomers.encode([last]));
  return { customers: await readCustomerIds(pool, page), ...next };
};

type Value = string | number | boolean | null | undefined;

/** An answer as a table: each row with the instants, the zone, and as of when. */
export const sendTable = (
  reply: FastifyReply,
  answer: { metric: string; from: string; to: string; timeZone: string; asOf: string; rebuilding?: true | undefined },
  rows: readonly Readonly<Record<string, Value>>[],
): FastifyReply => {
  const { metric, from, to, timeZone, asOf, rebuilding } = answer;
  const about: Record<string, Value> = {
    from,
    to,
    time_zone: timeZone,
    as_of: asOf,
    ...(rebuilding && { rebuilding }),
  };
  const columns = [...new Set([...Object.keys(about), ...rows.flatMap((row) => Object.keys(row))])];
  const lines = rows.map((row) => {
    const all = { ...about, ...row };
    return columns.map((name) => all[name]);
  });
  return sendCsv(reply, metric, csvTable(columns, lines));
};
