import { hmac, isAmong, sameText, signatureIn } from '@hilo/signatures';
import type { Adapter, Delivery, Secrets, SignatureVerdict } from './adapter.ts';

/**
 * Whether Meta signed it: `X-Hub-Signature-256`, HMAC-SHA256 with the app secret over the bytes of the body. It signs no
 * time; a delivery that is sent again has the same ids. Source: Meta's "Webhooks, Getting Started", "Validating Payloads".
 */
export const verifyMeta = ({ body, headers }: Delivery, { signing }: Secrets): SignatureVerdict => {
  const given = /^sha256=(.*)$/.exec(headers['x-hub-signature-256'] ?? '')?.[1];
  const expected = signing.map((secret) => hmac('sha256', secret, [body]));
  return isAmong(signatureIn(given, 'hex'), expected) ? 'genuine' : 'forged';
};

/** The challenge, for whoever knows the verify token. Source: the same, "Verification Requests". */
export const challengeOfMeta: NonNullable<Adapter['challenge']> = (query, { verifyToken }) => {
  const { 'hub.mode': mode, 'hub.verify_token': token, 'hub.challenge': challenge } = query;
  if (mode !== 'subscribe' || typeof token !== 'string' || verifyToken === undefined) return undefined;
  if (typeof challenge !== 'string' || !/^[\w.-]{1,200}$/.test(challenge)) return undefined;
  return sameText(token, verifyToken) ? challenge : undefined;
};
