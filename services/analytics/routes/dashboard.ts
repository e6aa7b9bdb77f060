import { randomBytes } from 'node:crypto';
import fastifyStatic from '@fastify/static';
import { type Built, findBuilt, nonceMark } from '@hilo/dashboard/built';
import { ownPaths } from '@hilo/dashboard/paths';
import type { FrontPage, RouteApp } from '@hilo/runtime';

/** The dashboard: its page, and how its addresses are added to a server. */
export type ServedDashboard = { frontPage: FrontPage; addRoutes(app: RouteApp): void };

/** The dashboard as it was built last; nothing where nobody has built it. */
export const openDashboard = (): ServedDashboard | undefined => {
  const built = findBuilt();
  if (built === undefined) return undefined;
  const frontPage = pageOf(built);
  return {
    frontPage,
    addRoutes: (app) => {
      for (const path of ownPaths)
        app.get(path, { schema: { hide: true } }, async (_request, reply) => frontPage(reply));
      // A file has its content in its name: whoever has it never asks again.
      void app.register(fastifyStatic, {
        root: built.assets,
        prefix: '/assets/',
        preCompressed: true,
        immutable: true,
        maxAge: '365d',
        index: false,
        setHeaders: (reply) => void reply.header('x-content-type-options', 'nosniff'),
      });
    },
  };
};

/**
 * Its page, with a nonce of its own: the browser runs scripts of this origin alone, and takes styles of this origin and those that its own
 * scripts bring along by that nonce. It shows the page in no frame, and tells nobody where somebody came from.
 */
const pageOf = ({ page }: Built): FrontPage => {
  const parts = page.split(nonceMark);
  return (reply) => {
    const nonce = randomBytes(16).toString('base64');
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('content-security-policy', policyWith(nonce))
      .header('x-content-type-options', 'nosniff')
      .header('x-frame-options', 'DENY')
      .header('referrer-policy', 'no-referrer')
      .header('cross-origin-opener-policy', 'same-origin')
      .header('cross-origin-resource-policy', 'same-origin')
      .send(parts.join(nonce));
  };
};

const policyWith = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join(';');
