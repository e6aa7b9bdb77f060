import { createHmac, hash } from 'node:crypto';
import type { Identifier } from '@hilo/contracts';

/** The id of an identifier: a keyed hash, so that it is the same after a replay and tells nothing. */
export type DeriveId = (identifier: Identifier) => string;

/** Ids of identifiers by HMAC-SHA-256 with the secret, cut to 128 bits and written as a UUID of version 8 (RFC 9562). */
export const derivedIds =
  (secret: string): DeriveId =>
  ({ kind, value }: Identifier) =>
    uuidOf(createHmac('sha256', secret).update(`${kind}\0${value}`).digest('hex'));

/** What is kept of an id after an erasure: a keyed hash that is no subject's id and no interaction's key. */
export type MarkOf = (id: string) => string;

export const erasureMarks =
  (secret: string): MarkOf =>
  (id) =>
    uuidOf(createHmac('sha256', secret).update(`erased\0\0${id}`).digest('hex'));

/** What is derived from identifiers with the secret of the installation. */
export type Derived = { deriveId: DeriveId; markOf: MarkOf };

export const derivedWith = (secret: string): Derived => ({
  deriveId: derivedIds(secret),
  markOf: erasureMarks(secret),
});

/** The key of an interaction: the same for the same source and id. */
export const interactionKey = (source: string, id: string): string =>
  uuidOf(hash('sha256', JSON.stringify([source, id]), 'hex'));

/** A hash of 128 bits or more, in hexadecimal, as a UUID of version 8. */
export const uuidOf = (hex: string): string => {
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
