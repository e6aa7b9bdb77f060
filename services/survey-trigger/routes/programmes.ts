import { Problem } from '@hilo/contracts';
import { allow, problems } from '@hilo/runtime';
import { z } from 'zod';
import { programmeTag } from '../programmes/publish-programme.ts';
import { findProgramme, readProgrammes } from '../store/programme-versions.ts';
import { type Route, tags } from './context.ts';
import {
  InForce,
  inForceOf,
  ProgrammeId,
  ShownProgramme,
  shownProgramme,
  unknownProgramme,
} from './shown-programme.ts';

const read = ['surveys:read', 'programmes:write'] as const;

export const listProgrammesRoute: Route = (app, { pool, authenticate }) =>
  app.get(
    '/v1/programmes',
    {
      onRequest: allow(authenticate, ...read),
      schema: {
        summary: 'The survey programmes: the version of each that is in force, and how it stands',
        tags,
        response: { 200: z.object({ programmes: z.array(InForce) }), ...problems },
      },
    },
    async () => ({ programmes: (await readProgrammes(pool)).map(inForceOf) }),
  );

export const programmeRoute: Route = (app, { pool, authenticate, now }) =>
  app.get(
    '/v1/programmes/:id',
    {
      onRequest: allow(authenticate, ...read),
      schema: {
        summary: 'A survey programme, and whom it cannot reach in time',
        description: 'The version in force; its ETag is what If-Match of PUT has to say.',
        tags,
        params: ProgrammeId,
        response: { 200: ShownProgramme, ...problems, 404: Problem },
      },
    },
    async ({ params: { id } }, reply) => {
      const programme = await findProgramme(pool, id);
      if (!programme) throw unknownProgramme();
      reply.header('etag', programmeTag(programme.version));
      return shownProgramme(pool, programme, now());
    },
  );

/** `/v1/programmes`: whom we ask what, and when. */
export const programmeRoutes: readonly Route[] = [listProgrammesRoute, programmeRoute];
