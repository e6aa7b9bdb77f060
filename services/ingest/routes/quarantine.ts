import { AcceptedInteraction, DecidedBy, EventId, Interaction, Problem, Source, Timestamp } from '@hilo/contracts';
import {
  type Authenticate,
  type Cursor,
  encodeCursor,
  HttpProblem,
  problems,
  type Routes,
  readCursor,
} from '@hilo/runtime';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Acceptance } from '../domain/accept.ts';
import { interactionIn } from '../domain/dead-letter.ts';
import { explain } from '../domain/reason.ts';
import { discard, fix, messageOf, obstacleIn, type Page, replay, replayNext, type Settling } from '../settle.ts';
import {
  countReasons,
  type Doing,
  findQuarantined,
  lastQuarantined,
  type QuarantineRow,
  QuarantineState,
  readQuarantine,
} from '../store/quarantine.ts';

type Dependencies = {
  settling: Settling;
  authenticate: Authenticate;
  acceptance: Omit<Acceptance, 'source' | 'now'>;
  now(): number;
};

const Entry = z.object({
  id: z.int(),
  state: QuarantineState,
  reason: z.string(),
  origin: z
    .object({ log: z.string(), topic: z.string(), partition: z.int(), offset: z.int(), group: z.string() })
    .describe('Where the message lay, and who could not process it.'),
  source: z.string().optional(),
  interaction: z.string().optional().describe('The id of the interaction that it is about.'),
  arrivedAt: Timestamp,
  replayedAs: EventId.optional().describe('The id of the interaction that was put onto the log again.'),
  actions: z
    .array(
      z.object({
        action: z.enum(['fixed', 'replayed', 'discarded']),
        at: Timestamp,
        by: DecidedBy,
        note: z.string().optional(),
      }),
    )
    .describe('Who did what with it, when and why.'),
});
const WholeEntry = Entry.extend({
  meaning: z.string().describe('The reason in plain words.'),
  advice: z.string().describe('What can be done.'),
  obstacle: z.string().optional().describe('Why it cannot be replayed as it is.'),
  message: z
    .object({ key: z.string(), value: z.string().nullable(), headers: z.record(z.string(), z.string()) })
    .describe('As it lay in the log, byte for byte.'),
  fixed: AcceptedInteraction.optional().describe('What takes its place when it is replayed.'),
});

const Note = z
  .string()
  .min(1)
  .max(1000)
  .refine((text) => text.isWellFormed() && !text.includes('\0'), 'has characters that cannot be stored')
  .describe('Why, in the words of who does it. It is kept: nothing personal in it, please.');
const filter = {
  reason: z.string().optional().describe('The whole reason, or what stands before its colon.'),
  topic: z.string().optional(),
  source: Source.optional(),
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
            interaction: EventId.optional(),
            limit: z.coerce.number().int().min(1).max(200).default(50),
            cursor: z.string().optional().describe('nextCursor of the page before.'),
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
        const { limit, cursor, ...wanted } = request.query;
        const after = numbersIn(readCursor(cursor), 1);
        const rows = await readQuarantine(pool, wanted, { after, limit: limit + 1 });
        const page = rows.slice(0, limit);
        const last = page.at(-1);
        return {
          quarantine: page.map(entryOf),
          counts: await countReasons(pool, wanted),
          ...(rows.length > limit && last && { nextCursor: encodeCursor([String(last.id)]) }),
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
        await replay(settling, request.params.id, await doing(request, request.body?.note));
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
            'cannot be replayed as it is is skipped. Doing it again puts nothing onto the log twice.',
          tags,
          body: z.strictObject({
            filter: z.strictObject(filter).optional(),
            note: Note.optional(),
            cursor: z.string().optional().describe('nextCursor of the answer before.'),
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
        const [after, until] = numbersIn(readCursor(cursor), 2) ?? [];
        const page: Page =
          after === undefined || until === undefined
            ? { after: 0, until: await lastQuarantined(pool) }
            : { after: Number(after), until: Number(until) };
        const { next, replayed, skipped } = await replayNext(settling, wanted, page, does);
        return {
          replayed,
          skipped,
          ...(next && { nextCursor: encodeCursor([String(next.after), String(next.until)]) }),
        };
      },
    );
  };

/** A cursor of so many numbers; a 400 problem if it is another one. */
const numbersIn = (cursor: Cursor | undefined, count: number): Cursor | undefined => {
  if (cursor === undefined) return undefined;
  if (cursor.length === count && cursor.every((part) => /^\d{1,15}$/.test(part))) return cursor;
  throw new HttpProblem(400, 'Invalid request', 'The cursor is not one that Hilo gave here.', [
    { path: ['cursor'], message: 'is not a cursor of this list' },
  ]);
};

const entryOf = ({ log, group, topic, partition, position, source, interaction, ...row }: QuarantineRow) => ({
  id: row.id,
  state: row.state,
  reason: row.reason,
  origin: { log, topic, partition, offset: position, group },
  ...(source !== null && { source }),
  ...(interaction !== null && { interaction }),
  arrivedAt: row.arrivedAt.toISOString(),
  ...(row.replayedAs !== null && { replayedAs: row.replayedAs }),
  actions: row.actions,
});

const wholeOf = (row: QuarantineRow): z.infer<typeof WholeEntry> => {
  const obstacle = row.state === 'waiting' ? obstacleIn(row) : undefined;
  const fixed = interactionIn(row.fixed);
  return {
    ...entryOf(row),
    ...explain(row.reason),
    ...(obstacle !== undefined && { obstacle }),
    message: messageOf(row),
    ...(fixed && { fixed }),
  };
};
