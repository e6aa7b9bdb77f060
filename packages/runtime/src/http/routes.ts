import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';

export type Routes = FastifyPluginAsyncZod;

/** The server, as routes are added to it. */
export type RouteApp = Parameters<Routes>[0];
