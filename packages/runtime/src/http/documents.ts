import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { Scope } from '@hilo/contracts';
import type { FastifyInstance } from 'fastify';
import { admitTo, type Exposure } from './access.ts';
import { describeApi } from './openapi/openapi.ts';

const description =
  'One thread per customer. Every answer that is no success is a problem (RFC 9457, application/problem+json), whose `type` is a ' +
  'page that says what to do. A path that is asked with another method answers 405 with `Allow`.';

/** What each kind of problem means, for people. */
const problemsPage = join(import.meta.dirname, '..', '..', '..', '..', 'docs', 'problems.md');

/** `/docs`: what there is, to read and to try. Of the routes that are added after this. */
export const showDocuments = async (
  app: Pick<FastifyInstance, 'register'>,
  { docs, authenticate }: Pick<Exposure, 'docs' | 'authenticate'>,
): Promise<void> => {
  // Every key may read what it may be used for.
  const onRequest = admitTo(docs, authenticate, '*', ...Scope.options);
  await app.register(swagger, describeApi(description));
  await app.register(async (pages) => {
    // Here and not by an option of the plugin, which leaves out its style sheets.
    pages.addHook('onRequest', onRequest);
    await pages.register(swaggerUi, { routePrefix: '/docs' });
    pages.get('/docs/problems', { schema: { hide: true } }, async (_request, reply) =>
      reply.type('text/markdown; charset=utf-8').send(await readFile(problemsPage, 'utf8')),
    );
  });
};
