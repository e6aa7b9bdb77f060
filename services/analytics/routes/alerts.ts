import { AlertKind, Problem, Timestamp, Word } from '@hilo/contracts';
import { allow, callerOf, cursorOf, doneBy, HttpProblem, keyTime, pageLimit, pageOf, problems } from '@hilo/runtime';
import { z } from 'zod';
import { type AlertRow, acknowledgeAlert, findAlert, listAlerts } from '../store/alerts.ts';
import { type Muted, muteSeries } from '../store/watched-series.ts';
import { type Context, type Route, tags } from './context.ts';
import { AlertId, ShownAlert, shownAlert } from './shown-alert.ts';

const Why = z.string().min(1).max(1000).describe('For whoever asks in a year.');
const YesNo = z.enum(['true', 'false']).transform((text) => text === 'true');

const cursorInAlerts = cursorOf('alerts', z.tuple([keyTime, z.uuid()]));

const listAlertsRoute: Route = (app, { pool, authenticate, timeZone }) =>
  app.get(
    '/v1/alerts',
    {
      onRequest: allow(authenticate, 'analytics:read', 'alerts:write'),
      schema: {
        summary: 'Figures that left their band or fell silent, the latest first',
        description:
          'Each says what was expected, what was seen, since when and of how many, by which method, and what is behind it. They come by hilo.alerts.v1, outgoing webhooks (`hilo.alert.*`) and GET /v1/live as well.',
        tags,
        querystring: z.object({
          watch: Word.optional(),
          metric: Word.optional(),
          kind: AlertKind.optional(),
          state: z.enum(['open', 'over']).optional(),
          acknowledged: YesNo.optional(),
          limit: pageLimit,
          cursor: cursorInAlerts.parameter,
        }),
        response: {
          200: z.object({ alerts: z.array(ShownAlert), nextCursor: z.string().optional() }),
          ...problems,
        },
      },
    },
    async ({ query: { watch, metric, kind, state, acknowledged, limit, cursor } }) => {
      const isOpen = state === undefined ? undefined : state === 'open';
      const wanted = { watch, metric, kind, isOpen, isAcknowledged: acknowledged, before: cursor, limit: limit + 1 };
      const { page, next } = pageOf(await listAlerts(pool, wanted), limit, ({ raisedAt, id }) =>
        cursorInAlerts.encode([new Date(raisedAt).toISOString(), id]),
      );
      return { alerts: page.map((alert) => shownAlert(alert, timeZone)), ...next };
    },
  );

const alertRoute: Route = (app, { pool, authenticate, timeZone }) =>
  app.get(
    '/v1/alerts/:id',
    {
      onRequest: allow(authenticate, 'analytics:read', 'alerts:write'),
      schema: {
        summary: 'An alert',
        tags,
        params: AlertId,
        response: { 200: ShownAlert, ...problems, 404: Problem },
      },
    },
    async ({ params: { id } }) => shownAlert(await known({ pool }, id), timeZone),
  );

const acknowledgeRoute: Route = (app, { pool, authenticate, now, timeZone }) =>
  app.post(
    '/v1/alerts/:id/acknowledge',
    {
      onRequest: allow(authenticate, 'alerts:write'),
      schema: {
        summary: 'Say that an alert was seen, and what is done about it',
        description: 'Who was first stays. It is still followed until it is over.',
        tags,
        params: AlertId,
        body: z.strictObject({ why: Why }),
        response: { 200: ShownAlert, ...problems, 404: Problem },
      },
      config: { example: { why: 'The lounge is being rebuilt until Friday; the supplier knows.' } },
    },
    async (request) => {
      const { id } = request.params;
      const at = new Date(now()).toISOString();
      await acknowledgeAlert(pool, id, { by: doneBy(callerOf(request)), why: request.body.why, at });
      return shownAlert(await known({ pool }, id), timeZone);
    },
  );

const longestMuteMs = 366 * 24 * 3_600_000;

const muteRoute: Route = (app, { pool, authenticate, now }) =>
  app.post(
    '/v1/alerts/:id/mute',
    {
      onRequest: allow(authenticate, 'alerts:write'),
      schema: {
        summary: 'Tell nobody of the figure and group of an alert for a while',
        description:
          'It is judged all the same: what is raised meanwhile is in the list, as `muted`, and is sent to nobody. `until` that has passed lets it be told again.',
        tags,
        params: AlertId,
        body: z.strictObject({ until: Timestamp.describe('A year at most.'), why: Why }),
        response: {
          200: z.object({ watch: Word, group: ShownAlert.shape.group, until: Timestamp }),
          ...problems,
          404: Problem,
        },
      },
      config: { example: { until: '2026-12-24T00:00:00Z', why: 'The lounge is being rebuilt.' } },
    },
    async (request) => {
      const { watch, key, group } = await known({ pool }, request.params.id);
      const until = new Date(request.body.until);
      if (until.getTime() > now() + longestMuteMs)
        throw new HttpProblem(400, 'Invalid request', 'The body is not what this endpoint takes.', [
          { path: ['until'], message: 'is more than a year away: remove the watch instead' },
        ]);
      const at = new Date(now()).toISOString();
      const muted: Muted = { until: until.toISOString(), by: doneBy(callerOf(request)), why: request.body.why, at };
      if (!(await muteSeries(pool, { watch, key }, muted)))
        throw new HttpProblem(404, 'Not found', 'This is not watched any more: there is nothing to mute.');
      return { watch, group, until: muted.until };
    },
  );

/** `/v1/alerts`: what left its band. */
export const alertRoutes: readonly Route[] = [listAlertsRoute, alertRoute, acknowledgeRoute, muteRoute];

const known = async ({ pool }: Pick<Context, 'pool'>, id: string): Promise<AlertRow> => {
  const alert = await findAlert(pool, id);
  if (alert === undefined) throw new HttpProblem(404, 'Not found', 'There is no such alert.');
  return alert;
};
