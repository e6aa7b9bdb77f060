import { Readable } from 'node:stream';
import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { allow } from './allow.ts';
import { createAuthenticator } from './auth.ts';
import { newApiKey } from './keys.ts';
import { maskAnswers } from './masking.ts';

const root = 'the-key-of-the-operator';
const made = newApiKey();
const said = 'of ana@example.org, +34600111678';

const server = () => {
  const authenticate = createAuthenticator({
    rootKey: root,
    rootSource: 'local',
    findKey: async () => ({ ...made, source: 'desk', scopes: ['analytics:read'], createdAt: '2026-01-01T00:00:00Z' }),
    now: Date.now,
  });
  const app = Fastify();
  // As every server of ours answers what is wrong.
  app.setErrorHandler((error, _request, reply) =>
    reply
      .status(400)
      .type('application/problem+json')
      .send({ detail: String(error) }),
  );
  maskAnswers(app);
  const onRequest = allow(authenticate, 'analytics:read');
  app.get('/json', { onRequest }, async () => ({ said }));
  app.get('/csv', { onRequest }, async (_request, reply) => reply.type('text/csv').send(`said\n${said}\n`));
  app.get('/events', { onRequest }, async (_request, reply) =>
    reply.type('text/event-stream').send(Readable.from([`data: ${said}\n\n`, `data: ${said}\n\n`])),
  );
  app.get('/wrong', { onRequest }, async () => {
    throw new Error(said);
  });
  return app;
};

it.each(['/json', '/csv', '/events', '/wrong'])('masks who may not be seen, whatever is answered: %s', async (url) => {
  const ask = async (key: string) => (await server().inject({ url, headers: { authorization: `Bearer ${key}` } })).body;
  expect(await ask(root)).toContain(said);
  const shown = await ask(made.key);
  expect(shown).toContain('of a•••@example.org, •••678');
  expect(shown).not.toContain('ana@');
});
