import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { dkimName, dkimRecordFor, faultOfDkimKey, faultOfDkimRecords } from './dkim-record.ts';

const keyOf = (bits = 2048): string =>
  generateKeyPairSync('rsa', { modulusLength: bits }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const [own, other] = [keyOf(), keyOf()];
const bare = createPublicKey(own).export({ type: 'pkcs1', format: 'der' }).toString('base64');

it.each<[string, string[], string | undefined]>([
  ['what is to stand there', [dkimRecordFor(own)], undefined],
  ['the bare key', [`v=DKIM1; p=${bare}`], undefined],
  ['spaces, and no version', [`k = rsa ; t=s; p= ${bare.slice(0, 60)} ${bare.slice(60)} ;`], undefined],
  ['another one beside it', [dkimRecordFor(other), dkimRecordFor(own)], undefined],
  ['something else beside it', ['v=spf1 -all', dkimRecordFor(own)], undefined],
  ['the key of somebody else', [dkimRecordFor(other)], 'the key is not that of HILO_DKIM_KEY'],
  ['nothing', [], 'there is no key'],
  ['something else', ['v=spf1 -all', 'p'], 'there is no key'],
  ['a key that was taken back', ['v=DKIM1; p='], 'the key is revoked (p= is empty)'],
  ['half of it', [dkimRecordFor(own).slice(0, 120)], 'the key cannot be read'],
])('says what is wrong with a published key: %s', (_, records, fault) => {
  expect(faultOfDkimRecords(records, own)).toBe(fault);
});

it('says what is wrong with the key itself', () => {
  const ed25519 = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  expect(faultOfDkimKey(own)).toBeUndefined();
  expect(faultOfDkimKey(keyOf(1024))).toBe('has 1024 bits; receivers want 2048');
  expect(faultOfDkimKey(ed25519)).toBe('is of the kind ed25519, and mails are signed by RSA');
  expect(dkimName('example.com', 'hilo')).toBe('hilo._domainkey.example.com');
});
