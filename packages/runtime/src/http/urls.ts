import { isStorable } from '@hilo/contracts';
import type { FastifyInstance } from 'fastify';
import { HttpProblem } from '../errors.ts';

/** No table can hold a NUL or half of a surrogate pair, nor be asked for it: a URL that has one is refused, in words. */
export const guardUrls = (app: Pick<FastifyInstance, 'addHook'>): void => {
  app.addHook('onRequest', (request, _reply, done) => {
    // Whatever is not plain is escaped.
    const { params, query } = request;
    const name = request.url.includes('%') ? unstorableIn(params, query) : undefined;
    if (name === undefined) return done();
    done(
      new HttpProblem(400, 'Invalid request', 'The URL is not what this endpoint takes.', [
        { path: [name], message: 'has characters that cannot be stored' },
      ]),
    );
  });
};

/** The name of the first of these parameters that no table can hold. */
export const unstorableIn = (...named: readonly unknown[]): string | undefined =>
  named.flatMap(partsOf).find(([name, value]) => !isStorable(name) || !isStorable(value))?.[0];

const partsOf = (named: unknown): [string, string][] =>
  Object.entries(named ?? {}).flatMap(([name, values]) =>
    [values]
      .flat()
      .flatMap((value): [string, string][] => (typeof value === 'string' ? [[name, value]] : [[name, '']])),
  );
