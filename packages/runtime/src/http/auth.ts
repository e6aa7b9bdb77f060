import type { IncomingHttpHeaders } from 'node:http';
import { type ApiKey, instantOf, knownWord, Scope } from '@hilo/contracts';
import type { FastifyRequest } from 'fastify';
import { HttpProblem } from '../errors.ts';
import { type Caller, mayDo } from './caller.ts';
import { hashKey, keyId as idOfKey, sameHash } from './keys.ts';
import { actingFor } from './person.ts';
import { type SignedIn, sessionKey } from './sessions/signed-in.ts';

/** Who asks, if the key has one of the scopes; at once, if who asks did so a moment ago. */
export type Authenticate = (
  request: Pick<FastifyRequest, 'headers'> & { method?: string | undefined },
  ...anyOf: readonly [Scope, ...Scope[]]
) => Caller | Promise<Caller>;

export type AuthenticatorOptions = {
  /** The key of the operator, which may do everything. */
  rootKey: string;
  rootSource: string;
  /** The key as this service knows it. */
  findKey(id: string): Promise<ApiKey | undefined>;
  /** Told that a key was used, at most once a minute. */
  onUse?(keyId: string): void;
  /** Who comes without a key, and is signed in; absent where nobody can sign in. */
  signedIn?: SignedIn;
  now(): number;
};

const rememberMs = 5000;
const mostRemembered = 10_000;
const tellUseEveryMs = 60_000;

/**
 * Finds the caller by `Authorization: Bearer KEY` (or Basic, the key as the user name), and the person for whom a key with the
 * scope people:act says that it acts; or, of who sends no key, by the session. Throws a 401 problem for a wrong key and a 403 for a missing scope. A key is remembered
 * for 5 seconds, so that a revoked one ends soon everywhere.
 */
export const createAuthenticator = ({
  rootKey,
  rootSource,
  findKey,
  onUse,
  signedIn,
  now,
}: AuthenticatorOptions): Authenticate => {
  const root: Caller = { kind: 'key', keyId: 'root', source: rootSource, scopes: new Set(['*']) };
  const rootHash = hashKey(rootKey);
  const remembered = new Map<string, Remembered>();
  // By the header, so that who posts all the time is not verified all the time.
  const verified = new Map<string, Verified>();
  const toldOfUse = new Map<string, number>();

  const lookUp = async (id: string): Promise<Remembered> => {
    const known = remembered.get(id);
    if (known && known.until > now()) return known;
    if (remembered.size > mostRemembered) remembered.clear();
    const found = { key: await findKey(id), until: now() + rememberMs };
    remembered.set(id, found);
    return found;
  };

  const tellUse = (id: string): void => {
    const told = toldOfUse.get(id);
    if (told !== undefined && now() - told < tellUseEveryMs) return;
    if (toldOfUse.size > mostRemembered) toldOfUse.clear();
    toldOfUse.set(id, now());
    onUse?.(id);
  };

  const verify = async (given: string): Promise<Verified | undefined> => {
    const hash = hashKey(given);
    if (sameHash(hash, rootHash)) return { caller: root, until: now() + rememberMs };
    const id = idOfKey(given);
    const { key, until = 0 } = id === undefined ? {} : await lookUp(id);
    if (!key || !sameHash(hash, key.hash) || key.revokedAt !== undefined) return undefined;
    const expiresAt = key.expiresAt === undefined ? Number.POSITIVE_INFINITY : instantOf(key.expiresAt);
    if (expiresAt <= now()) return undefined;
    tellUse(key.id);
    const { id: keyId, source, rateLimit } = key;
    // By a scope that this version does not know, nothing can be done here.
    const scopes = new Set(key.scopes.flatMap((scope) => knownWord(Scope, scope) ?? []));
    const limit = rateLimit === undefined ? {} : { rateLimit };
    const caller: Caller = { kind: 'key', keyId, source, scopes, ...limit };
    return { caller, until: Math.min(until, expiresAt) };
  };

  const verifyHeaders = async (headers: IncomingHttpHeaders, anyOf: readonly Scope[]): Promise<Caller> => {
    const { authorization: header = '' } = headers;
    const given = keyIn(header);
    const found = given === undefined ? undefined : await verify(given);
    if (!found) throw new HttpProblem(401, 'Not authorised', sendKey);
    if (verified.size > mostRemembered) verified.clear();
    verified.set(header, found);
    return allowed(actingFor(headers, found.caller), anyOf);
  };

  const verifySession = async (asked: Parameters<SignedIn>[0], anyOf: readonly Scope[]): Promise<Caller> => {
    const found = await signedIn?.(asked);
    if (!found) throw new HttpProblem(401, 'Not authorised', `${sendKey}, or sign in: /auth/login`);
    return allowed(found, anyOf);
  };

  return ({ headers, method }, ...anyOf) => {
    if (headers.authorization === undefined && signedIn) return verifySession({ headers, method }, anyOf);
    const known = verified.get(headers.authorization ?? '');
    if (known !== undefined && known.until > now()) return allowed(actingFor(headers, known.caller), anyOf);
    return verifyHeaders(headers, anyOf);
  };
};

const sendKey = 'Send a valid key: Authorization: Bearer KEY';

type Remembered = { key: ApiKey | undefined; until: number };
type Verified = { caller: Caller; until: number };

const allowed = (caller: Caller, anyOf: readonly Scope[]): Caller => {
  if (mayDo(caller, ...anyOf)) return caller;
  const by = caller.keyId === sessionKey ? '' : ' and by this key';
  const who = caller.kind === 'key' ? 'This key' : `${caller.subject}, in these roles${by},`;
  throw new HttpProblem(403, 'Not allowed', `${who} has not the scope ${anyOf.join(' or ')}.`);
};

const keyIn = (authorization: string): string | undefined => {
  const [, scheme = '', rest = ''] = /^(\w+) +(\S+)$/.exec(authorization) ?? [];
  if (scheme.toLowerCase() === 'bearer') return rest;
  if (scheme.toLowerCase() === 'basic') return Buffer.from(rest, 'base64').toString().split(':')[0];
  return undefined;
};
