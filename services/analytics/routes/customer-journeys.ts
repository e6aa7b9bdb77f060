import { CustomerId, Problem, Timestamp } from '@hilo/contracts';
import {
  allow,
  cursorOf,
  findCustomer,
  keyText,
  keyTime,
  pageLimit,
  pageOf,
  problems,
  unknownCustomer,
} from '@hilo/runtime';
import { z } from 'zod';
import { type JourneyRules, journeyState } from '../domain/journey.ts';
import { type CustomerJourney, readCustomerJourneys } from '../store/customer-journeys.ts';
import { auditedRead, type Route, tags } from './context.ts';

const ShownJourney = z.object({
  id: z.string(),
  name: z.string().optional(),
  start: Timestamp,
  last: Timestamp.describe('Its latest step, also after its end.'),
  steps: z.int(),
  stages: z.array(z.string()).describe('In which it was, each time that it came into one.'),
  end: z
    .object({ at: Timestamp, by: z.enum(['stage', 'silence']) })
    .optional()
    .describe(
      'Absent while it is under way. stage: HILO_JOURNEY_ENDS; silence: nothing for HILO_JOURNEY_SILENCE_DAYS.',
    ),
  outcome: z
    .string()
    .optional()
    .describe('How its last step that says so ended; else completed by a stage that ends it, abandoned by silence.'),
});

const cursorInJourneys = cursorOf('customer-journeys', z.tuple([keyTime, keyText]));

/** `GET /v1/customers/{id}/journeys`: where each experience of a customer began and ended. */
export const customerJourneysRoute: Route = (app, { pool, authenticate, tellReads, journeyRules, now }) =>
  app.get(
    '/v1/customers/:id/journeys',
    {
      onRequest: allow(authenticate, 'analytics:read'),
      schema: {
        summary: 'The journeys of a customer, the latest begun first: start, stages, end and outcome',
        description: auditedRead,
        tags,
        params: z.object({ id: CustomerId }),
        querystring: z.object({ limit: pageLimit, cursor: cursorInJourneys.parameter }),
        response: {
          200: z.object({ customer: CustomerId, journeys: z.array(ShownJourney), nextCursor: z.string().optional() }),
          ...problems,
          404: Problem,
        },
      },
    },
    async (request) => {
      const { limit, cursor: after } = request.query;
      const customer = await findCustomer(pool, request.params.id);
      if (customer === undefined) throw unknownCustomer();
      await tellReads(request, [customer]);
      const rows = await readCustomerJourneys(pool, { customer, after, limit: limit + 1 });
      const { page, next } = pageOf(rows, limit, ({ start, id }) => cursorInJourneys.encode([start.toISOString(), id]));
      return { customer, journeys: page.map((one) => shownJourney(one, journeyRules, now())), ...next };
    },
  );

const shownJourney = (
  { id, name, steps }: CustomerJourney,
  rules: JourneyRules,
  now: number,
): z.infer<typeof ShownJourney> => {
  const { start, last, end, outcome, stages } = journeyState(name ?? '', steps, rules, now);
  return {
    id,
    ...(name !== null && { name }),
    start: timeOf(start),
    last: timeOf(last),
    steps: steps.length,
    stages,
    ...(end && { end: { ...end, at: timeOf(end.at) } }),
    ...(outcome !== undefined && { outcome }),
  };
};

const timeOf = (at: number): string => new Date(at).toISOString();
