import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';

const shape = /^hilo_([0-9a-f]{16})_([0-9a-f]{64})_([0-9a-f]{8})$/;

const checksum = (text: string): string => crc32(text).toString(16).padStart(8, '0');

/** A new API key: its public id, the key itself (shown once), and the hash that is kept. */
export const newApiKey = (): { id: string; key: string; hash: string } => {
  const id = randomBytes(8).toString('hex');
  const body = `hilo_${id}_${randomBytes(32).toString('hex')}`;
  const key = `${body}_${checksum(body)}`;
  return { id, key, hash: hashKey(key) };
};

/** The public id in a key; undefined if it was mistyped, which its checksum tells without a look at the database. */
export const keyId = (key: string): string | undefined => {
  const [, id, , sum] = shape.exec(key) ?? [];
  return id !== undefined && checksum(key.slice(0, -9)) === sum ? id : undefined;
};

/** SHA-256 in hexadecimal. A key is 256 random bits, so that nothing slower is needed. */
export const hashKey = (key: string): string => hash('sha256', key, 'hex');

/** Compares in constant time. */
export const sameHash = (one: string, two: string): boolean =>
  one.length === two.length && timingSafeEqual(Buffer.from(one), Buffer.from(two));
