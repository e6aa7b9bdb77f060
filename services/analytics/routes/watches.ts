import { DecidedBy, Problem, Timestamp, Word } from '@hilo/contracts';
import {
  allow,
  callerOf,
  cursorOf,
  doneBy,
  HttpProblem,
  keyText,
  pageLimit,
  pageOf,
  problems,
  publishOutbox,
  type Transaction,
  transaction,
} from '@hilo/runtime';
import { z } from 'zod';
import { type PublishedWatch, publishWatch, removeWatch, unknownWatch } from '../alerts/publish-watch.ts';
import { ShownWatchContent, Watch, watchedQuestion } from '../domain/alerts/watch.ts';
import { personalIn } from '../domain/personal.ts';
import { versionTag } from '../segments/seen-version.ts';
import { latestWatch, listWatches, type WatchVersion } from '../store/watches.ts';
import { readWatchProgress, type WatchProgress } from '../store/watching.ts';
import { type Context, type Route, tags } from './context.ts';

const WatchName = z.object({ name: Word.meta({ example: 'nps-of-lounges' }) });
const Why = z.string().min(1).max(1000).describe('Why it is changed, for whoever asks in a year.');
const seenHeader = z
  .string()
  .max(1000)
  .optional()
  .describe('The version that you have seen, as its ETag says it, such as `"1"`. None for a new watch.');

const ShownWatch = z.object({
  name: Word,
  version: z.int(),
  watch: ShownWatchContent.optional().describe('Absent where this release cannot read it.'),
  by: DecidedBy,
  why: z.string(),
  at: Timestamp.describe('Since when it is so.'),
  nextDay: z.iso.date().optional().describe('The day that is judged next, once it is over.'),
  groups: z.int().optional().describe('How many groups were looked at on the day before.'),
  leftOut: z.int().optional().describe('How many groups were too many, beyond the 500 of which most is known.'),
  unreadable: z.string().optional().describe('Why it cannot be judged; it is tried again.'),
});
const changed = { 412: Problem, 428: Problem };

const changeWatchRoute: Route = (app, context) =>
  app.put(
    '/v1/watches/:name',
    {
      onRequest: allow(context.authenticate, 'alerts:write'),
      schema: {
        summary: 'Watch a figure, or by the next version: an alert comes when it leaves its band or falls silent',
        description:
          'Each day is judged once, some hours after its end, beside what was usual on that day of the week in the eight weeks before; where less than four weeks or thirty answers are known, it is learnt first. Nobody has to say what is too low: docs/alerts.md says how it is found.',
        tags,
        params: WatchName,
        headers: z.object({
          'if-match': seenHeader,
          'if-none-match': z.literal('*').optional().meta({ description: '`*`: only if there is no such watch.' }),
        }),
        body: z.strictObject({ watch: Watch, why: Why }),
        response: { 200: ShownWatch, ...problems, ...changed },
      },
      config: {
        example: {
          watch: { metric: 'csat', groupBy: ['touchpoint'], filters: { channel: 'call_centre' } },
          why: 'The call centre has a new supplier.',
        },
      },
    },
    async (request, reply) => {
      const { params, body, headers } = request;
      refusePersonalWatch(body.watch, context);
      const author = {
        by: doneBy(callerOf(request)),
        why: body.why,
        now: context.now(),
        timeZone: context.timeZone,
      };
      const seen = { match: headers['if-match'], noneMatch: headers['if-none-match'] };
      const publishing = { name: params.name, watch: body.watch, seen };
      const version = await changing(context, (tx) => publishWatch(tx, publishing, author));
      reply.header('etag', versionTag(version));
      return shownWatch(context, params.name);
    },
  );

const removeWatchRoute: Route = (app, context) =>
  app.delete(
    '/v1/watches/:name',
    {
      onRequest: allow(context.authenticate, 'alerts:write'),
      schema: {
        summary: 'Watch it no more: its alerts are over, and stay in the list',
        tags,
        params: WatchName,
        headers: z.object({ 'if-match': seenHeader }),
        querystring: z.object({ why: Why }),
        response: { 204: z.null(), ...problems, 404: Problem, ...changed },
      },
    },
    async (request, reply) => {
      const author = { by: doneBy(callerOf(request)), why: request.query.why, now: context.now() };
      const removing = { name: request.params.name, match: request.headers['if-match'] };
      await changing(context, (tx) => removeWatch(tx, removing, author));
      return reply.code(204).send(null);
    },
  );

const watchRoute: Route = (app, context) =>
  app.get(
    '/v1/watches/:name',
    {
      onRequest: allow(context.authenticate, 'analytics:read', 'alerts:write'),
      schema: {
        summary: 'What is watched under this name, and which day is judged next',
        description: 'Its ETag is what If-Match of PUT has to say.',
        tags,
        params: WatchName,
        response: { 200: ShownWatch, ...problems, 404: Problem },
      },
    },
    async ({ params: { name } }, reply) => {
      const shown = await shownWatch(context, name);
      reply.header('etag', versionTag(shown.version));
      return shown;
    },
  );

const cursorInWatches = cursorOf('watches', keyText);

const listWatchesRoute: Route = (app, { pool, authenticate }) =>
  app.get(
    '/v1/watches',
    {
      onRequest: allow(authenticate, 'analytics:read', 'alerts:write'),
      schema: {
        summary: 'What is watched, by name',
        description: 'Some are there from the first start; each can be changed or removed.',
        tags,
        querystring: z.object({ limit: pageLimit, cursor: cursorInWatches.parameter }),
        response: {
          200: z.object({ watches: z.array(ShownWatch), nextCursor: z.string().optional() }),
          ...problems,
        },
      },
    },
    async ({ query: { limit, cursor = '' } }) => {
      const rows = await listWatches(pool, cursor, limit + 1);
      const { page, next } = pageOf(rows, limit, ({ name }) => cursorInWatches.encode(name));
      const progress = await readWatchProgress(
        pool,
        page.map(({ name }) => name),
      );
      const watches = page.map((one) =>
        shownVersion(
          one,
          progress.find(({ name }) => name === one.name),
        ),
      );
      return { watches, ...next };
    },
  );

/** `/v1/watches`: of which figures one is told. */
export const watchRoutes: readonly Route[] = [changeWatchRoute, removeWatchRoute, watchRoute, listWatchesRoute];

/** Alerts are told to whoever listens: what may say who somebody is, is watched for nobody. */
const refusePersonalWatch = (watch: Watch, { analystDimensions }: Context): void => {
  const name = personalIn(watchedQuestion(watch, { from: '2026-01-01', to: '2026-01-01' }), analystDimensions);
  if (name === undefined) return;
  const detail = `${name} may say who somebody is, and alerts are told to whoever listens: it can be watched once HILO_ANALYST_DIMENSIONS names it.`;
  throw new HttpProblem(403, 'Not allowed', detail);
};

/** Changes a watch, and tells others what is over by it; where the log is away, the outbox is swept when it is back. Gives the version. */
const changing = async (
  { pool, log, logger }: Context,
  change: (tx: Transaction) => Promise<PublishedWatch>,
): Promise<number> => {
  const { version, outbox, ids } = await transaction(pool, change);
  await publishOutbox({ pool, log }, ids, outbox).catch((err: unknown) =>
    logger.warn({ err }, 'a watch was changed, and what is over by it is told of later'),
  );
  return version;
};

const shownWatch = async ({ pool }: Context, name: string): Promise<z.infer<typeof ShownWatch>> => {
  const latest = await latestWatch(pool, name);
  if (latest === undefined || latest.isRemoved) throw unknownWatch();
  return shownVersion(latest, (await readWatchProgress(pool, [name]))[0]);
};

const shownVersion = (
  { isRemoved: _, watch, ...row }: WatchVersion,
  progress: WatchProgress | undefined,
): z.infer<typeof ShownWatch> => ({
  ...row,
  ...(watch && { watch: ShownWatchContent.parse(watch) }),
  ...(progress && {
    nextDay: progress.day,
    groups: progress.groups,
    leftOut: progress.leftOut,
    ...(progress.unreadable !== null && { unreadable: progress.unreadable }),
  }),
});
