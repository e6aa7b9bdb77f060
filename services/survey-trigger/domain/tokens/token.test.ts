import { expect, it } from 'vitest';
import { hashOfToken, newToken } from './token.ts';

it('makes links of 128 random bits that need no escaping in a URL, and keeps their hashes alone', () => {
  const tokens = Array.from({ length: 10_000 }, newToken);
  expect(new Set(tokens.map(({ token }) => token)).size).toBe(10_000);
  for (const { token, hash } of tokens) {
    expect(token).toMatch(/^[\w-]{22}$/);
    expect(hash).toBe(hashOfToken(token));
    expect(hash).not.toContain(token);
  }
  const ones = tokens.map(({ token }) => Buffer.from(token, 'base64url').reduce((sum, byte) => sum + (byte & 1), 0));
  // 16 lowest bits of each: of 160,000 half are set, within five standard deviations.
  expect(Math.abs(ones.reduce((sum, one) => sum + one, 0) - 80_000)).toBeLessThan(1000);
});
