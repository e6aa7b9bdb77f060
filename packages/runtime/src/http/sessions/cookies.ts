import { hkdfSync } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type {} from '@fastify/cookie';
import Fastify from 'fastify';
import { Session } from './session.ts';

/** What is kept sealed in the browser of who signs in, and of who is signed in. */
export type SessionCookies = {
  /** The session in these headers; undefined where there is none, or it was sealed with another secret, or it is over. */
  read(headers: Pick<IncomingHttpHeaders, 'cookie'>, now: number): Session | undefined;
  /** The value of `Set-Cookie` that puts it there. */
  write(session: Session, now: number): string;
  /** The value of `Set-Cookie` that takes it away. */
  clear(): string;
  /** What is to be known again when somebody comes back from who signs people in; for ten minutes. */
  readBegun(headers: Pick<IncomingHttpHeaders, 'cookie'>): unknown;
  writeBegun(begun: Readonly<Record<string, string>>): string;
  clearBegun(): string;
};

type Options = {
  /** The first seals, all of them open. */
  secrets: readonly string[];
  /** Where people open Hilo in a browser. */
  url: string;
};

const [longestSeconds, begunSeconds] = [7 * 24 * 3600, 600];

/** Sealed as `@fastify/secure-session` does it (libsodium's secretbox), by keys that are derived from these secrets. */
export const openSessionCookies = async ({ secrets, url }: Options): Promise<SessionCookies> => {
  // Only where somebody may sign in: nobody else has libsodium in memory.
  const { default: secureSession } = await import('@fastify/secure-session');
  const key = secrets.map((secret) => Buffer.from(hkdfSync('sha256', secret, '', 'sessions of hilo', 32)));
  const app = Fastify({ logger: false });
  await app.register(secureSession, [
    { sessionName: 'session', key, expiry: longestSeconds },
    { sessionName: 'begun', key, expiry: begunSeconds },
  ]);
  await app.ready();

  const isSecure = url.startsWith('https:');
  // What begins so is taken from https alone, for this host and all of its paths.
  const prefix = isSecure ? '__Host-' : '';
  const attributes = { path: '/', httpOnly: true, secure: isSecure, sameSite: 'lax' } as const;
  const nameOf = (kind: Kind): string => `${prefix}${names[kind]}`;
  const open = (kind: Kind, { cookie = '' }: Pick<IncomingHttpHeaders, 'cookie'>): unknown => {
    const sealed = cookie.includes(nameOf(kind)) ? app.parseCookie(cookie)[nameOf(kind)] : undefined;
    const opened = sealed === undefined ? null : app.decodeSecureSession(sealed, undefined, kind);
    // A session that was begun is none that somebody has, though the same keys seal both.
    return opened?.get('kind') === kind ? opened.get('content') : undefined;
  };
  const seal = (kind: Kind, content: unknown, maxAge: number): string =>
    app.serializeCookie(nameOf(kind), app.encodeSecureSession(app.createSecureSession({ kind, content }), kind), {
      ...attributes,
      maxAge,
    });
  const clear = (kind: Kind): string => app.serializeCookie(nameOf(kind), '', { ...attributes, maxAge: 0 });

  return {
    read: (headers, now) => {
      const session = Session.safeParse(open('session', headers)).data;
      return session !== undefined && session.until > now ? session : undefined;
    },
    write: (session, now) => seal('session', session, Math.max(0, Math.floor((session.until - now) / 1000))),
    clear: () => clear('session'),
    readBegun: (headers) => open('begun', headers),
    writeBegun: (begun) => seal('begun', begun, begunSeconds),
    clearBegun: () => clear('begun'),
  };
};

const names = { session: 'hilo_session', begun: 'hilo_sign_in' } as const;
type Kind = keyof typeof names;
