import { ApiKey, instantOf, Scope, Timestamp } from '@hilo/contracts';
import { z } from 'zod';
import { type Client, createClient } from '../api/client.ts';
import { findKey } from '../api/local-key.ts';

export type Where = { url: string; key?: string; dataDir: string };
export type CreateCommand = Where & { source: string; scope: string[]; expires?: string; rateLimit?: string };

const Shown = ApiKey.omit({ hash: true }).extend({ lastUsedAt: Timestamp.optional() });
const Made = Shown.extend({ key: z.string() });
type Shown = z.infer<typeof Shown>;

/** Makes a key at a running Hilo; gives it with the key itself, which is shown this once. */
export const createKey = async ({ source, scope, expires, rateLimit, ...where }: CreateCommand) =>
  clientAt(where).post(
    '/v1/keys',
    {
      source,
      scopes: z.array(Scope).parse(scope),
      ...(expires !== undefined && { expiresAt: expires }),
      ...(rateLimit !== undefined && { rateLimit: Number(rateLimit) }),
    },
    Made,
  );

/** Every key that was ever made, the oldest first. */
export const listKeys = async (where: Where): Promise<Shown[]> =>
  (await clientAt(where).get('/v1/keys', z.object({ keys: z.array(Shown) }))).keys;

/** Ends a key, everywhere within ten seconds. */
export const revokeKey = async (id: string, where: Where): Promise<Shown> =>
  clientAt(where).delete(`/v1/keys/${encodeURIComponent(id)}`, Shown);

/** A line for a person: which key it is, whose, what it may do, whether it is live, and when it was used last. */
export const keyLine = ({ id, source, scopes, lastUsedAt, ...key }: Shown, now: number): string =>
  [id, source, scopes.join(','), stateOf(key, now), lastUsedAt ? `used ${lastUsedAt}` : 'never used'].join('  ');

const stateOf = ({ revokedAt, expiresAt }: Pick<Shown, 'revokedAt' | 'expiresAt'>, now: number): string => {
  if (revokedAt !== undefined) return `revoked ${revokedAt}`;
  if (expiresAt === undefined) return 'live';
  return `${instantOf(expiresAt) > now ? 'live until' : 'expired'} ${expiresAt}`;
};

const clientAt = ({ url, key, dataDir }: Where): Client =>
  createClient({ url, key: findKey(key, dataDir), patienceMs: 10_000 });
