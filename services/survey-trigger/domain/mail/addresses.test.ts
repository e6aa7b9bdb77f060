import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tagged, tagOf, tagOfToken, tokenOfTag } from './addresses.ts';

it('brings a token back by an address that lost its capitals on the way', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.boolean(), (bytes, isShouted) => {
      const token = Buffer.from(bytes).toString('base64url');
      const address = tagged('Stop@Example.com', tagOfToken(token));
      const arrived = isShouted ? address.toUpperCase() : address.toLowerCase();
      expect(tokenOfTag(tagOf(arrived, 'Stop@Example.com') ?? '')).toBe(token);
    }),
  );
});

it('finds no tag in an address without one, of another name or of another domain', () => {
  for (const address of ['stop@example.com', 'stop+@example.com', 'halt+a@example.com', 'stop+a@example.org', 'x', ''])
    expect(tagOf(address, 'stop@example.com')).toBeUndefined();
  for (const tag of ['', 'zz', 'abc', '../..']) expect(tokenOfTag(tag)).toBeUndefined();
});
