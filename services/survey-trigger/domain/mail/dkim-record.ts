import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

/** The name under which the public key of a selector stands in DNS. */
export const dkimName = (domain: string, selector: string): string => `${selector}._domainkey.${domain}`;

/** What is to stand there for this private key, as PEM (RFC 6376). */
export const dkimRecordFor = (pem: string): string => {
  const key = createPublicKey(createPrivateKey(pem)).export({ type: 'spki', format: 'der' });
  return `v=DKIM1; k=rsa; p=${key.toString('base64')}`;
};

/** A shorter one is believed by fewer and fewer receivers. */
const fewestBits = 2048;

/** What is wrong with the private key alone, whatever is published; mails are signed by rsa-sha256. */
export const faultOfDkimKey = (pem: string): string | undefined => {
  const { asymmetricKeyType, asymmetricKeyDetails } = createPrivateKey(pem);
  if (asymmetricKeyType !== 'rsa') return `is of the kind ${asymmetricKeyType}, and mails are signed by RSA`;
  const bits = asymmetricKeyDetails?.modulusLength ?? 0;
  return bits < fewestBits ? `has ${bits} bits; receivers want ${fewestBits}` : undefined;
};

/** What is wrong with the records that are published, each put together of its parts; undefined where one fits the private key. */
export const faultOfDkimRecords = (records: readonly string[], pem: string): string | undefined => {
  const keys = records.map(tagsOf).filter((tags) => tags.has('p'));
  if (keys.length === 0) return 'there is no key';
  if (keys.every((tags) => tags.get('p') === '')) return 'the key is revoked (p= is empty)';
  const own = createPublicKey(createPrivateKey(pem));
  const published = keys.map((tags) => keyIn(tags.get('p') ?? ''));
  if (published.some((key) => key?.equals(own) === true)) return undefined;
  return published.every((key) => key === undefined)
    ? 'the key cannot be read'
    : 'the key is not that of HILO_DKIM_KEY';
};

const tagsOf = (record: string): ReadonlyMap<string, string> =>
  new Map(
    record.split(';').map((tag): [string, string] => {
      const at = tag.indexOf('=');
      return [tag.slice(0, at).trim(), tag.slice(at + 1).replaceAll(/\s/g, '')];
    }),
  );

/** RFC 6376 means the bare key of PKCS #1 and shows the one with its kind; both are published. */
const keyIn = (text: string): KeyObject | undefined => {
  for (const type of ['spki', 'pkcs1'] as const)
    try {
      return createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type });
    } catch {
      // It may be the other.
    }
  return undefined;
};
