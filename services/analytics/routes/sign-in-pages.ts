import { addPages, HttpProblem, isFromThisMachine, type RouteApp, refuseOtherOrigins } from '@hilo/runtime';
import { z } from 'zod';
import { beginLocalSession, beginSession } from '../signing-in/begin-session.ts';
import type { Provider } from '../signing-in/provider.ts';
import type { SignIn } from '../signing-in/sign-in.ts';
import { tellEnd } from '../signing-in/tell-session.ts';
import { endSignIn } from '../store/sign-ins.ts';
import type { Context } from './context.ts';

/** `/auth/…`: the pages by which people sign in, and out. */
export const addSignInPages = (app: RouteApp, context: Context) =>
  addPages(app, async (pages) => {
    addLogin(pages, context);
    addCallback(pages, context);
    addLocalLink(pages, context);
    addLogout(pages, context);
  });

/** To the identity provider. */
const addLogin = (pages: RouteApp, { signIn }: Context): void => {
  // biome-ignore lint/suspicious/noThenProperty: it is called so in the address, and nobody waits for it.
  const query = z.object({ then: z.string().max(2000).default('/') });
  pages.get('/auth/login', { schema: { hide: true, querystring: query } }, async (request, reply) => {
    const { cookies, url, provider } = given(signIn);
    const goOn = pathHere(request.query.then, url);
    const { address, begun } = await known(provider).begin();
    return reply.header('set-cookie', cookies.writeBegun({ ...begun, goOn })).redirect(address.href, 303);
  });
};

const BegunSignIn = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), goOn: z.string() });

/** Back from the identity provider. */
const addCallback = (pages: RouteApp, { pool, now, signIn }: Context): void => {
  pages.get('/auth/callback', { exposeHeadRoute: false, schema: { hide: true } }, async (request, reply) => {
    const { cookies, url, hours, provider, sealing } = given(signIn);
    const begun = BegunSignIn.safeParse(cookies.readBegun(request.headers)).data;
    if (begun === undefined) {
      const detail =
        'Nobody began to sign in here in the last ten minutes, or in another browser: begin at /auth/login.';
      throw new HttpProblem(400, 'Invalid request', detail);
    }
    const person = await known(provider).finish(new URL(request.url, url), begun);
    const session = await beginSession({ pool, now: now(), hours }, person, sealing);
    const set = [cookies.write(session, now()), cookies.clearBegun()];
    return reply.header('set-cookie', set).redirect(begun.goOn, 303);
  });
};

/** The link that `npm start` prints: it works once, for five minutes, on this machine. */
const addLocalLink = (pages: RouteApp, { pool, now, signIn }: Context): void => {
  const querystring = z.object({ token: z.string().max(200) });
  // Who asks for the headers alone would use it up.
  const options = { exposeHeadRoute: false, schema: { hide: true, querystring } };
  pages.get('/auth/local', options, async (request, reply) => {
    const { cookies, secrets, hours } = given(signIn);
    if (!isFromThisMachine(request))
      throw new HttpProblem(403, 'Not allowed', 'This link is for the machine on which Hilo runs, and no other.');
    const session = await beginLocalSession({ pool, now: now(), hours }, { token: request.query.token, secrets });
    return reply.header('set-cookie', cookies.write(session, now())).redirect('/', 303);
  });
};

/** Ends the session, here and everywhere. */
const addLogout = (pages: RouteApp, { pool, log, now, signIn }: Context): void => {
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

/** A path of this origin, and of no other, whatever a browser makes of it. */
const pathHere = (text: string, url: string): string => {
  const { origin } = new URL(url);
  const isHere =
    /^\/(?![/\\])[!-~]*$/.test(text) && URL.canParse(text, origin) && new URL(text, origin).origin === origin;
  if (isHere) return text;
  throw new HttpProblem(400, 'Invalid request', 'The querystring is not what this endpoint takes.', [
    { path: ['then'], message: 'is no path of this address, such as /customers' },
  ]);
};

const given = (signIn: SignIn | undefined): SignIn => {
  if (signIn !== undefined) return signIn;
  throw new HttpProblem(404, 'Not found', 'Nobody can sign in here: the operator has set no HILO_SESSION_SECRET.');
};

const known = (provider: Provider | undefined): Provider => {
  if (provider !== undefined) return provider;
  throw new HttpProblem(
    404,
    'Not found',
    'No identity provider is set (HILO_OIDC_ISSUER). Who started Hilo on this machine opens the link that npm start printed; another start prints another.',
  );
};
