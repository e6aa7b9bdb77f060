import type { IncomingHttpHeaders } from 'node:http';
import { instantOf, knownWord, Role, type SessionTold, scopesOfRole, sessionHoldsMs } from '@hilo/contracts';
import { HttpProblem } from '../../errors.ts';
import type { Caller } from '../caller.ts';
import type { SessionCookies } from './cookies.ts';
import { refuseOtherOrigins } from './same-origin.ts';
import type { Session } from './session.ts';

/** What a service has heard of a session, and up to when it has heard of all of them. */
export type HeardOfSession = { told?: SessionTold; confirmedAt: number };

/** The person who is signed in; undefined for who comes without a cookie of ours. */
export type SignedIn = (asked: {
  headers: IncomingHttpHeaders;
  method?: string | undefined;
}) => Promise<Caller | undefined>;

type Options = {
  cookies(): Promise<Pick<SessionCookies, 'read'>>;
  /** As this service knows it. */
  findSession(id: string): Promise<HeardOfSession>;
  source: string;
  /** Where people open Hilo in a browser. */
  url: string;
  now(): number;
};

const rememberMs = 5000;
const mostRemembered = 10_000;

/**
 * Finds who is signed in by the cookie, as every service does by itself. A session holds for a minute after it was known to hold: so
 * what ends it, or takes a role away, is effective then, whatever is away. Throws a 401 problem for one that is over, a 503 problem
 * while nobody knows whether it holds, and a 403 problem for what a page from elsewhere asks for.
 */
export const createSignedIn = ({ cookies, findSession, source, url, now }: Options): SignedIn => {
  const remembered = new Map<string, HeardOfSession & { until: number }>();

  const heardOf = async (id: string): Promise<HeardOfSession> => {
    const known = remembered.get(id);
    if (known !== undefined && known.until > now()) return known;
    if (remembered.size > mostRemembered) remembered.clear();
    const heard = { ...(await findSession(id)), until: now() + rememberMs };
    remembered.set(id, heard);
    return heard;
  };

  return async ({ headers, method }) => {
    const session = (await cookies()).read(headers, now());
    if (session === undefined) return undefined;
    refuseOtherOrigins(headers, method, url);
    const roles = rolesNow(session, await heardOf(session.id), now());
    const scopes = new Set(roles.flatMap((role) => scopesOfRole[role]));
    return { kind: 'person', keyId: sessionKey, source, subject: session.subject, roles, scopes };
  };
};

/** Stands in the audit where the key does. */
export const sessionKey = 'session';

/** As what the person acts, by the latest that was heard. */
const rolesNow = (session: Session, { told, confirmedAt }: HeardOfSession, now: number): Role[] => {
  if (told?.kind === 'ended') throw new HttpProblem(401, 'Not authorised', 'This session has ended: sign in again.');
  const changedAt = told?.kind === 'changed' ? instantOf(told.at) : 0;
  const knownAt = Math.max(session.since, confirmedAt, changedAt);
  if (told?.kind === 'unconfirmed' || knownAt + sessionHoldsMs <= now)
    throw new HttpProblem(503, 'Not now', 'Whether this session still holds cannot be known now; try again soon.');
  const roles = told?.kind === 'changed' ? told.roles.flatMap((role) => knownWord(Role, role) ?? []) : session.roles;
  return [...roles];
};
