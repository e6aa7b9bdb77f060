import type { FastifyInstance } from 'fastify';
import { problem } from './problem.ts';

/** Answers what no route does: 405 where the path is known with other methods, 404 and a hint where it is not; and OPTIONS. */
export const answerUnknownRoutes = (
  app: Pick<FastifyInstance, 'addHook' | 'setNotFoundHandler'>,
  hint: string,
): void => {
  const methodsOf = noteMethods(app);
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? '';
    const methods = methodsOf(path);
    const isKnown = methods.length > 0;
    if (isKnown) reply.header('allow', [...methods, 'OPTIONS'].join(', '));
    if (isKnown && request.method === 'OPTIONS') return reply.status(204).send();
    const asked = `${request.method} ${path}`;
    const answer = isKnown
      ? problem(405, 'Method not allowed', `Nothing answers ${asked}; there is ${methods.join(', ')}.`)
      : problem(404, 'Not found', `Nothing answers ${asked}.${hint}`);
    return reply.status(answer.status).type('application/problem+json').send(answer);
  });
};

/** Which methods there are for a path, in the order of the alphabet, of the routes that are made from now on. */
const noteMethods = (app: Pick<FastifyInstance, 'addHook'>): ((path: string) => string[]) => {
  const known: { pattern: RegExp; method: string }[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    // What answers for every path, such as a browser that asks first, says nothing of one.
    if (url.includes('*')) return;
    const pattern = new RegExp(`^${url.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+')}/?$`);
    for (const one of [method].flat()) known.push({ pattern, method: one });
  });
  return (path) => [...new Set(known.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))].sort();
};
