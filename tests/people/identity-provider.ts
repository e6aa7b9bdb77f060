import { createServer } from 'node:http';
import { freePort } from '@hilo/testing';
import { Provider } from 'oidc-provider';

/** A real identity provider over HTTP, and what is known there of people. */
export type IdentityProvider = AsyncDisposable & {
  issuer: string;
  /** In which groups somebody is from now on; undefined for who is nobody there any more. */
  put(subject: string, groups: string[] | undefined): void;
  /** Who sits before the browser. */
  sitDown(subject: string): void;
  /** Whether it answers. */
  isOpen: boolean;
};

export const client = { id: 'hilo', secret: 'a secret of the client' };

type Options = {
  callback: string;
  /** Whether the groups stand in the ID token, or are asked for. */
  inToken: boolean;
};

export const startIdentityProvider = async ({ callback, inToken }: Options): Promise<IdentityProvider> => {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const groupsOf = new Map<string, string[]>();
  let sitting = '';
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [callback],
        grant_types: ['authorization_code', 'refresh_token'],
      },
    ],
    scopes: ['openid', 'profile', 'offline_access'],
    claims: { openid: ['sub'], profile: ['name', 'realm_access'] },
    conformIdTokenClaims: !inToken,
    cookies: { keys: ['a key of the tests'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: () => '/sit' },
    issueRefreshToken: () => true,
    // Each can be used once.
    rotateRefreshToken: () => true,
    findAccount: (_context: unknown, accountId: string) => {
      const roles = groupsOf.get(accountId);
      return roles && { accountId, claims: () => ({ sub: accountId, name: 'Eva Sol', realm_access: { roles } }) };
    },
    loadExistingGrant: async ({ oidc }: { oidc: { session: { accountId: string } } }) => {
      const grant = new provider.Grant({ clientId: client.id, accountId: oidc.session.accountId });
      grant.addOIDCScope('openid profile offline_access');
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  const self: IdentityProvider = {
    issuer,
    put: (subject, groups) => void (groups ? groupsOf.set(subject, groups) : groupsOf.delete(subject)),
    sitDown: (subject) => {
      sitting = subject;
    },
    isOpen: true,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
  const server = createServer((request, response) => {
    if (!self.isOpen) return void response.writeHead(503).end();
    if (request.url !== '/sit') return answer(request, response);
    provider
      .interactionFinished(request, response, { login: { accountId: sitting } })
      .catch(() => response.writeHead(500).end());
  }).listen(port, '127.0.0.1');
  return self;
};
