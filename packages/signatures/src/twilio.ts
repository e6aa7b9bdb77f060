import { hmac, isAmong, signatureIn } from './keyed.ts';

export type SignedByTwilio = {
  /** To which it may have been posted, as that is known outside. */
  urls: readonly string[];
  /** Of a form, each parameter with its values; of another body there are none. */
  parameters: Iterable<readonly [name: string, values: readonly string[]]>;
  /** X-Twilio-Signature. */
  signature: string | undefined;
};

/**
 * Whether Twilio signed it, with one of these auth tokens: HMAC-SHA1 over the address and every parameter in the order of the names, each
 * name followed by its value; of several values each once, in their order. Source: Twilio's "Webhooks Security".
 */
export const isSignedByTwilio = (
  tokens: readonly string[],
  { urls, parameters, signature }: SignedByTwilio,
): boolean => {
  const inOrder = [...parameters]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([name, values]) => [...new Set(values)].sort().map((value) => name + value))
    .join('');
  const expected = urls
    .flatMap(withAndWithoutPort)
    .flatMap((url) => tokens.map((token) => hmac('sha1', token, [url, inOrder])));
  return isAmong(signatureIn(signature, 'base64'), expected);
};

/** Twilio signs the port or leaves it out, depending on the product. */
const withAndWithoutPort = (url: string): string[] => {
  const [, scheme = '', host = '', rest = ''] = /^(https?):\/\/([^/:?#]+)(?::\d+)?(.*)$/is.exec(url) ?? [];
  const standard = `${scheme}://${host}:${scheme === 'https' ? 443 : 80}${rest}`;
  return [...new Set([url, `${scheme}://${host}${rest}`, standard])];
};
