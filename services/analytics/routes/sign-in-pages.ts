import { addPages, HttpProblem, isFromThisMachine, type RouteApp, refuseOtherOrigins } from '@hilo/runtime';
import { z } from 'zod';
import { beginLocalSession } from '../signing-in/begin-session.ts';
import type { SignIn } from '../signing-in/sign-in.ts';
import { tellEnd } from '../signing-in/tell-session.ts';
import { endSignIn } from '../store/sign-ins.ts';
import type { Context } from './context.ts';

/** `/auth/…`: the pages by which people sign in, and out. */
export const addSignInPages = (app: RouteApp, context: Context) =>
  addPages(app, async (pages) => {
    addLocalLink(pages, context);
    addLogout(pages, context);
  });

/** The link that `npm start` prints: it works once, for five minutes, on this machine. */
const addLocalLink = (pages: RouteApp, { pool, now, signIn }: Context): void => {
  pages.get(
    '/auth/local',
    {
      // Who asks for the headers alone would use it up.
      exposeHeadRoute: false,
      schema: { hide: true, querystring: z.object({ token: z.string().max(200) }) },
    },
    async (request, reply) => {
      const { cookies, secrets, hours } = given(signIn);
      if (!isFromThisMachine(request))
        throw new HttpProblem(403, 'Not allowed', 'This link is for the machine on which Hilo runs, and no other.');
      const session = await beginLocalSession({ pool, now: now(), hours }, { token: request.query.token, secrets });
      return reply.header('set-cookie', cookies.write(session, now())).redirect('/', 303);
    },
  );
};

/** Ends the session, here and everywhere. */
const addLogout = (pages: RouteApp, context: Context): void => {
  const { pool, log, now, signIn } = context;
  pages.post('/auth/logout', { schema: { hide: true } }, async (request, reply) => {
    const { cookies, url } = given(signIn);
    const session = cookies.read(request.headers, now());
    if (session !== undefined) {
      refuseOtherOrigins(request.headers, request.method, url);
      await tellEnd({ log }, { ...session, at: now() });
      await endSignIn(pool, session.id);
    }
    return reply.header('set-cookie', cookies.clear()).status(204).send();
  });
};

const given = (signIn: SignIn | undefined): SignIn => {
  if (signIn !== undefined) return signIn;
  throw new HttpProblem(404, 'Not found', 'Nobody can sign in here: the operator has set no HILO_SESSION_SECRET.');
};
