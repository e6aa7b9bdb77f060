import type { FastifyReply } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';

export type Routes = FastifyPluginAsyncZod;

/** The server, as routes are added to it. */
export type RouteApp = Parameters<Routes>[0];

/** Answers with a page, and says by its headers what that page may do. */
export type FrontPage = (reply: FastifyReply) => unknown;
