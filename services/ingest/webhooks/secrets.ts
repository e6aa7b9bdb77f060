import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
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

const [cipher, ivBytes, tagBytes] = ['aes-256-gcm' as const, 12, 16];

/** Keeps the secrets of endpoints encrypted where they lie: they are needed in clear to check a signature. */
export const secretBox = (installationSecret: string): SecretBox => {
  const key = Buffer.from(hkdfSync('sha256', installationSecret, '', 'hilo webhook secrets v1', 32));
  return {
    seal: (id, secrets) => {
      const iv = randomBytes(ivBytes);
      const sealing = createCipheriv(cipher, key, iv).setAAD(Buffer.from(id));
      const text = Buffer.concat([sealing.update(JSON.stringify(secrets)), sealing.final()]);
      return Buffer.concat([iv, sealing.getAuthTag(), text]).toString('base64');
    },
    open: (id, sealed) => {
      const bytes = Buffer.from(sealed, 'base64');
      try {
        const opening = createDecipheriv(cipher, key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
          .setAAD(Buffer.from(id))
          .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
        const text = Buffer.concat([opening.update(bytes.subarray(ivBytes + tagBytes)), opening.final()]);
        return Sealed.parse(JSON.parse(text.toString()));
      } catch {
        return undefined;
      }
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
