import { createHmac, timingSafeEqual } from 'node:crypto';

export type Algorithm = 'sha1' | 'sha256' | 'sha512';
export type Encoding = 'hex' | 'base64';

export const hmac = (
  algorithm: Algorithm,
  secret: string | Uint8Array,
  parts: readonly (string | Uint8Array)[],
): Buffer => {
  const signing = createHmac(algorithm, secret);
  for (const part of parts) signing.update(part);
  return signing.digest();
};

/** Whether one of the expected signatures was given. Takes as long wherever they differ, and whichever it is. */
export const isAmong = (given: Uint8Array | undefined, expected: readonly Uint8Array[]): boolean =>
  given !== undefined &&
  expected.map((one) => one.length === given.length && timingSafeEqual(one, given)).includes(true);

/** The bytes of a signature as it is written; undefined if it is not written so. */
export const signatureIn = (text: string | undefined, encoding: Encoding): Buffer | undefined => {
  if (text === undefined || !shapes[encoding].test(text)) return undefined;
  return Buffer.from(text, encoding);
};

const shapes: Record<Encoding, RegExp> = { hex: /^(?:[0-9a-f]{2})+$/i, base64: /^[A-Za-z0-9+/]+={0,2}$/ };

/** Whether two texts are the same, in a time that does not tell where they differ. */
export const sameText = (one: string, two: string): boolean =>
  isAmong(hmac('sha256', 'compare', [one]), [hmac('sha256', 'compare', [two])]);
