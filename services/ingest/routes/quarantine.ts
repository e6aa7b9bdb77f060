import { EventId, Interaction, Problem, Source } from '@hilo/contracts';
import { type Authenticate, cursorOf, HttpProblem, problems, type Routes } from '@hilo/runtime';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Acceptance } from '../domain/accept.ts';
import { discard, discardNext, fix, type Page, replay, replayNext, type Settling } from '../settle.ts';
import {
  countReasons,
  type Doing,
  findQuarantined,
  lastQuarantined,
  QuarantineState,
  readQuarantine,
} from '../store/quarantine.ts';
import { Entry, entryOf, WholeEntry, wholeOf } from './quarantine-entry.ts';
import { storable } from './storable.ts';

type Dependencies = {
  settling: Settling;
  authenticate: Authenticate;
  acceptance: Omit<Acceptance, 'source' | 'now'>;
  now(): number;
};

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

const tags = ['ingest'];
const answers = { 200: WholeEntry, ...problems, 404: Problem, 409: Problem };

/** What could not be processed: to look at, fix, put onto the log again, or discard. */
export const quarantineRoutes =
  ({ settling, authenticate, acceptance, now }: Dependencies): Routes =>
  async (app) => {
    const { pool } = settling;
    const doing = async (request: FastifyRequest, note: string | undefined): Promise<Doing & { source: string }> => {
      const { keyId: key, source } = await authenticate(request, 'quarantine:write');
      return { by: { key, source }, now: now(), note, source };
    };
    const find = async (id: number) => {
      const row = await findQuarantined(pool, id);
      if (row === undefined) {
        throw new HttpProblem(404, 'Not found', 'There is no such message in the quarantine.');
      }
      return wholeOf(row);
    };

    app.get(
      '/v1/quarantine',
      {
        schema: {
          summary: 'What could not be processed, the latest first',
          tags,
          querystring: z.object({
            state: QuarantineState.optional(),
            ...filter,
            interaction: storable(EventId).optional(),
            limit: z.coerce.number().int().min(1).max(200).default(50),
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
        await authenticate(request, 'quarantine:read');
        const { limit, cursor: after, ...wanted } = request.query;
        const rows = await readQuarantine(pool, wanted, { after, limit: limit + 1 });
        const page = rows.slice(0, limit);
        const last = page.at(-1);
        return {
          quarantine: page.map(entryOf),
          counts: await countReasons(pool, wanted),
          ...(rows.length > limit && last && { nextCursor: cursorInQuarantine.encode([last.id]) }),
        };
      },
    );

    app.get(
      '/v1/quarantine/:id',
      {
        schema: {
          summary: 'One message that could not be processed, and what to do',
          tags,
          params: One,
          response: answers,
        },
      },
      async (request) => {
        await authenticate(request, 'quarantine:read');
        return find(request.params.id);
      },
    );

    app.put(
      '/v1/quarantine/:id',
      {
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
        const { source, ...does } = await doing(request, note);
        await fix(settling, id, { interaction, ...does }, { ...acceptance, source, now: does.now });
        return find(id);
      },
    );

    app.post(
      '/v1/quarantine/:id/replay',
      {
        schema: {
          summary: 'Put a message onto the log again, as it was or as it was fixed',
          description:
            'Once: doing it again changes nothing. If it cannot be processed again, it comes back as another.',
          tags,
          params: One,
          body: Why,
          response: answers,
        },
      },
      async (request) => {
        await replay(settling, request.params.id, await doing(request, request.body?.note), acceptance);
        return find(request.params.id);
      },
    );

    app.post(
      '/v1/quarantine/:id/discard',
      {
        schema: {
          summary: 'It is not to be processed; it stays here to be looked at',
          tags,
          params: One,
          body: Why,
          response: answers,
        },
      },
      async (request) => {
        await discard(settling, request.params.id, await doing(request, request.body?.note));
        return find(request.params.id);
      },
    );

    app.post(
      '/v1/quarantine/replays',
      {
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
        const does = await doing(request, note);
        const page = await pageAt(pool, cursor);
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

    app.post(
      '/v1/quarantine/discards',
      {
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
        const does = await doing(request, note);
        const { next, discarded } = await discardNext(settling, wanted, await pageAt(pool, cursor), does);
        return {
          discarded,
          ...(next && { nextCursor: cursorInDiscards.encode([next.after, next.until]) }),
        };
      },
    );
  };

const pageAt = async (pool: Settling['pool'], cursor: readonly [number, number] | undefined): Promise<Page> =>
  cursor ? { after: cursor[0], until: cursor[1] } : { after: 0, until: await lastQuarantined(pool) };
