import { createHmac, hash } from 'node:crypto';
import { type DeriveId, derivedIds, uuidOf } from '@hilo/identifiers';

export { type DeriveId, derivedIds, uuidOf };

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
