/** The floor of a service at rest: a bare Fastify beside a member of a Kafka group with nothing to read. Prints its address. */
import Fastify from 'fastify';
import { Kafka, logLevel } from 'kafkajs';

const [broker = '', topic = ''] = process.argv.slice(2);
const consumer = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING }).consumer({ groupId: 'idle-floor' });
await consumer.connect();
await consumer.subscribe({ topics: [topic] });
await consumer.run({ eachMessage: async () => {} });
const app = Fastify();
app.get('/readyz', async () => ({ status: 'ready' }));
console.log(await app.listen({ host: '127.0.0.1', port: 0 }));
