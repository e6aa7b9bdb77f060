import { EventId, Interaction, Problem, storable } from '@hilo/contracts';
import { allow, cursorOf, HttpProblem, pageLimit, pageOf, problems, statedPurpose } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { discard, fix, noteRead, replayOne } from '../quarantine/actions.ts';
import { entryOf, QuarantineEntry, WholeEntry, wholeOf } from '../quarantine/entry.ts';
import { QuarantineState } from '../store/quarantine.ts';
import { countReasons, findQuarantined, readQuarantine } from '../store/quarantine-rows.ts';
import { type Route, tags } from './context.ts';
import { doing, filter, QuarantineNote } from './quarantine-action.ts';

const cursorInQuarantine = cursorOf('quarantine', z.tuple([z.int().min(0)]));

const One = z.object({ id: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) });
const Why = z.strictObject({ note: QuarantineNote.optional() }).nullish();

const answers = { 200: WholeEntry, ...problems, 404: Problem, 409: Problem };

export const listQuarantineRoute: Route = (app, { settling, authenticate }) =>
  app.get(
    '/v1/quarantine',
    {
      onRequest: allow(authenticate, 'quarantine:read'),
      schema: {
        summary: 'What could not be processed, the latest first',
        tags,
        querystring: z.object({
          state: QuarantineState.optional(),
          ...filter,
          interaction: storable(EventId).optional(),
          limit: pageLimit,
          cursor: cursorInQuarantine.parameter,
        }),
        response: {
          200: z.object({
            quarantine: z.array(QuarantineEntry),
            counts: z
              .array(z.object({ reason: z.string(), count: z.int() }))
              .describe('How many match, by reason; a hundred reasons at the most.'),
            nextCursor: z.string().optional(),
          }),
          ...problems,
        },
      },
    },
    async (request) => {
      const { limit, cursor: after, ...wanted } = request.query;
      const rows = await readQuarantine(settling.pool, wanted, { after, limit: limit + 1 });
      const { page, next } = pageOf(rows, limit, ({ id }) => cursorInQuarantine.encode([id]));
      return {
        quarantine: page.map(entryOf),
        counts: await countReasons(settling.pool, wanted),
        ...next,
      };
    },
  );

export const quarantinedRoute: Route = (app, { settling, authenticate, now }) =>
  app.get(
    '/v1/quarantine/:id',
    {
      onRequest: allow(authenticate, 'quarantine:read'),
      schema: {
        summary: 'One message that could not be processed, and what to do',
        description:
          'With its content, in which a person may be named: who looks, and what for (the header Hilo-Purpose), is kept among ' +
          'its actions.',
        tags,
        params: One,
        response: answers,
      },
    },
    async (request) => {
      const { id } = request.params;
      await noteRead(settling, id, doing(request, now(), statedPurpose(request)));
      return find(settling.pool, id);
    },
  );

export const fixRoute: Route = (app, { settling, authenticate, acceptance, now }) =>
  app.put(
    '/v1/quarantine/:id',
    {
      onRequest: allow(authenticate, 'quarantine:write'),
      schema: {
        summary: 'Fix an interaction: what takes its place when it is replayed',
        description:
          'Judged as if it were posted by the source that it came from. Without an id it keeps its own; one whose id is ' +
          'taken by another interaction gets a new one.',
        tags,
        params: One,
        body: z.strictObject({ interaction: Interaction, note: QuarantineNote.optional() }),
        response: answers,
      },
    },
    async (request) => {
      const { id } = request.params;
      const { interaction, note } = request.body;
      const { source, ...does } = doing(request, now(), note);
      await fix(settling, id, { interaction, ...does }, { ...acceptance, source, now: does.now });
      return find(settling.pool, id);
    },
  );

export const replayRoute: Route = (app, { settling, authenticate, acceptance, now }) =>
  app.post(
    '/v1/quarantine/:id/replay',
    {
      onRequest: allow(authenticate, 'quarantine:write'),
      schema: {
        summary: 'Put a message onto the log again, as it was or as it was fixed',
        description: 'Once: doing it again changes nothing. If it cannot be processed again, it comes back as another.',
        tags,
        params: One,
        body: Why,
        response: answers,
      },
    },
    async (request) => {
      await replayOne(settling, request.params.id, doing(request, now(), request.body?.note), acceptance);
      return find(settling.pool, request.params.id);
    },
  );

export const discardRoute: Route = (app, { settling, authenticate, now }) =>
  app.post(
    '/v1/quarantine/:id/discard',
    {
      onRequest: allow(authenticate, 'quarantine:write'),
      schema: {
        summary: 'It is not to be processed; it stays here to be looked at',
        tags,
        params: One,
        body: Why,
        response: answers,
      },
    },
    async (request) => {
      await discard(settling, request.params.id, doing(request, now(), request.body?.note));
      return find(settling.pool, request.params.id);
    },
  );

/** What could not be processed: to look at, fix, put onto the log again, or discard. */
export const quarantineRoutes: readonly Route[] = [
  listQuarantineRoute,
  quarantinedRoute,
  fixRoute,
  replayRoute,
  discardRoute,
];

const find = async (pool: Pool, id: number) => {
  const row = await findQuarantined(pool, id);
  if (row === undefined) {
    throw new HttpProblem(404, 'Not found', 'There is no such message in the quarantine.');
  }
  return wholeOf(row);
};
