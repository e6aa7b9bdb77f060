import { jsCRC32C, Reader, readRecordsBatch } from '@platformatic/kafka';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { OutgoingRecord } from '../../log.ts';
import { aroundBatchBytes, mostBytesOf, writeRecordBatch } from './record-batch.ts';

// Lengths on both sides of where their own length grows, in bytes and in units.
const edges = [0, 1, 62, 63, 64, 65, 8190, 8191, 8192, 70_000];
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.constantFrom(
    ...edges.flatMap((length) => [
      'x'.repeat(length),
      'ñ'.repeat(length / 2),
      '🦤'.repeat(length / 4),
      '\ud800'.repeat(length / 3),
    ]),
  ),
);
const outgoing = fc.record(
  {
    key: text,
    value: fc.option(text),
    headers: fc.dictionary(fc.string({ unit: 'binary', maxLength: 70 }), text, { maxKeys: 70 }),
  },
  { requiredKeys: ['key', 'value'] },
);

it('writes what the client reads as the same records, in the room that was reckoned, with the right sum', () => {
  fc.assert(
    fc.property(fc.array(outgoing, { minLength: 1, maxLength: 70 }), (records: OutgoingRecord[]) => {
      const begin = 7;
      const most = begin + aroundBatchBytes + records.reduce((sum, record) => sum + mostBytesOf(record), 0);
      const bytes = Buffer.alloc(most + 1, 0xab);
      const end = writeRecordBatch(bytes, begin, records, 1_795_593_335_439);
      expect(end).toBeLessThanOrEqual(most);
      expect(bytes[most]).toBe(0xab);
      const read = readRecordsBatch(Reader.from(bytes.subarray(begin, end)));
      expect(read).toMatchObject({ magic: 2, attributes: 0, firstOffset: 0n, length: end - begin - 12 });
      expect(read).toMatchObject({
        lastOffsetDelta: records.length - 1,
        producerId: -1n,
        maxTimestamp: 1_795_593_335_439n,
      });
      expect(read.crc).toBe(jsCRC32C(bytes.subarray(begin + 21, end)));
      expect(read.records.map(({ offsetDelta }) => offsetDelta)).toEqual(records.map((_, index) => index));
      expect(read.records.map(({ key, value, headers }) => [key, value, ...headers.flat()].map(textOf))).toEqual(
        records.map(({ key, value, headers = {} }) => [key, value, ...Object.entries(headers).flat()].map(asRead)),
      );
    }),
    { numRuns: 1000 },
  );
});

const textOf = (bytes: Buffer | null | undefined) => bytes?.toString() ?? null;
/** UTF-8 has nothing for half of a pair. */
const asRead = (written: string | null) => written?.toWellFormed() ?? null;
