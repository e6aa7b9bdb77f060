import { crc32c, Writer } from '@platformatic/kafka';
import type { OutgoingRecord } from '../../log.ts';

/** At most so many bytes stand around the records of a batch. */
export const aroundBatchBytes = 61;
/** At most so many around key, value and headers of a record, and around each header. */
const aroundRecordBytes = 32;
const aroundHeaderBytes = 10;
/** Of one UTF-16 unit, in UTF-8. */
const mostBytesOfUnit = 3;

/** At least as many bytes as the record takes in a batch, and not many more. */
export function mostBytesOf({ key, value, headers }: OutgoingRecord): number {
  let bytes = aroundRecordBytes + Buffer.byteLength(key) + (value === null ? 0 : Buffer.byteLength(value));
  for (const name in headers) {
    bytes += aroundHeaderBytes + mostBytesOfUnit * (name.length + (headers[name] ?? '').length);
  }
  return bytes;
}

/**
 * Writes a record batch of format 2, uncompressed, of no idempotent producer and of no transaction, and gives where it ends.
 * There has to be room for `aroundBatchBytes` and `mostBytesOf` every record. Source: "Message Format" of Apache Kafka's
 * documentation (https://kafka.apache.org/documentation/#messageformat) and the library's own `createRecordsBatch`, which
 * gives the same bytes for many times the CPU.
 */
export function writeRecordBatch(to: Buffer, begin: number, records: readonly OutgoingRecord[], now: number): number {
  const timestamp = BigInt(now);
  to.writeBigInt64BE(0n, begin);
  to.writeInt32BE(-1, begin + 12);
  to.writeInt8(2, begin + 16);
  to.writeInt16BE(0, begin + 21);
  to.writeInt32BE(records.length - 1, begin + 23);
  to.writeBigInt64BE(timestamp, begin + 27);
  to.writeBigInt64BE(timestamp, begin + 35);
  to.writeBigInt64BE(-1n, begin + 43);
  to.writeInt16BE(-1, begin + 51);
  to.writeInt32BE(-1, begin + 53);
  to.writeInt32BE(records.length, begin + 57);
  let at = begin + aroundBatchBytes;
  for (const [index, record] of records.entries()) at = writeRecord(to, at, index, record);
  to.writeInt32BE(at - begin - 12, begin + 8);
  // Of bytes by themselves it would make a copy, which costs five times as much as the sum.
  const { dynamicBuffer } = Writer.create().append(to.subarray(begin + 21, at));
  to.writeUInt32BE(crc32c(dynamicBuffer), begin + 17);
  return at;
}

function writeRecord(to: Buffer, begin: number, index: number, { key, value, headers }: OutgoingRecord): number {
  const reserved = sizeOfVarint(key.length + (value?.length ?? 0) + aroundRecordBytes);
  let at = begin + reserved;
  // No attributes; the time of the batch, which the log replaces by its own.
  to[at] = 0;
  to[at + 1] = 0;
  at = writeVarint(to, at + 2, index);
  at = writeText(to, at, key);
  at = value === null ? writeVarint(to, at, -1) : writeText(to, at, value);
  at = writeHeaders(to, at, headers ?? {});
  return putLength(to, begin, reserved, at);
}

function writeHeaders(to: Buffer, begin: number, headers: Readonly<Record<string, string>>): number {
  const names = Object.keys(headers);
  let at = writeVarint(to, begin, names.length);
  for (const name of names) at = writeText(to, writeText(to, at, name), headers[name] ?? '');
  return at;
}

function writeText(to: Buffer, begin: number, text: string): number {
  const reserved = sizeOfVarint(text.length);
  const at = begin + reserved;
  return putLength(to, begin, reserved, at + to.write(text, at));
}

/** Puts in front of what was written the length of it, and moves it where another number of bytes was reserved for that. */
function putLength(to: Buffer, begin: number, reserved: number, end: number): number {
  const length = end - begin - reserved;
  const needed = sizeOfVarint(length);
  if (needed !== reserved) to.copyWithin(begin + needed, begin + reserved, end);
  writeVarint(to, begin, length);
  return end + needed - reserved;
}

/** Protocol Buffers' signed varint (zigzag). */
function writeVarint(to: Buffer, begin: number, value: number): number {
  let rest = ((value << 1) ^ (value >> 31)) >>> 0;
  let at = begin;
  while (rest > 0x7f) {
    to[at] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
    at += 1;
  }
  to[at] = rest;
  return at + 1;
}

/** Of one that is not negative. */
const sizeOfVarint = (value: number): number =>
  value < 0x40 ? 1 : value < 0x2000 ? 2 : value < 0x10_0000 ? 3 : value < 0x800_0000 ? 4 : 5;
