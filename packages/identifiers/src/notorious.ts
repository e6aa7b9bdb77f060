import { hash } from 'node:crypto';

/** The hashes of nothing: whoever hashes identifiers hashes those that are missing too. */
const hashesOfNothing = [
  '',
  'null',
  'undefined',
  'none',
  'nil',
  'nan',
  '0',
  'false',
  'unknown',
  'anonymous',
  ' ',
].flatMap((word) => ['md5', 'sha1', 'sha256', 'sha512'].map((algorithm) => hash(algorithm, word, 'hex')));

/** Whether it is a value that many have, who have nothing to do with one another. */
export const isNotorious = (text: string): boolean => looks.has(lookOf(text)) && notorious.has(text.toLowerCase());

/** Values of whole series of devices, ends of number ranges, and identity documents that are printed as examples. */
const notorious = new Set([
  ...hashesOfNothing,
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  'ffffffffffffffffffffffffffffffff',
  'ff:ff:ff:ff:ff:ff',
  '02:00:00:00:00:00',
  '9774d56d682e549c',
  '004999010640000',
  '012345678912345',
  '0xdeadbeef',
  '0xcdcdcdcd',
  '0xcccccccc',
  '0xbaadf00d',
  '0xfeeefeee',
  'deadbeef-dead-beef-dead-beefdeadbeef',
  '12345678-1234-1234-1234-123456789012',
  '12345678-1234-1234-1234-123456789abc',
  '358240051111110',
  '490154203237518',
  'de:ad:be:ef:00:00',
  '2147483647',
  '-2147483648',
  '4294967295',
  '9007199254740991',
  '9007199254740992',
  '9223372036854775807',
  '9223372036854775808',
  '-9223372036854775808',
  '18446744073709551615',
  '00000000t',
  '00000000-t',
  'x0000000t',
]);

/** To look a new text up takes as long as all else: of most, its length and its first sign in lower case are of none of these. */
const lookOf = (text: string): number => text.length * 0x10000 + (text.charCodeAt(0) | 0x20);
const looks = new Set([...notorious].map(lookOf));
