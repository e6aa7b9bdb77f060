import { createHmac } from 'node:crypto';

/** The id of an identifier in the spelling in which it is stored: a keyed hash, so that it is the same after a replay and tells nothing. */
export type DeriveId = (identifier: { kind: string; value: string }) => string;

/** Ids of identifiers by HMAC-SHA-256 with the secret, cut to 128 bits and written as a UUID of version 8 (RFC 9562). */
export const derivedIds =
  (secret: string): DeriveId =>
  ({ kind, value }) =>
    uuidOf(createHmac('sha256', secret).update(`${kind}\0${value}`).digest('hex'));

/** A hash of 128 bits or more, in hexadecimal, as a UUID of version 8. */
export const uuidOf = (hex: string): string => {
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
