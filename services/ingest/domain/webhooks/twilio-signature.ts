import { createHash } from 'node:crypto';
import type { Delivery, Secrets, SignatureVerdict } from './adapter.ts';
import { type Form, formIn } from './form.ts';
import { hmac, isAmong, sameText, signatureIn } from './signature.ts';

/**
 * Whether Twilio signed it: HMAC-SHA1 with the auth token over the address and, of a form, its parameters in the order of
 * their names; of any other body the address has the SHA-256. Source: Twilio's "Webhooks Security".
 */
export const verifyTwilio = ({ body, headers, urls }: Delivery, { signing }: Secrets): SignatureVerdict => {
  const isForm = headers['content-type']?.toLowerCase().startsWith('application/x-www-form-urlencoded') ?? false;
  const parameters = isForm ? parametersIn(body) : '';
  if (parameters === undefined) return 'forged';
  const signed = urls.filter((url) => isForm || hasHashOf(url, body)).flatMap(withAndWithoutPort);
  const expected = signed.flatMap((url) => signing.map((token) => hmac('sha1', token, [url, parameters])));
  return isAmong(signatureIn(headers['x-twilio-signature'], 'base64'), expected) ? 'genuine' : 'forged';
};

const parametersIn = (body: Uint8Array): string | undefined => {
  const parsed = formIn(Buffer.from(body).toString('utf8'));
  return 'form' in parsed ? inOrder(parsed.form) : undefined;
};

/** Each name followed by its value, in the order of names; of several values each once, in their order. */
const inOrder = (form: Form): string =>
  [...form.keys()]
    .sort()
    .flatMap((name) => [...new Set(form.get(name))].sort().map((value) => name + value))
    .join('');

const hasHashOf = (url: string, body: Uint8Array): boolean => {
  const [, given] = /[?&]bodySHA256=([0-9a-f]{64})(?:&|$)/i.exec(url) ?? [];
  return given !== undefined && sameText(given.toLowerCase(), createHash('sha256').update(body).digest('hex'));
};

/** Twilio signs the port or leaves it out, depending on the product. */
const withAndWithoutPort = (url: string): string[] => {
  const [, scheme = '', host = '', rest = ''] = /^(https?):\/\/([^/:?#]+)(?::\d+)?(.*)$/is.exec(url) ?? [];
  const standard = `${scheme}://${host}:${scheme === 'https' ? 443 : 80}${rest}`;
  return [...new Set([url, `${scheme}://${host}${rest}`, standard])];
};
