import type { ServerResponse } from 'node:http';
import { maskText } from '@hilo/contracts';
import { allow, HttpProblem, mayDo, problems } from '@hilo/runtime';
import { z } from 'zod';
import type { LiveEvent } from '../domain/live-ring.ts';
import { eventWriter } from '../live/event-writer.ts';
import { type Context, type Route, seesPeople, tags } from './context.ts';

const mostStreams = 2000;

/** `GET /v1/live`: the KPIs of today, and alerts, as they come. */
export const liveRoute: Route = (app, context) => {
  const { authenticate, live } = context;
  // A server that closes waits for requests: these would never end.
  app.closing.addEventListener('abort', () => live.endAll(), { once: true });
  return app.get(
    '/v1/live',
    {
      onRequest: allow(authenticate, 'analytics:read'),
      schema: {
        summary: 'The KPIs of today, told as they change, and alerts: server-sent events',
        description:
          'An event `kpis` at once, and within two seconds of a change: `{ day, timeZone, figures }`, each figure as `POST /v1/query` answers it for today, and contact pressure for the week that runs. A figure that takes long is read more rarely; `asOf` says up to when each is so. An event `alert`, as `GET /v1/alerts` has it, when one is raised, and when it is over. ' +
          'Who comes back with `Last-Event-ID` is told what was missed; where that is not known any more, `resync`: read all again. To who reads slowly, of KPIs the latest alone is told. A comment comes every 20 seconds, and with it the key is looked at again: the stream of one that was revoked ends.',
        tags,
        headers: z.object({ 'last-event-id': z.string().max(100).optional() }),
        response: { 200: { content: { 'text/event-stream': { schema: z.string() } } }, ...problems },
      },
    },
    (request, reply) => {
      // Who asks for the headers alone would wait for the end.
      if (request.method !== 'GET') return void reply.type('text/event-stream').send('');
      if (app.closing.aborted || live.listeners() >= mostStreams)
        throw new HttpProblem(503, 'Not now', `At most ${mostStreams} may listen at once; come back in a second.`);
      const headers = { ...streamHeaders, 'x-request-id': request.id };
      stream(context, request, reply.hijack().raw.writeHead(200, headers));
    },
  );
};

const streamHeaders = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
};

type Asking = Parameters<Context['authenticate']>[0] & Parameters<typeof seesPeople>[0];

const stream = ({ authenticate, live }: Context, request: Asking, raw: ServerResponse): void => {
  const writer = eventWriter(raw);
  let isShownPeople = seesPeople(request);
  const goOn = async (): Promise<void> => {
    isShownPeople = mayDo(await authenticate(request, 'analytics:read'), 'customers:read');
    writer.comment();
  };
  const shown = (event: LiveEvent): LiveEvent => (isShownPeople ? event : { ...event, data: maskText(event.data) });
  const stop = live.listen(lastIdIn(request.headers['last-event-id']), {
    ...writer,
    tell: (event) => writer.tell(shown(event)),
    catchUp: (events) => writer.catchUp(events.map(shown)),
    seesPeople: () => isShownPeople,
    comment: () => void goOn().catch(() => writer.end()),
  });
  raw.once('close', stop);
};

const lastIdIn = (id: string | string[] | undefined): string | undefined => (typeof id === 'string' ? id : undefined);
