/**
 * The floor of producing: the client's own `send` puts these records from memory, so many in a send, over the partitions
 * of their keys, one send after the other; prints the CPU that a record takes.
 */
import { Producer, stringSerializers } from '@platformatic/kafka';
import { partitionFor } from '../src/partitioner.ts';

type Record = { key: string; value: string; headers: { [name: string]: string } };
type Order = {
  brokers: string[];
  topic: string;
  partitions: number;
  records: Record[];
  perSend: number;
  sends: number;
};

process.once('message', async (order: Order) => {
  const { brokers, topic, partitions, records, perSend, sends } = order;
  const producer = new Producer({
    clientId: 'bare',
    bootstrapBrokers: brokers,
    serializers: stringSerializers,
    autocreateTopics: false,
  });
  const placed = records.map((record) => ({ topic, partition: partitionFor(record.key, partitions), ...record }));
  let next = 0;
  const send = async (): Promise<void> => {
    const messages = Array.from({ length: perSend }, () => {
      next += 1;
      return { topic, key: '', value: '', ...placed[next % placed.length] };
    });
    await producer.send({ messages, acks: -1 });
  };
  const produce = async (times: number): Promise<void> => {
    for (let n = 0; n < times; n += 1) await send();
  };
  await produce(Math.ceil(sends / 4));
  const before = process.cpuUsage();
  next = 0;
  await produce(sends);
  const { user, system } = process.cpuUsage(before);
  process.send?.({ cpuMicros: (user + system) / next });
  await producer.close(true);
  process.disconnect?.();
});
