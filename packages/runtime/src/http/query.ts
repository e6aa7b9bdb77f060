import { closest, distance } from 'fastest-levenshtein';
import type { FastifyInstance, FastifySchema, preValidationHookHandler } from 'fastify';
import { z } from 'zod';
import { HttpProblem } from '../errors.ts';

/**
 * Refuses parameters of a query that a route does not know: one that is misspelt would be ignored, and who asked would take
 * the answer for another. But not where others say what is asked, who send what they like: webhooks and SDKs, which are known
 * by how they show who they are, if not as everybody here.
 */
export const refuseUnknownParameters = (app: Pick<FastifyInstance, 'addHook'>): void => {
  app.addHook('onRoute', (route) => {
    const { schema, url, preValidation = [] } = route;
    if (schema === undefined || schema.hide === true || schema.security !== undefined || !url.startsWith('/v1/'))
      return;
    const names = namesIn(schema);
    if (names !== undefined) route.preValidation = [refuseOthers(names), ...[preValidation].flat()];
  });
};

/** The parameters that a route knows; `undefined` where that is not a list. */
const namesIn = ({ querystring }: FastifySchema): readonly string[] | undefined => {
  if (querystring === undefined) return [];
  return querystring instanceof z.ZodObject ? Object.keys(querystring.shape) : undefined;
};

const refuseOthers =
  (names: readonly string[]): preValidationHookHandler =>
  ({ raw, query }, _reply, done) => {
    // Nearly nobody who posts has any.
    if (!raw.url?.includes('?') || typeof query !== 'object' || query === null) return done();
    const unknown = Object.keys(query).filter((name) => !names.includes(name));
    if (unknown.length === 0) return done();
    const errors = unknown.slice(0, 50).map((name) => ({ path: [name], message: hintFor(name, names) }));
    done(
      new HttpProblem(400, 'Unknown parameter', 'The query has a parameter that this endpoint does not know.', errors),
    );
  };

/** What may have been meant: what is spelt nearly so. */
const hintFor = (name: string, names: readonly string[]): string => {
  if (names.length === 0) return 'is not a known parameter: this endpoint has none';
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const written = plain(name.slice(0, 100));
  const near = closest(written, names.map(plain));
  const meant = names.find((one) => plain(one) === near);
  const isNear = distance(written, near) <= Math.max(1, Math.floor(near.length / 3)) || near.startsWith(written);
  return isNear && meant !== undefined && written !== ''
    ? `is not a known parameter; did you mean ${meant}?`
    : `is not a known parameter; there are ${names.join(', ')}`;
};
