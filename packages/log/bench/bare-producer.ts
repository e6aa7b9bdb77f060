/** The floor of producing: the client alone sends these records from memory; prints the CPU that a record takes. */
import { Producer, stringSerializers } from '@platformatic/kafka';

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
  let next = 0;
  const send = async (partition: number): Promise<void> => {
    const messages = Array.from({ length: perSend }, () => {
      next += 1;
      return { topic, partition, ...(records[next % records.length] ?? { key: '', value: '', headers: {} }) };
    });
    await producer.send({ messages, acks: -1 });
  };
  const produce = (each: number): Promise<undefined[]> =>
    Promise.all(
      Array.from({ length: partitions }, async (_, partition) => {
        for (let n = 0; n < each; n += 1) await send(partition);
        return undefined;
      }),
    );
  await produce(Math.ceil(sends / partitions / 4));
  const before = process.cpuUsage();
  next = 0;
  await produce(Math.ceil(sends / partitions));
  const { user, system } = process.cpuUsage(before);
  process.send?.({ cpuMicros: (user + system) / next });
  await producer.close(true);
  process.disconnect?.();
});
