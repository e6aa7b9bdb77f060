import type { Reader, ResponseParser } from '@platformatic/kafka';
import type { OutgoingRecord } from '../../log.ts';
import { aroundBatchBytes, writeRecordBatch } from './record-batch.ts';

/** What goes to one partition in one request; `bytes` is the sum of `mostBytesOf` its records. */
export type Part = { partition: number; records: readonly OutgoingRecord[]; bytes: number };

/** What the broker says of one partition. */
type PartAnswer = { partition: number; errorCode: number; offset: bigint };

/**
 * Version 7, which every broker since 2.1 takes, and whose fields are not compact, so that the length of a batch can be put
 * in front of it afterwards. Source: https://kafka.apache.org/protocol#The_Messages_Produce.
 */
export const produceApi = { key: 0, version: 7 };

const everyInSyncReplica = -1;
const aroundPartBytes = 8;
const spareBytes = 8;
const aroundRequestBytes = 64;

/** At least as many bytes as the request takes. */
export const mostBytesOfRequest = (topic: string, parts: readonly Part[]): number =>
  parts.reduce(
    (sum, { bytes }) => sum + aroundPartBytes + aroundBatchBytes + bytes,
    aroundRequestBytes + Buffer.byteLength(topic),
  );

/** Writes a request to produce to partitions of one topic, and gives the part of the buffer that it takes; throws if it has no room. */
export function writeRequest(to: Buffer, topic: string, parts: readonly Part[], timeoutMs: number): Buffer {
  const noTransaction = -1;
  to.writeInt16BE(noTransaction, 0);
  to.writeInt16BE(everyInSyncReplica, 2);
  to.writeInt32BE(timeoutMs, 4);
  to.writeInt32BE(1, 8);
  const nameBytes = to.write(topic, 14);
  to.writeInt16BE(nameBytes, 12);
  let at = to.writeInt32BE(parts.length, 14 + nameBytes);
  const now = Date.now();
  for (const { partition, records } of parts) {
    to.writeInt32BE(partition, at);
    const begin = at + aroundPartBytes;
    const end = writeRecordBatch(to, begin, records, now);
    to.writeInt32BE(end - begin, at + 4);
    at = end;
  }
  // At the end of a buffer, text is cut off without a word.
  if (at > to.length - spareBytes) throw new Error('the records take more room than was reckoned');
  return to.subarray(0, at);
}

/** Reads what the broker says of each partition of the one topic. */
export const readAnswer: ResponseParser<PartAnswer[]> = (_correlationId, _apiKey, _apiVersion, reader) =>
  reader.readArray(readTopic, false, false).flat();

function readTopic(reader: Reader): PartAnswer[] {
  reader.readString(false);
  return reader.readArray(readPart, false, false);
}

function readPart(reader: Reader): PartAnswer {
  const [partition, errorCode, offset] = [reader.readInt32(), reader.readInt16(), reader.readInt64()];
  // When the log got it, and where the partition begins.
  reader.skip(16);
  return { partition, errorCode, offset };
}
