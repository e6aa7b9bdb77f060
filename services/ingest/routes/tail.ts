import { Source, storable, TailEntry } from '@hilo/contracts';
import { allow, type Caller, callerOf, HttpProblem, mayDo, pageLimit, pageOf, problems } from '@hilo/runtime';
import type { FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import { z } from 'zod';
import { endOfTail, readTail, type TailFilter } from '../store/tail.ts';
import { cursorInTail } from '../tail/cursor.ts';
import { tailEntryOf } from '../tail/entry.ts';
import { follow } from '../tail/stream.ts';
import { type Route, tags } from './context.ts';

const states = TailEntry.shape.state.options;
const mostFollowers = 50;

/** `GET /v1/interactions`: what comes in, the newest first; or live, as it comes. */
export const tailRoute: Route = (app, { pool, authenticate }) => {
  let followers = 0;
  app.get(
    '/v1/interactions',
    {
      onRequest: allow(authenticate, 'interactions:read', 'interactions:write'),
      schema: {
        summary: 'What came in lately, and what became of it; the newest first, or live',
        description:
          'A key that may post sees what its own source has posted; one with interactions:read sees all. With ' +
          '`Accept: text/event-stream` the answer goes on with what comes (server-sent events): each has an `id`, which ' +
          'the header Last-Event-ID names to go on after it. Where more comes than is shown live, an event `skipped` ' +
          'has the cursor from which a page shows the rest. Kept for 7 days; of what was refused, the last 100,000.',
        tags,
        querystring: z.object({
          source: storable(Source).optional().describe('Who posted it.'),
          state: TailEntry.shape.state.optional(),
          limit: pageLimit,
          cursor: cursorInTail.parameter,
        }),
        response: {
          200: {
            description: 'A page; or, for who accepts text/event-stream, what comes from now on.',
            content: {
              'application/json': {
                schema: z.object({ interactions: z.array(TailEntry), nextCursor: z.string().optional() }),
              },
              'text/event-stream': { schema: z.unknown().describe('Server-sent events, each a TailEntry as JSON.') },
            },
          },
          ...problems,
        },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const { source, state, limit, cursor } = request.query;
      const filter = { source: sourceFor(caller, source), states: state === undefined ? states : [state] };
      if (!wantsEvents(request)) return readPage(pool, filter, { before: cursor?.[0], limit });
      if (app.closing.aborted || followers >= mostFollowers) {
        throw new HttpProblem(503, 'Not now', `At most ${mostFollowers} may follow at once; try again in a second.`);
      }
      const after = eventIn(request.headers['last-event-id']) ?? (await endOfTail(pool));
      const gone = new AbortController();
      followers += 1;
      reply.raw.once('close', () => {
        followers -= 1;
        gone.abort();
      });
      const events = follow({ pool, filter, after, closing: AbortSignal.any([app.closing, gone.signal]) });
      return reply.type('text/event-stream').header('cache-control', 'no-store').send(events);
    },
  );
};

const readPage = async (
  pool: Pool,
  filter: TailFilter,
  { before, limit }: { before: string | undefined; limit: number },
) => {
  const rows = await readTail(pool, filter, { before, limit: limit + 1 });
  const { page, next } = pageOf(rows, limit, ({ id }) => cursorInTail.encode([id]));
  return { interactions: page.map(tailEntryOf), ...next };
};

/** The source that is asked for; who may not read all sees its own alone. */
const sourceFor = (caller: Caller, source: string | undefined): string | undefined => {
  if (mayDo(caller, 'interactions:read')) return source;
  if (source === undefined || source === caller.source) return caller.source;
  throw new HttpProblem(403, 'Not allowed', 'Without the scope interactions:read, a key sees its own source alone.');
};

const wantsEvents = ({ method, headers: { accept = '' } }: Pick<FastifyRequest, 'method' | 'headers'>): boolean =>
  method === 'GET' && /\btext\/event-stream\b/i.test(accept);

/** The event after which it goes on; anything that is no id of one begins with what comes from now on. */
const eventIn = (id: string | string[] | undefined): string | undefined =>
  typeof id === 'string' && /^\d{1,15}$/.test(id) ? id : undefined;
