import { DecidedBy, Problem, Timestamp, Word } from '@hilo/contracts';
import {
  allow,
  callerOf,
  cursorOf,
  doneBy,
  keyText,
  pageLimit,
  pageOf,
  problems,
  publishOutbox,
  type Transaction,
  transaction,
} from '@hilo/runtime';
import { SegmentCondition } from '@hilo/segments';
import { z } from 'zod';
import { exampleCondition } from '../domain/segment-example.ts';
import { type PublishedSegment, publishSegment, removeSegment, unknownSegment } from '../segments/publish-segment.ts';
import { versionTag } from '../segments/seen-version.ts';
import { countMembers } from '../store/segment-members.ts';
import { findSegment, listSegments, listSegmentVersions, type SegmentVersion } from '../store/segments.ts';
import { type Context, type Route, tags } from './context.ts';

export const SegmentName = z.object({ name: Word.meta({ example: 'at-risk' }) });
const Why = z.string().min(1).max(1000).describe('Why it is changed, for whoever asks in a year.');
const seenHeader = z
  .string()
  .max(1000)
  .optional()
  .describe('The version that you have seen, as its ETag says it, such as `"1"`. None for a new segment.');

const ShownVersionOfSegment = z.object({
  name: Word,
  version: z.int(),
  condition: SegmentCondition.optional().describe('Absent where it was removed, or this release cannot read it.'),
  by: DecidedBy,
  why: z.string(),
  at: Timestamp.describe('Since when it is so.'),
  removed: z.literal(true).optional().describe('From this version on, there is no such segment.'),
});
const ShownSegment = ShownVersionOfSegment.extend({
  customers: z
    .int()
    .optional()
    .describe('How many are in it at `countedAt`; absent where this release cannot read it.'),
  of: z.int().optional().describe('How many customers there are, without shared identifiers, which are nobody.'),
  countedAt: Timestamp.optional(),
});
const changed = { 412: Problem, 428: Problem };

const changeSegmentRoute: Route = (app, context) =>
  app.put(
    '/v1/segments/:name',
    {
      onRequest: allow(context.authenticate, 'segments:write'),
      schema: {
        summary: 'Define a segment of customers by a condition, or its next version',
        description:
          'A condition over traits, interactions and answers, at the moment of the question: nobody is put into a segment. It holds here from the answer on, and for programmes as soon as survey-trigger has heard of it.',
        tags,
        params: SegmentName,
        headers: z.object({
          'if-match': seenHeader,
          'if-none-match': z.literal('*').optional().meta({ description: '`*`: only if there is no such segment.' }),
        }),
        body: z.strictObject({ condition: SegmentCondition, why: Why }),
        response: { 200: ShownSegment, ...problems, ...changed },
      },
      config: { example: { condition: exampleCondition, why: 'Who has called again and again, and is unhappy.' } },
    },
    async (request, reply) => {
      const { params, body, headers } = request;
      const author = { by: doneBy(callerOf(request)), why: body.why, now: context.now() };
      const seen = { match: headers['if-match'], noneMatch: headers['if-none-match'] };
      const publishing = { name: params.name, condition: body.condition, seen };
      const version = await changing(context, (tx) => publishSegment(tx, publishing, author));
      reply.header('etag', versionTag(version));
      return shownSegment(context, params.name);
    },
  );

const removeSegmentRoute: Route = (app, context) =>
  app.delete(
    '/v1/segments/:name',
    {
      onRequest: allow(context.authenticate, 'segments:write'),
      schema: {
        summary: 'Remove a segment: its versions stay, and nobody is in it',
        tags,
        params: SegmentName,
        headers: z.object({ 'if-match': seenHeader }),
        querystring: z.object({ why: Why }),
        response: { 204: z.null(), ...problems, 404: Problem, ...changed },
      },
    },
    async (request, reply) => {
      const author = { by: doneBy(callerOf(request)), why: request.query.why, now: context.now() };
      const removing = { name: request.params.name, match: request.headers['if-match'] };
      await changing(context, (tx) => removeSegment(tx, removing, author));
      return reply.code(204).send(null);
    },
  );

const segmentRoute: Route = (app, context) =>
  app.get(
    '/v1/segments/:name',
    {
      onRequest: allow(context.authenticate, 'analytics:read', 'segments:write'),
      schema: {
        summary: 'A segment, and how many are in it now',
        description: 'Its ETag is what If-Match of PUT has to say.',
        tags,
        params: SegmentName,
        response: { 200: ShownSegment, ...problems, 404: Problem },
      },
    },
    async ({ params: { name } }, reply) => {
      const shown = await shownSegment(context, name);
      reply.header('etag', versionTag(shown.version));
      return shown;
    },
  );

const cursorInSegments = cursorOf('segments', keyText);

const listSegmentsRoute: Route = (app, { pool, authenticate }) =>
  app.get(
    '/v1/segments',
    {
      onRequest: allow(authenticate, 'analytics:read', 'segments:write'),
      schema: {
        summary: 'The segments that are defined, by their names',
        tags,
        querystring: z.object({ limit: pageLimit, cursor: cursorInSegments.parameter }),
        response: {
          200: z.object({ segments: z.array(ShownVersionOfSegment), nextCursor: z.string().optional() }),
          ...problems,
        },
      },
    },
    async ({ query: { limit, cursor = '' } }) => {
      const rows = await listSegments(pool, cursor, limit + 1);
      const { page, next } = pageOf(rows, limit, ({ name }) => cursorInSegments.encode(name));
      return { segments: page.map(shownVersionOf), ...next };
    },
  );

const cursorInSegmentVersions = cursorOf('segment-versions', z.int());
const afterAll = 2 ** 31 - 1;

const segmentVersionsRoute: Route = (app, { pool, authenticate }) =>
  app.get(
    '/v1/segments/:name/versions',
    {
      onRequest: allow(authenticate, 'analytics:read', 'segments:write'),
      schema: {
        summary: 'Every version of a segment, the latest first: who made it, when and why',
        tags,
        params: SegmentName,
        querystring: z.object({ limit: pageLimit, cursor: cursorInSegmentVersions.parameter }),
        response: {
          200: z.object({ versions: z.array(ShownVersionOfSegment), nextCursor: z.string().optional() }),
          ...problems,
          404: Problem,
        },
      },
    },
    async ({ params: { name }, query: { limit, cursor: before = afterAll } }) => {
      const rows = await listSegmentVersions(pool, { name, before, limit: limit + 1 });
      if (rows.length === 0 && before === afterAll) throw unknownSegment();
      const { page, next } = pageOf(rows, limit, ({ version }) => cursorInSegmentVersions.encode(version));
      return { versions: page.map(shownVersionOf), ...next };
    },
  );

/** `/v1/segments`: which customers are meant by a name. */
export const definedSegmentRoutes: readonly Route[] = [
  changeSegmentRoute,
  removeSegmentRoute,
  segmentRoute,
  listSegmentsRoute,
  segmentVersionsRoute,
];

/** Changes a segment, and tells others; where the log is away, the outbox is swept when it is back. Gives the version. */
const changing = async (
  { pool, log, logger }: Context,
  change: (tx: Transaction) => Promise<PublishedSegment>,
): Promise<number> => {
  const { version, outbox, ids } = await transaction(pool, change);
  await publishOutbox({ pool, log }, ids, outbox).catch((err: unknown) =>
    logger.warn({ err }, 'a segment was changed, and is told of later'),
  );
  return version;
};

const shownSegment = async ({ pool, now }: Context, name: string): Promise<z.infer<typeof ShownSegment>> => {
  const segment = await findSegment(pool, name);
  if (segment === undefined) throw unknownSegment();
  if (segment.condition === undefined) return shownVersionOf(segment);
  const at = now();
  const { members, everybody } = await countMembers(pool, segment.condition, at);
  return { ...shownVersionOf(segment), customers: members, of: everybody, countedAt: new Date(at).toISOString() };
};

const shownVersionOf = ({ isRemoved, condition, ...row }: SegmentVersion): z.infer<typeof ShownVersionOfSegment> => ({
  ...row,
  ...(condition && { condition }),
  ...(isRemoved && { removed: true }),
});
