import { Problem, Timestamp, Word } from '@hilo/contracts';
import { allow, callerOf, doneBy, HttpProblem, problems } from '@hilo/runtime';
import { z } from 'zod';
import { CallList } from '../domain/call-lists/call-list.ts';
import { type KeptCallList, readCallLists, removeCallList, saveCallList } from '../store/call-lists.ts';
import { type Route, tags } from './context.ts';

const ShownCallList = CallList.extend({ name: Word, at: Timestamp });
const shownList = ({ name, settings, at }: KeptCallList): z.infer<typeof ShownCallList> => ({ name, ...settings, at });

const params = z.object({ name: Word.meta({ example: 'flights' }) });

export const unknownList = () => new HttpProblem(404, 'Not found', 'There is no such call list.');

export const putCallListRoute: Route = (app, { pool, authenticate, now }) =>
  app.put(
    '/v1/call-lists/:name',
    {
      onRequest: allow(authenticate, 'programmes:write'),
      schema: {
        summary: 'Have a call centre call whom programmes ask by telephone',
        description:
          'From the first list on, whoever is invited on the channel call_centre waits to be called: agents lease them. A list is a choice among all of them; two lists may have the same people, and nobody is given to two.',
        tags,
        params,
        body: CallList,
        response: { 200: ShownCallList, ...problems },
      },
      config: { example: { programmes: ['after-the-flight'], leaseMinutes: 15, mostCalls: 3 } },
    },
    async (request) => {
      const { name } = request.params;
      const at = now();
      await saveCallList(pool, { name, settings: request.body, by: doneBy(callerOf(request)), now: at });
      return { name, ...request.body, at: new Date(at).toISOString() };
    },
  );

export const listCallListsRoute: Route = (app, { pool, authenticate }) =>
  app.get(
    '/v1/call-lists',
    {
      onRequest: allow(authenticate, 'surveys:read', 'answers:write', 'programmes:write'),
      schema: {
        summary: 'The call lists',
        tags,
        response: { 200: z.object({ callLists: z.array(ShownCallList) }), ...problems },
      },
    },
    async () => ({ callLists: (await readCallLists(pool)).map(shownList) }),
  );

export const removeCallListRoute: Route = (app, { pool, authenticate }) =>
  app.delete(
    '/v1/call-lists/:name',
    {
      onRequest: allow(authenticate, 'programmes:write'),
      schema: {
        summary: 'Take a call list away',
        description: 'Whoever waits to be called waits on, for other lists, until the deadline.',
        tags,
        params,
        response: { 204: z.null(), ...problems, 404: Problem },
      },
    },
    async (request, reply) => {
      if (!(await removeCallList(pool, request.params.name))) throw unknownList();
      return reply.code(204).send(null);
    },
  );

/** `/v1/call-lists`: which there are. */
export const callListRoutes: readonly Route[] = [putCallListRoute, listCallListsRoute, removeCallListRoute];
