import { CustomerId, Problem, Timestamp } from '@hilo/contracts';
import { allow, cursorOf, HttpProblem, pageLimit, pageOf, problems } from '@hilo/runtime';
import { isMember, SegmentCondition } from '@hilo/segments';
import { z } from 'zod';
import { exampleCondition } from '../domain/segment-example.ts';
import { unknownSegment } from '../segments/publish-segment.ts';
import { readSegmentFacts } from '../store/segment-facts.ts';
import { countMembers, listMembers } from '../store/segment-members.ts';
import { findSegment } from '../store/segments.ts';
import { auditedRead, type Context, type Route, seesPeople, tags } from './context.ts';
import { SegmentName } from './segments.ts';

const Part = z.object({
  path: z.string().describe('Which part of the condition: `of[0].of[1]`.'),
  holds: z.boolean(),
  found: z.unknown().optional().describe('How many there are, or what is there; only for who may read customers.'),
});
const Example = z.object({
  customer: CustomerId,
  because: z.array(Part).describe('The parts of the condition that decide it.'),
});

const exampleCount = 10;

const dryRunSegmentRoute: Route = (app, context) =>
  app.post(
    '/v1/segments/dry-runs',
    {
      onRequest: allow(context.authenticate, 'analytics:read', 'segments:write'),
      schema: {
        summary: 'Who would be in a segment with this condition: how many, and ten of them with why',
        description: `Nothing is kept of it. ${auditedRead}`,
        tags,
        body: z.strictObject({ condition: SegmentCondition }),
        response: {
          200: z.object({
            customers: z.int(),
            of: z.int().describe('How many customers there are, without shared identifiers, which are nobody.'),
            countedAt: Timestamp,
            examples: z.array(Example),
          }),
          ...problems,
        },
      },
      config: { example: { condition: exampleCondition } },
    },
    async (request) => {
      const { condition } = request.body;
      const at = context.now();
      const { members, everybody } = await countMembers(context.pool, condition, at);
      const some = await listMembers(context.pool, condition, at, { limit: exampleCount });
      await context.tellReads(request, some);
      const examples = await examplesOf(context, { condition, at, some }, seesPeople(request));
      return { customers: members, of: everybody, countedAt: new Date(at).toISOString(), examples };
    },
  );

const examplesOf = async (
  { pool }: Context,
  { condition, at, some }: { condition: SegmentCondition; at: number; some: readonly string[] },
  isPersonalShown: boolean,
): Promise<z.infer<typeof Example>[]> =>
  (await readSegmentFacts(pool, some)).map(({ customer, ...facts }) => ({
    customer,
    because: isMember(condition, facts, at).because.map(({ path, holds, found }) => ({
      path,
      holds,
      ...(isPersonalShown && { found }),
    })),
  }));

const cursorInMembers = cursorOf('segment-members', CustomerId);

const segmentMembersRoute: Route = (app, { pool, authenticate, tellReads, now }) =>
  app.get(
    '/v1/segments/:name/customers',
    {
      onRequest: allow(authenticate, 'analytics:read', 'segments:write'),
      schema: {
        summary: 'The customers of a segment, by their ids',
        description: `As it is at the moment of each page. ${auditedRead}`,
        tags,
        params: SegmentName,
        querystring: z.object({ limit: pageLimit, cursor: cursorInMembers.parameter }),
        response: {
          200: z.object({ customers: z.array(CustomerId), at: Timestamp, nextCursor: z.string().optional() }),
          ...problems,
          404: Problem,
          409: Problem,
        },
      },
    },
    async (request) => {
      const { limit, cursor: after } = request.query;
      const segment = await findSegment(pool, request.params.name);
      if (segment === undefined) throw unknownSegment();
      if (segment.condition === undefined)
        throw new HttpProblem(409, 'Conflict', 'This release cannot read the condition of the segment.');
      const at = now();
      const found = await listMembers(pool, segment.condition, at, { after, limit: limit + 1 });
      const { page, next } = pageOf(found, limit, (last) => cursorInMembers.encode(last));
      await tellReads(request, page);
      return { customers: page, at: new Date(at).toISOString(), ...next };
    },
  );

/** Who is in a segment, that is defined or might be. */
export const segmentMemberRoutes: readonly Route[] = [dryRunSegmentRoute, segmentMembersRoute];
