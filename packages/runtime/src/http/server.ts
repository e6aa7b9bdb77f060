import type { RequestListener } from 'node:http';
import { Problem } from '@hilo/contracts';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { serializerCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { HttpProblem } from '../errors.ts';
import type { Health } from '../health.ts';
import type { Logger } from '../logger.ts';
import { recordRequest } from '../telemetry/measure.ts';
import { beginRequest, endRequest } from '../telemetry/tracing.ts';
import { admitTo, type Exposure } from './access.ts';
import { guardBodies } from './body.ts';
import { showDocuments } from './documents.ts';
import { drain } from './drain.ts';
import { homePage, type Introduction } from './html/home.ts';
import { addPages, problemPage, wantsPage } from './html/pages.ts';
import { type Listener, socketLimits } from './listener.ts';
import { spareLongBodies } from './long-body.ts';
import { maskAnswers } from './masking.ts';
import { answerUnknownRoutes } from './methods.ts';
import { problemOf } from './problem.ts';
import { refuseUnknownParameters } from './query.ts';
import { requestIdOf } from './request-id.ts';
import { openRequestLines } from './request-lines.ts';
import type { FrontPage, Routes } from './routes.ts';
import { followUnfitRoutes, type UnfitRoutes } from './unfit-routes.ts';
import { guardUrls } from './urls.ts';
import { validatorCompiler } from './validator.ts';

export type ServerOptions = {
  logger: Logger;
  /** The server that listens already; without one, the server listens when it is told to. */
  listener?: Pick<Listener, 'server' | 'handOver'>;
  /** What runs in the process, for who meets it first. */
  services: readonly Introduction[];
  routes: readonly Routes[];
  /** What browsers are shown at `/`; without it, what runs here, which is at `/about` as well. */
  frontPage?: FrontPage | undefined;
  /** Rejects, naming what is missing, when the process cannot do its work. */
  ready(): Promise<void>;
  /** Told which routes cannot be answered until the database is mended. */
  health: Pick<Health, 'note' | 'clear'>;
  renderMetrics(): Promise<string>;
  exposure: Exposure;
};

const maxBodyBytes = 10 * 1024 * 1024;

/** The HTTP server of a process: the routes of its services and what every service answers. */
export const createServer = async ({
  logger,
  listener,
  services,
  routes,
  frontPage,
  ready,
  health,
  renderMetrics,
  exposure: { docs, metrics, authenticate },
}: ServerOptions) => {
  let answer: RequestListener = () => {};
  const { requestTimeout, keepAliveTimeout, ...http } = socketLimits;
  const app = Fastify({
    logger: false,
    bodyLimit: maxBodyBytes,
    requestTimeout,
    http,
    keepAliveTimeout,
    ...(listener && {
      serverFactory: (handler: RequestListener) => {
        answer = handler;
        return listener.server;
      },
    }),
    // Who is connected while the process ends gets an answer; `drain` closes the connections.
    return503OnClosing: false,
    genReqId: requestIdOf,
    // A proxy beside it says where somebody comes from; nobody else is believed.
    trustProxy: ['loopback', 'linklocal', 'uniquelocal'],
    // An id of 200 characters, each of which may be nine in a URL.
    routerOptions: { maxParamLength: 2000, ignoreTrailingSlash: true },
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  const unfitRoutes = followUnfitRoutes({ health, logger, quiet });
  app.addHook('onClose', async () => unfitRoutes.close());
  answerErrors(app, logger, unfitRoutes);
  answerUnknownRoutes(app, docs === 'off' ? '' : ' What there is: /docs');
  refuseUnknownParameters(app);
  observe(app, logger, unfitRoutes);
  guardBodies(app);
  spareLongBodies(app.server);
  guardUrls(app);
  maskAnswers(app);
  const closing = new AbortController();
  app.decorate('closing', closing.signal);
  app.addHook('preClose', () => {
    closing.abort();
    return drain(app.server);
  });

  await addPages(app, homePage({ services, frontPage, docs, metrics, ready }));
  if (docs !== 'off') await showDocuments(app, { docs, authenticate });
  for (const plugin of routes) await app.register(plugin);

  answerOperators(app, { ready, renderMetrics, metrics, authenticate });
  if (listener) {
    await app.ready();
    listener.handOver(answer);
  }
  return app;
};

declare module 'fastify' {
  interface FastifyInstance {
    /** Aborted when the process ends: an answer that goes on for ever is to end then. */
    closing: AbortSignal;
  }
}

type Server = Awaited<ReturnType<typeof createServer>>;

const answerErrors = (
  app: Pick<FastifyInstance, 'setErrorHandler'>,
  logger: Logger,
  unfitRoutes: Pick<UnfitRoutes, 'note'>,
): void => {
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error);
    const isSaid = unfitRoutes.note({ method: request.method, route: routeOf(request) }, error);
    if (problem.status >= 500 && !isSaid && !isIntended(error, request)) {
      logger.error({ request: request.id, route: routeOf(request), err: error }, 'a request failed');
    }
    if (problem.status === 503) reply.header('retry-after', '1');
    if (problem.status === 401) reply.header('www-authenticate', challengeOf(request));
    reply.status(problem.status);
    if (request.routeOptions.config.isPage && wantsPage(request))
      return reply.type('text/html; charset=utf-8').send(problemPage(problem));
    return reply.type('application/problem+json').send(problem);
  });
};

/** Whether it lives, whether it can do its work, and what it has measured. */
const answerOperators = (
  app: Pick<FastifyInstance, 'get'>,
  {
    ready,
    renderMetrics,
    metrics,
    authenticate,
  }: Pick<ServerOptions, 'ready' | 'renderMetrics'> & Omit<Exposure, 'docs'>,
): void => {
  app.get('/livez', { schema: { hide: true } }, async () => ({ status: 'alive' }));
  app.get('/readyz', { schema: { hide: true } }, async () => {
    await ready();
    return { status: 'ready' };
  });
  if (metrics === 'off') return;
  const onRequest = admitTo(metrics, authenticate, 'metrics:read');
  app.get('/metrics', { onRequest, schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/plain; version=0.0.4').send(await renderMetrics()),
  );
};

/** How a key is to be shown: as the SDKs do on their routes, and as browsers can for what people read. */
const challengeOf = ({ routeOptions: { schema, url } }: FastifyRequest): string =>
  url?.startsWith('/docs') || schema?.security?.some((one) => 'basic' in one)
    ? 'Basic realm="Hilo", charset="UTF-8"'
    : 'Bearer realm="Hilo"';

/** Answers that every route with a key may give, for its schema. */
export const problems = { 400: Problem, 401: Problem, 403: Problem } as const;

const quiet = new Set(['/livez', '/readyz', '/metrics']);

/** Turning work away is no failure of ours, nor is who hung up in the middle of a body. */
const isIntended = (error: unknown, { raw }: FastifyRequest): boolean =>
  (error instanceof HttpProblem && error.cause === undefined) || (raw.destroyed && !raw.complete);

const unknownRoute = 'unknown';

const routeOf = (request: FastifyRequest): string => request.routeOptions.url ?? unknownRoute;

type Hooks = Pick<Server, 'addHook'>;

/** One measurement for every request, a span where spans are made, and one wide line, of which some are left out where all is well. */
const observe = (app: Hooks, logger: Logger, { clear }: UnfitRoutes): void => {
  const lines = openRequestLines(logger);
  app.addHook('onClose', async () => lines.close());
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    const route = routeOf(request);
    if (!quiet.has(route)) beginRequest(request.raw, request.method, route);
    done();
  });
  app.addHook('onResponse', ({ id, method, raw, routeOptions }, { statusCode: status, elapsedTime }, done) => {
    const { url: route = unknownRoute } = routeOptions;
    const ms = Math.round(elapsedTime * 10) / 10;
    endRequest(raw, status);
    recordRequest({ route, method, status }, ms);
    if (status < 500) clear({ method, route });
    if (!quiet.has(route)) lines.note({ request: id, method, route, status, ms });
    done();
  });
};
