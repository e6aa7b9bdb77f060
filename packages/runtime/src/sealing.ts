import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

export type Sealing = {
  /** For the database; bound to the id of its row, so that it opens in no other. */
  seal(id: string, text: string): string;
  /** Undefined if it was sealed with another secret, for another row or purpose, or changed. */
  open(id: string, sealed: string): string | undefined;
};

const [cipher, ivBytes, tagBytes] = ['aes-256-gcm' as const, 12, 16];

/** Keeps secrets of others encrypted where they lie, which are needed in clear: by the secret of the installation, for one purpose. */
export const sealingFor = (installationSecret: string, purpose: string): Sealing => {
  const key = Buffer.from(hkdfSync('sha256', installationSecret, '', purpose, 32));
  return {
    seal: (id, text) => {
      const iv = randomBytes(ivBytes);
      const sealing = createCipheriv(cipher, key, iv).setAAD(Buffer.from(id));
      const sealed = Buffer.concat([sealing.update(text), sealing.final()]);
      return Buffer.concat([iv, sealing.getAuthTag(), sealed]).toString('base64');
    },
    open: (id, sealed) => {
      const bytes = Buffer.from(sealed, 'base64');
      try {
        const opening = createDecipheriv(cipher, key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
          .setAAD(Buffer.from(id))
          .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
        return Buffer.concat([opening.update(bytes.subarray(ivBytes + tagBytes)), opening.final()]).toString();
      } catch {
        return undefined;
      }
    },
  };
};
