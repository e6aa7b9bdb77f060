import { Problem } from '@hilo/contracts';
import {
  allow,
  callerOf,
  cursorOf,
  doneBy,
  HttpProblem,
  pageLimit,
  pageOf,
  problems,
  transaction,
} from '@hilo/runtime';
import { z } from 'zod';
import { ProgrammeDraft } from '../domain/programme.ts';
import { programmeTag, publishProgramme } from '../programmes/publish-programme.ts';
import { findVersion, listProgrammeVersions } from '../store/programme-versions.ts';
import { type Route, tags } from './context.ts';
import { exampleProgramme } from './programme-example.ts';
import {
  ProgrammeId,
  ShownProgramme,
  ShownVersion,
  shownProgramme,
  unknownProgramme,
  versionOf,
  Why,
} from './shown-programme.ts';

const preconditions = z.object({
  'if-match': z
    .string()
    .max(1000)
    .optional()
    .describe('The version that you have seen, as its ETag says it, such as `"1"`. None for a new programme.'),
  'if-none-match': z.literal('*').optional().meta({ description: '`*`: only if there is no such programme yet.' }),
});

const changed = { 409: Problem, 412: Problem, 428: Problem };

export const changeProgrammeRoute: Route = (app, { pool, authenticate, now }) =>
  app.put(
    '/v1/programmes/:id',
    {
      onRequest: allow(authenticate, 'programmes:write'),
      schema: {
        summary: 'Publish a survey programme, or its next version',
        description:
          'Holds for every instance from the answer on; what was noted before is decided by it, too. What is wrong with it is told, and ' +
          'nothing changes. To post what is in force already changes nothing either.',
        tags,
        params: ProgrammeId,
        headers: preconditions,
        body: z.strictObject({ programme: ProgrammeDraft, why: Why }),
        response: { 200: ShownProgramme, ...problems, ...changed },
      },
      config: {
        example: {
          programme: exampleProgramme,
          why: 'The lounge asks about itself, decided by the board of customers.',
        },
      },
    },
    async (request, reply) => {
      const { programme: draft, why } = request.body;
      const { 'if-match': match, 'if-none-match': noneMatch } = request.headers;
      const author = { by: doneBy(callerOf(request)), why, now: now() };
      const publishing = { id: request.params.id, draft, seen: { match, noneMatch } };
      const published = await transaction(pool, (tx) => publishProgramme(tx, publishing, author));
      reply.header('etag', programmeTag(published.version));
      return shownProgramme(pool, published, author.now);
    },
  );

const cursorInVersions = cursorOf('programme-versions', z.int());
const afterAll = 2 ** 31 - 1;

export const listProgrammeVersionsRoute: Route = (app, { pool, authenticate }) =>
  app.get(
    '/v1/programmes/:id/versions',
    {
      onRequest: allow(authenticate, 'surveys:read', 'programmes:write'),
      schema: {
        summary: 'Every version of a survey programme, the latest first: who published it, when and why',
        tags,
        params: ProgrammeId,
        querystring: z.object({ limit: pageLimit, cursor: cursorInVersions.parameter }),
        response: {
          200: z.object({ versions: z.array(ShownVersion), nextCursor: z.string().optional() }),
          ...problems,
          404: Problem,
        },
      },
    },
    async ({ params: { id }, query: { limit, cursor: before = afterAll } }) => {
      const rows = await listProgrammeVersions(pool, { id, before, limit: limit + 1 });
      if (rows.length === 0 && before === afterAll) throw unknownProgramme();
      const { page, next } = pageOf(rows, limit, ({ version }) => cursorInVersions.encode(version));
      return { versions: page.map(versionOf), ...next };
    },
  );

export const restoreProgrammeRoute: Route = (app, { pool, authenticate, now }) =>
  app.post(
    '/v1/programmes/:id/versions/:version/restore',
    {
      onRequest: allow(authenticate, 'programmes:write'),
      schema: {
        summary: 'Bring an earlier version of a survey programme back, as the next',
        tags,
        headers: z.object({ 'if-match': preconditions.shape['if-match'].meta({ example: '"1"' }) }),
        params: ProgrammeId.extend({
          version: z.coerce.number().int().min(1).max(afterAll).meta({ example: 1 }),
        }),
        body: z.strictObject({ why: Why }),
        response: { 200: ShownProgramme, ...problems, ...changed, 404: Problem },
      },
      config: { example: { why: 'The new wording was not understood.' } },
    },
    async (request, reply) => {
      const { id, version } = request.params;
      const author = { by: doneBy(callerOf(request)), why: request.body.why, now: now() };
      const seen = { match: request.headers['if-match'], noneMatch: undefined };
      const published = await transaction(pool, async (tx) => {
        const draft = (await findVersion(tx, id, version))?.programme;
        if (!draft)
          throw new HttpProblem(404, 'Not found', `There is no version ${version} that this release can read.`);
        return publishProgramme(tx, { id, draft, restored: version, seen }, author);
      });
      reply.header('etag', programmeTag(published.version));
      return shownProgramme(pool, published, author.now);
    },
  );

/** The versions of a programme: each is published, and none is ever changed. */
export const programmeVersionRoutes: readonly Route[] = [
  changeProgrammeRoute,
  listProgrammeVersionsRoute,
  restoreProgrammeRoute,
];
