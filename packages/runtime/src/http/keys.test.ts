import { expect, it } from 'vitest';
import { hashKey, keyId, newApiKey, sameHash } from './keys.ts';

it('knows its own keys, and a mistyped one without asking the database', () => {
  const { id, key, hash } = newApiKey();
  expect(keyId(key)).toBe(id);
  expect(hashKey(key)).toBe(hash);
  const digit = key.at(-20) === '0' ? '1' : '0';
  expect(keyId(key.slice(0, -20) + digit + key.slice(-19))).toBeUndefined();
  expect(keyId('secret')).toBeUndefined();
});

it('compares hashes of any length', () => {
  expect(sameHash(hashKey('a'), hashKey('a'))).toBe(true);
  expect(sameHash(hashKey('a'), hashKey('b'))).toBe(false);
  expect(sameHash(hashKey('a'), 'short')).toBe(false);
});
