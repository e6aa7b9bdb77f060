import { createHmac } from 'node:crypto';
import type { Identifier } from '@hilo/contracts';

/** Keyed hashes by which a service finds whom a message names that nobody has normalised, without keeping the name. */
export type NameHashes = {
  /** Of an identifier: the same however its letters, spaces and, in a number, separators are written. */
  ofIdentifier(identifier: Identifier): string;
  ofInteraction(source: string, id: string): string;
};

/** HMAC-SHA-256 with the secret, cut to 128 bits, in hexadecimal. */
export const nameHashes = (secret: string): NameHashes => {
  const hash = (...parts: readonly string[]): string =>
    createHmac('sha256', secret).update(JSON.stringify(parts)).digest('hex').slice(0, 32);
  return {
    ofIdentifier: ({ kind, value }) => hash('named', kind, loosely(value)),
    ofInteraction: (source, id) => hash('interaction', source, id),
  };
};

const loosely = (value: string): string => {
  const text = value.normalize('NFKC').toLowerCase().replaceAll(/\s/g, '');
  return /^[+\d()./-]+$/.test(text) ? text.replaceAll(/[()./-]/g, '') : text;
};
