import { createHash } from 'node:crypto';
import { isSignedByTwilio, sameText } from '@hilo/signatures';
import type { Delivery, Secrets, SignatureVerdict } from './adapter.ts';
import { type Form, formIn } from './form.ts';

/** Whether Twilio signed it: the address with a form, or, of any other body, an address that has its SHA-256. */
export const verifyTwilio = ({ body, headers, urls }: Delivery, { signing }: Secrets): SignatureVerdict => {
  const isForm = headers['content-type']?.toLowerCase().startsWith('application/x-www-form-urlencoded') ?? false;
  const parameters = isForm ? parametersIn(body) : new Map();
  if (parameters === undefined) return 'forged';
  const signed = {
    urls: urls.filter((url) => isForm || hasHashOf(url, body)),
    parameters,
    signature: headers['x-twilio-signature'],
  };
  return isSignedByTwilio(signing, signed) ? 'genuine' : 'forged';
};

const parametersIn = (body: Uint8Array): Form | undefined => {
  const parsed = formIn(Buffer.from(body).toString('utf8'));
  return 'form' in parsed ? parsed.form : undefined;
};

const hasHashOf = (url: string, body: Uint8Array): boolean => {
  const [, given] = /[?&]bodySHA256=([0-9a-f]{64})(?:&|$)/i.exec(url) ?? [];
  return given !== undefined && sameText(given.toLowerCase(), createHash('sha256').update(body).digest('hex'));
};
