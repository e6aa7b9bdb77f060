/** The floor of a check: a bare Fastify behind which a customer is locked by the index and a row inserted. Prints its address. */
import { openDatabase } from '@hilo/runtime';
import Fastify from 'fastify';
import { bareOne } from './bare-statement.ts';

const pool = openDatabase({ connectionString: process.env.DATABASE_URL ?? '', schema: 'survey', logger: console });
const app = Fastify();
app.post<{ Body: { n: number } }>('/', async ({ body }) => {
  await pool.query({ name: 'bare', text: bareOne, values: [body.n] });
  return { allowed: true };
});
console.log(await app.listen({ host: '127.0.0.1', port: 0 }));
