import { kafkaOfThisFile } from '@hilo/testing';
import fc from 'fast-check';
import { Kafka, logLevel } from 'kafkajs';
import { expect, it } from 'vitest';
import { openKafkaLog } from '../src/kafka/log.ts';
import type { OutgoingRecord } from '../src/log.ts';

const kafka = kafkaOfThisFile();

// kafkajs gathers headers in an object, which has something by these names already (toString, __proto__).
const name = fc.string({ unit: 'grapheme', maxLength: 70 }).filter((text) => !(text in Object.prototype));
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.constantFrom('', 'x'.repeat(63), 'x'.repeat(64), 'ñ'.repeat(4096), 'ñ🦤'.repeat(30_000)),
);

const outgoing: fc.Arbitrary<OutgoingRecord> = fc.record({
  key: fc.constantFrom('a', 'b', 'c', 'ñandú 🦤', 'x'.repeat(300), ''),
  value: fc.option(text),
  headers: fc.dictionary(name, text, { maxKeys: 8, noNullPrototype: true }),
});

const manyHeaders = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`header-${n}`, `ü${n}`]));

if ('skipped' in kafka) it.skip(`a real broker takes what is written (${kafka.skipped})`, () => undefined);
else {
  const { brokers } = kafka;
  it('a real broker takes what is written, and another client reads exactly that', async () => {
    await using log = await openKafkaLog({ brokers, clientId: 'record-batch' });
    const topic = `record-batch-${crypto.randomUUID()}`;
    await log.ensureTopics([{ name: topic, partitions: 3, cleanup: { policy: 'delete', retentionMs: 3_600_000 } }]);
    const records = [
      ...fc.sample(outgoing, 400),
      { key: 'a', value: 'x'.repeat(1_000_000) },
      { key: 'a', value: null, headers: manyHeaders },
    ];
    for (let n = 0; n < records.length; n += 37) await log.append(topic, records.slice(n, n + 37));
    const read = await readWithKafkajs(brokers, topic, records.length);
    for (const [key, written] of Map.groupBy(records, (record) => record.key)) {
      expect(read.filter((record) => record.key === key)).toEqual(
        written.map(({ value, headers = {} }) => ({ key, value, headers })),
      );
    }
  });
}

async function readWithKafkajs(brokers: readonly string[], topic: string, count: number): Promise<OutgoingRecord[]> {
  const raw = new Kafka({ brokers: [...brokers], clientId: 'record-batch', logLevel: logLevel.NOTHING });
  const consumer = raw.consumer({ groupId: `reader-${crypto.randomUUID()}`, maxWaitTimeInMs: 200 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  const read: OutgoingRecord[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  await consumer.run({
    eachMessage: async ({ message: { key, value, headers = {} } }) => {
      const texts = Object.entries(headers).map(([header, bytes]) => [header, String(bytes)]);
      read.push({ key: String(key), value: value && String(value), headers: Object.fromEntries(texts) });
      if (read.length === count) resolve();
    },
  });
  await promise;
  await consumer.disconnect();
  return read;
}
