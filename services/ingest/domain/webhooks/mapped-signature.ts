import { hmac, isAmong, signatureIn } from '@hilo/signatures';
import type { Delivery, Secrets, SignatureVerdict } from './adapter.ts';
import type { MappedSignature } from './mapping.ts';
import { instantAs } from './time.ts';

/** Whether the sender signed it as the mapping says. One of several signatures in the header is enough. */
export const verifyMapped = (
  {
    header,
    algorithm,
    encoding,
    prefix,
    signs,
    timestampHeader,
    idHeader,
    toleranceSeconds,
    secretEncoding,
  }: MappedSignature,
  { body, headers }: Delivery,
  { signing }: Secrets,
  now: number,
): SignatureVerdict => {
  const timestamp = timestampHeader === undefined ? undefined : (headers[timestampHeader] ?? '');
  const parts = partsOf(signs, { body, timestamp, id: idHeader === undefined ? undefined : headers[idHeader] });
  const expected = signing.map((secret) => hmac(algorithm, keyOf(secret, secretEncoding), parts));
  const given = (headers[header] ?? '').split(' ').filter((one) => one !== '' && one.startsWith(prefix));
  const isGenuine = given.some((one) => isAmong(signatureIn(one.slice(prefix.length), encoding), expected));
  if (!isGenuine) return 'forged';
  return timestamp === undefined || isRecent(timestamp, now, toleranceSeconds) ? 'genuine' : 'stale';
};

type Signed = { body: Uint8Array; timestamp: string | undefined; id: string | undefined };

const partsOf = (signs: string, { body, timestamp = '', id = '' }: Signed): (string | Uint8Array)[] =>
  signs.split(/(\{(?:body|timestamp|id)\})/).map((part) => {
    if (part === '{body}') return body;
    if (part === '{timestamp}') return timestamp;
    return part === '{id}' ? id : part;
  });

const keyOf = (secret: string, written: MappedSignature['secretEncoding']): string | Buffer =>
  // Standard Webhooks writes whsec_ before a secret in base64.
  written === 'text' ? secret : Buffer.from(secret.replace(/^whsec_/, ''), written);

const isRecent = (timestamp: string, now: number, toleranceSeconds: number): boolean => {
  const format = /^\d{13,}$/.test(timestamp) ? 'milliseconds' : /^\d+$/.test(timestamp) ? 'seconds' : 'iso';
  const signedAt = instantAs(format, timestamp);
  return signedAt !== undefined && Math.abs(now - signedAt) <= toleranceSeconds * 1000;
};
