import type { FastifyInstance } from 'fastify';

type Known = { pattern: RegExp; method: string };

/** Which methods there are for a path, in the order of the alphabet; none for one that nothing answers. */
export type MethodsOf = (path: string) => string[];

/** Notes the routes that are made from now on. */
export const noteMethods = (app: Pick<FastifyInstance, 'addHook'>): MethodsOf => {
  const known: Known[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    // What answers for every path, such as a browser that asks first, says nothing of one.
    if (url.includes('*')) return;
    const pattern = new RegExp(`^${url.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+')}/?$`);
    for (const one of [method].flat()) known.push({ pattern, method: one });
  });
  return (path) => [...new Set(known.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))].sort();
};
