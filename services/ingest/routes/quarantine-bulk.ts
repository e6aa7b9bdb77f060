import { allow, cursorOf, problems } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { discardNext, type Page, replayNext } from '../quarantine/actions.ts';
import { lastQuarantined } from '../store/quarantine-rows.ts';
import { type Route, tags } from './context.ts';
import { doing, filter, QuarantineNote } from './quarantine-action.ts';

const Place = z.int().min(0);
const cursorInReplays = cursorOf('quarantine-replays', z.tuple([Place, Place]));
const cursorInDiscards = cursorOf('quarantine-discards', z.tuple([Place, Place]));

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
          note: QuarantineNote.optional(),
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
          note: QuarantineNote.optional(),
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

/** The same for all that match. */
export const quarantineBulkRoutes: readonly Route[] = [replayAllRoute, discardAllRoute];

/** Where to go on; at the beginning, up to what there is now. */
const pageAt = async (pool: Pool, cursor: readonly [number, number] | undefined): Promise<Page> =>
  cursor ? { after: cursor[0], until: cursor[1] } : { after: 0, until: await lastQuarantined(pool) };
