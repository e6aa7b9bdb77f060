import { sealingFor } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { Secrets } from '../domain/webhooks/adapter.ts';
import { listWebhooks } from '../store/webhooks.ts';

const Sealed = z.object({ signing: z.array(z.string()), verifyToken: z.string().optional() });

export type SecretBox = {
  /** For the database; bound to the endpoint, so that it opens in no other's row. */
  seal(id: string, secrets: Secrets): string;
  /** Undefined if it was sealed with another secret, for another endpoint, or changed. */
  open(id: string, sealed: string): Secrets | undefined;
};

/** Keeps the secrets of endpoints encrypted where they lie: they are needed in clear to check a signature. */
export const secretBox = (installationSecret: string): SecretBox => {
  const sealing = sealingFor(installationSecret, 'hilo webhook secrets v1');
  return {
    seal: (id, secrets) => sealing.seal(id, JSON.stringify(secrets)),
    open: (id, sealed) => {
      const text = sealing.open(id, sealed);
      return text === undefined ? undefined : Sealed.parse(JSON.parse(text));
    },
  };
};

/** Whether what is sealed of any endpoint was sealed with this secret; `undefined` where there is none. */
export const recognisesWebhookSecret = async (pool: Pool, secret: string): Promise<boolean | undefined> => {
  const webhooks = await listWebhooks(pool);
  const box = secretBox(secret);
  return webhooks.length === 0
    ? undefined
    : webhooks.some(({ id, sealedSecrets }) => box.open(id, sealedSecrets) !== undefined);
};
