import type { Role } from '@hilo/contracts';
import { PersonSubject } from '@hilo/contracts';
import { HttpProblem } from '@hilo/runtime';
import type { Configuration } from 'openid-client';
import type { SignInConfig } from '../config/sign-in.ts';
import { groupsAt, rolesOf } from '../domain/roles-of-claims.ts';

/** What has to be known again when somebody comes back from the identity provider. */
export type BegunSignIn = { state: string; nonce: string; verifier: string };

/** Who signed in there, as what, and by what it can be asked later whether that still is so. */
export type ProvidedPerson = { subject: string; name?: string; roles: Role[]; refreshToken: string };

/** The identity provider: who signs people in, and knows what they are. */
export type Provider = {
  /** Where to send who wants to sign in. */
  begin(): Promise<{ address: URL; begun: BegunSignIn }>;
  /** Who came back to this address. Throws a problem that says what is wrong. */
  finish(address: URL, begun: BegunSignIn): Promise<ProvidedPerson>;
  /** As what somebody may act now, or that the session has ended there; rejects if that cannot be asked. */
  confirm(known: {
    subject: string;
    refreshToken: string;
  }): Promise<Pick<ProvidedPerson, 'roles' | 'refreshToken'> | 'ended'>;
};

type Library = typeof import('openid-client');
/** What is read of what it gave. */
type Tokens = { access_token: string; refresh_token?: string | undefined; claims(): Claims | undefined };
type Claims = Readonly<Record<string, unknown>> & { sub: string };

const timeoutSeconds = 8;

/** Code flow with PKCE, on the side of the server: no page sees a token. It is found when somebody signs in first. */
export const openProvider = (config: SignInConfig, url: string): Provider => {
  const { HILO_OIDC_SCOPES: scope, HILO_OIDC_ROLES_CLAIM: path, HILO_OIDC_ROLES: rolesOfGroups } = config;
  const find = rememberSuccess(() => discoverProvider(config));
  const callback = new URL('/auth/callback', url).href;

  const readClaims = async (
    tokens: Tokens,
    subject: string | undefined,
  ): Promise<Readonly<Record<string, unknown>>> => {
    const { library, found } = await find();
    const claims = tokens.claims() ?? {};
    if (groupsAt(claims, path) !== undefined || found.serverMetadata().userinfo_endpoint === undefined) return claims;
    const expected = subject ?? tokens.claims()?.sub ?? '';
    return { ...claims, ...(await library.fetchUserInfo(found, tokens.access_token, expected)) };
  };
  const rolesIn = (claims: Readonly<Record<string, unknown>>) => rolesOf(groupsAt(claims, path) ?? [], rolesOfGroups);

  return {
    begin: async () => {
      const { library, found } = await find().catch(away);
      const begun = {
        state: library.randomState(),
        nonce: library.randomNonce(),
        verifier: library.randomPKCECodeVerifier(),
      };
      const address = library.buildAuthorizationUrl(found, {
        redirect_uri: callback,
        scope,
        state: begun.state,
        nonce: begun.nonce,
        code_challenge: await library.calculatePKCECodeChallenge(begun.verifier),
        code_challenge_method: 'S256',
      });
      return { address, begun };
    },
    finish: async (address, { state, nonce, verifier }) => {
      const { library, found } = await find().catch(away);
      const at = new URL(`${callback}${address.search}`);
      const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
      const tokens = await library.authorizationCodeGrant(found, at, checks).catch(refused);
      const claims = await readClaims(tokens, undefined).catch(refused);
      return personOf(claims, { roles: rolesIn(claims), refreshToken: tokens.refresh_token, path });
    },
    confirm: async ({ subject, refreshToken }) => {
      const { library, found } = await find();
      try {
        const tokens = await library.refreshTokenGrant(found, refreshToken);
        const claims = await readClaims(tokens, subject);
        if (claims.sub !== subject) return 'ended';
        return { roles: rolesIn(claims), refreshToken: tokens.refresh_token ?? refreshToken };
      } catch (error) {
        if (isOver(library, error)) return 'ended';
        throw error;
      }
    },
  };
};

/** What the identity provider says of itself; rejects if it cannot be asked. */
export const discoverProvider = async (config: SignInConfig): Promise<{ library: Library; found: Configuration }> => {
  const { HILO_OIDC_ISSUER: issuer = '', HILO_OIDC_CLIENT_ID: id = '', HILO_OIDC_CLIENT_SECRET: secret } = config;
  // Only where somebody signs in by it: nobody else has it in memory.
  const library = await import('openid-client');
  const server = new URL(issuer);
  const execute = server.protocol === 'http:' ? [library.allowInsecureRequests] : [];
  const found = await library.discovery(server, id, secret, undefined, { execute, timeout: timeoutSeconds });
  return { library, found };
};

const rememberSuccess = <Result>(work: () => Promise<Result>): (() => Promise<Result>) => {
  let done: Promise<Result> | undefined;
  return () => {
    done ??= work().catch((error: unknown) => {
      done = undefined;
      throw error;
    });
    return done;
  };
};

const personOf = (
  claims: Readonly<Record<string, unknown>>,
  { roles, refreshToken, path }: { roles: Role[]; refreshToken: string | undefined; path: string },
): ProvidedPerson => {
  const subject = PersonSubject.safeParse(claims.sub).data;
  if (subject === undefined)
    throw new HttpProblem(
      403,
      'Not allowed',
      'The identity provider calls you by what Hilo keeps of nobody: `sub` has to be an id, and no name or address.',
    );
  if (refreshToken === undefined) throw new HttpProblem(503, 'Not ready', noRefreshToken);
  if (roles.length === 0)
    throw new HttpProblem(
      403,
      'Not allowed',
      `You have no role here: ask whoever keeps the groups of your company (claim ${path}) for one.`,
    );
  const name = typeof claims.name === 'string' ? { name: claims.name.slice(0, 200) } : {};
  return { subject, ...name, roles, refreshToken };
};

const noRefreshToken =
  'The identity provider gave no refresh token, without which nobody would see that a role was lost: the operator lets HILO_OIDC_SCOPES have offline_access, or allows it there.';

/** Whether it says that there is nothing to be asked any more, and not that it cannot be asked. */
const isOver = ({ ResponseBodyError, WWWAuthenticateChallengeError }: Library, error: unknown): boolean =>
  (error instanceof ResponseBodyError && error.error === 'invalid_grant') ||
  (error instanceof WWWAuthenticateChallengeError && error.status === 401);

const away = (cause: unknown): never => {
  throw new HttpProblem(503, 'Not now', 'The identity provider cannot be reached; try again soon.', [], { cause });
};

/** Who came back, and is not signed in: what was wrong is not for everybody, and stands in no address. */
const refused = (cause: unknown): never => {
  const isAway = cause instanceof Error && 'code' in cause && cause.code === 'OAUTH_TIMEOUT';
  if (isAway || cause instanceof TypeError) return away(cause);
  throw new HttpProblem(
    403,
    'Not allowed',
    'The identity provider did not sign you in: begin again at /auth/login.',
    [],
    {
      cause,
    },
  );
};
