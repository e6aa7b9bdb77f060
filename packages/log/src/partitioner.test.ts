import fc from 'fast-check';
import { expect, it } from 'vitest';
import { murmur2, partitionFor } from './partitioner.ts';

// The vectors of Apache Kafka's own test, UtilsTest.testMurmur2.
it.each([
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
])('hashes %s as Kafka does', (text, hash) => {
  expect(murmur2(Buffer.from(text))).toBe(hash);
});

it('gives every key one of the partitions: by the hash of its bytes, however long it is and whatever is in it', () => {
  const keys = fc.oneof(fc.string(), fc.string({ unit: 'binary', minLength: 300, maxLength: 500 }));
  fc.assert(
    fc.property(keys, fc.integer({ min: 1, max: 100 }), (key, partitions) => {
      expect(partitionFor(key, partitions)).toBe((murmur2(Buffer.from(key)) & 0x7fffffff) % partitions);
    }),
  );
});
