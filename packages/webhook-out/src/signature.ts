import { randomBytes, timingSafeEqual } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

const prefix = 'whsec_';
const [fewestBytes, mostBytes] = [24, 64];

/** A new secret as Standard Webhooks writes it. */
export const newSigningSecret = (): string => prefix + randomBytes(32).toString('base64');

/** Whether it is base64 of 24 to 64 bytes, with or without `whsec_` before it, as the library of Standard Webhooks takes it. */
export const isSigningSecret = (text: string): boolean => {
  const encoded = text.startsWith(prefix) ? text.slice(prefix.length) : text;
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded) || encoded.length % 4 !== 0) return false;
  const { length } = Buffer.from(encoded, 'base64');
  return length >= fewestBytes && length <= mostBytes;
};

/** What is signed; `at` in milliseconds since the epoch. */
export type Signed = { id: string; at: number; body: string };

/** The headers of Standard Webhooks, signed with every secret that is valid, the newest first. */
export const signedHeaders = (secrets: readonly string[], { id, at, body }: Signed): Record<string, string> => ({
  'webhook-id': id,
  'webhook-timestamp': String(Math.floor(at / 1000)),
  'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, new Date(at), body)).join(' '),
});

/** The verdict on something that came in: a fresh signature of one of the secrets, over exactly these bytes. */
export const verifiedBody = (
  secrets: readonly string[],
  headers: Readonly<Record<string, string | undefined>>,
  body: string,
  now: number,
): 'genuine' | 'forged' | 'stale' => {
  const { 'webhook-id': id = '', 'webhook-timestamp': seconds = '', 'webhook-signature': given = '' } = headers;
  if (!/^\d{1,12}$/.test(seconds) || id === '') return 'forged';
  const at = new Date(Number(seconds) * 1000);
  const expected = secrets.map((secret) => new Webhook(secret).sign(id, at, body));
  if (!given.split(' ').some((one) => expected.some((other) => isSame(one, other)))) return 'forged';
  return Math.abs(now - at.getTime()) > toleranceMs ? 'stale' : 'genuine';
};

const toleranceMs = 5 * 60_000;

const isSame = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
