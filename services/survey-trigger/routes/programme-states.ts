import { Problem } from '@hilo/contracts';
import { allow, callerOf, doneBy, problems, transaction } from '@hilo/runtime';
import { z } from 'zod';
import type { ProgrammeState } from '../domain/programme-state.ts';
import { changeState } from '../programmes/change-state.ts';
import { programmeTag } from '../programmes/publish-programme.ts';
import { type Route, tags } from './context.ts';
import { ProgrammeId, ShownProgramme, shownProgramme, Why } from './shown-programme.ts';

type Change = { path: string; state: ProgrammeState; summary: string; description: string; why: string };

const changing =
  ({ path, state, summary, description, why }: Change): Route =>
  (app, { pool, authenticate, now }) =>
    app.post(
      `/v1/programmes/:id/${path}`,
      {
        onRequest: allow(authenticate, 'programmes:write'),
        schema: {
          summary,
          description,
          tags,
          params: ProgrammeId,
          body: z.strictObject({ why: Why }),
          response: { 200: ShownProgramme, ...problems, 404: Problem, 409: Problem },
        },
        config: { example: { why } },
      },
      async (request, reply) => {
        const author = { by: doneBy(callerOf(request)), why: request.body.why, now: now() };
        const programme = await transaction(pool, (tx) => changeState(tx, request.params.id, { state, author }));
        reply.header('etag', programmeTag(programme.version));
        return shownProgramme(pool, programme, author.now);
      },
    );

export const pauseProgrammeRoute: Route = changing({
  path: 'pause',
  state: 'paused',
  summary: 'Pause a survey programme: from the answer on it asks nobody, on any instance',
  description:
    'What it would ask meanwhile waits: it is decided when the programme is resumed, and withheld (`programme-paused`) at its deadline.',
  why: 'The gates are on strike.',
});

export const resumeProgrammeRoute: Route = changing({
  path: 'resume',
  state: 'active',
  summary: 'Resume a survey programme that was paused',
  description: 'What has waited, and is not past its deadline, is decided within seconds.',
  why: 'The strike is over.',
});

export const endProgrammeRoute: Route = changing({
  path: 'end',
  state: 'ended',
  summary: 'End a survey programme for ever',
  description: 'Nothing new is noted; what is noted already is withheld (`programme-ended`). It cannot be taken back.',
  why: 'Another programme asks about the whole journey.',
});

/** Pausing, resuming and ending a programme. */
export const programmeStateRoutes: readonly Route[] = [pauseProgrammeRoute, resumeProgrammeRoute, endProgrammeRoute];
