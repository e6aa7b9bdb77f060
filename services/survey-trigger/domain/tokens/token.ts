import { createHash, randomBytes } from 'node:crypto';

/** What a link is good for: a link of one purpose opens nothing of another. */
export const tokenPurposes = ['answer', 'unsubscribe', 'confirm'] as const;
export type TokenPurpose = (typeof tokenPurposes)[number];

/** A secret of 128 bits for a link, as text for URLs, and the hash by which alone it is kept: nobody can say from tables what the link was. */
export const newToken = (): { token: string; hash: string } => {
  const token = randomBytes(16).toString('base64url');
  return { token, hash: hashOfToken(token) };
};

/** SHA-256, for a secret that cannot be guessed needs no salt. */
export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('base64url');
