/** The floor of HTTP: a bare Fastify that parses the body and answers. Prints its address. */
import Fastify from 'fastify';

const app = Fastify({ bodyLimit: 10 * 1024 * 1024 });
app.post('/v1/interactions', async (request, reply) =>
  reply.status(202).send({ accepted: Array.isArray(request.body) ? request.body.length : 1 }),
);
console.log(await app.listen({ host: '127.0.0.1', port: 0 }));
