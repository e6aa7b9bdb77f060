import { EventId, Interaction, Problem, Source } from '@hilo/contracts';
import { allow, callerOf, cursorOf, doneBy, HttpProblem, pageLimit, pageOf, problems } from '@hilo/runtime';
import type { FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import { z } from 'zod';
import { discard, discardNext, fix, type Page, replay, replayNext } from '../quarantine/actions.ts';
import { Entry, entryOf, WholeEntry, wholeOf } from '../quarantine/entry.ts';
import {
  countReasons,
  type Doing,
  findQuarantined,
  lastQuarantined,
  QuarantineState,
  readQuarantine,
} from '../store/quarantine.ts';
import { type Route, tags } from './context.ts';
import { storable } from './storable.ts';

const Place = z.int().min(0);
const cursorInQuarantine = cursorOf('quarantine', z.tuple([Place]));
const cursorInReplays = cursorOf('quarantine-replays', z.tuple([Place, Place]));
const cursorInDiscards = cursorOf('quarantine-discards', z.tuple([Place, Place]));
const Note = storable(z.string().min(1).max(1000)).describe(
  'Why, in the words of who does it. It is kept: nothing personal in it, please.',
);

const filter = {
  reason: storable(z.string()).optional().describe('The whole reason, or what stands before its colon.'),
  topic: storable(z.string()).optional(),
  source: storable(Source).optional(),
};

const One = z.object({ id: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) });
const Why = z.strictObject({ note: Note.optional() }).nullish();

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
            quarantine: z.array(Entry),
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

export const quarantinedRoute: Route = (app, { settling, authenticate }) =>
  app.get(
    '/v1/quarantine/:id',
    {
      onRequest: allow(authenticate, 'quarantine:read'),
      schema: {
        summary: 'One message that could not be processed, and what to do',
        tags,
        params: One,
        response: answers,
      },
    },
    async (request) => {
      return find(settling.pool, request.params.id);
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
        body: z.strictObject({ interaction: Interaction, note: Note.optional() }),
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
      await replay(settling, request.params.id, doing(request, now(), request.body?.note), acceptance);
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

export const replayAllRoute: Route = (app, { settling, authenticate, acceptance, now }) =>
  app.post(
    '/v1/quarantine/replays',
    {
      onRequest: allow(authenticate, 'quarantine:write'),
      schema: {
        summary: 'Put all that wait and match onto the log again, some at a time',
        description:
          'Go on with nextCursor until there is none. What comes meanwhile, or comes back, is left out, so it ends; what ' +
          'cannot be replayed as it is is skipped. What was refused behind an answer of 200 is judged anew first: its time ' +
          'may have come. Doing it again puts nothing onto the log twice.',
        tags,
        body: z.strictObject({
          filter: z.strictObject(filter).optional(),
          note: Note.optional(),
          cursor: cursorInReplays.parameter,
        }),
        response: {
          200: z.object({ replayed: z.int(), skipped: z.int(), nextCursor: z.string().optional() }),
          ...problems,
        },
      },
    },
    async (request) => {
      const { filter: wanted = {}, note, cursor } = request.body;
      const does = doing(request, now(), note);
      const page = await pageAt(settling.pool, cursor);
      const { next, replayed, skipped } = await replayNext(settling, wanted, page, {
        doing: does,
        judging: acceptance,
      });
      return {
        replayed,
        skipped,
        ...(next && { nextCursor: cursorInReplays.encode([next.after, next.until]) }),
      };
    },
  );

export const discardAllRoute: Route = (app, { settling, authenticate, now }) =>
  app.post(
    '/v1/quarantine/discards',
    {
      onRequest: allow(authenticate, 'quarantine:write'),
      schema: {
        summary: 'Discard all that wait and match, some at a time',
        description:
          'Go on with nextCursor until there is none. What comes meanwhile is left out, so it ends. They stay here to be ' +
          'looked at.',
        tags,
        body: z.strictObject({
          filter: z
            .strictObject(filter)
            .refine((wanted) => Object.values(wanted).some((value) => value !== undefined), {
              error: 'is empty: say of which reason, topic or source',
            }),
          note: Note.optional(),
          cursor: cursorInDiscards.parameter,
        }),
        response: {
          200: z.object({ discarded: z.int(), nextCursor: z.string().optional() }),
          ...problems,
        },
      },
    },
    async (request) => {
      const { filter: wanted, note, cursor } = request.body;
      const page = await pageAt(settling.pool, cursor);
      const { next, discarded } = await discardNext(settling, wanted, page, doing(request, now(), note));
      return { discarded, ...(next && { nextCursor: cursorInDiscards.encode([next.after, next.until]) }) };
    },
  );

/** What could not be processed: to look at, fix, put onto the log again, or discard. */
export const quarantineRoutes: readonly Route[] = [
  listQuarantineRoute,
  quarantinedRoute,
  fixRoute,
  replayRoute,
  discardRoute,
  replayAllRoute,
  discardAllRoute,
];

/** Who does it, and why. */
const doing = (request: FastifyRequest, now: number, note: string | undefined): Doing & { source: string } => {
  const by = doneBy(callerOf(request));
  return { by, now, note, source: by.source };
};

const find = async (pool: Pool, id: number) => {
  const row = await findQuarantined(pool, id);
  if (row === undefined) {
    throw new HttpProblem(404, 'Not found', 'There is no such message in the quarantine.');
  }
  return wholeOf(row);
};

/** Where to go on; at the beginning, up to what there is now. */
const pageAt = async (pool: Pool, cursor: readonly [number, number] | undefined): Promise<Page> =>
  cursor ? { after: cursor[0], until: cursor[1] } : { after: 0, until: await lastQuarantined(pool) };
