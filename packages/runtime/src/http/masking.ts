import { pipeline, Readable, Transform } from 'node:stream';
import { maskPeople, maskText, seesPeopleBy } from '@hilo/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { findCaller, scopesOf } from './allow.ts';
import { mayDo } from './caller.ts';

/**
 * Masks who people are in whatever is answered to who may not see it: JSON, tables, events, and problems. Only routes that somebody
 * without these scopes may ask are looked at; the others pay for nothing.
 */
export const maskAnswers = (app: Pick<FastifyInstance, 'addHook'>): void => {
  app.addHook('onRoute', (route) => {
    const anyOf = [route.onRequest ?? []].flat().flatMap(scopesOf);
    if (anyOf.every((scope) => seesPeopleBy.includes(scope))) return;
    route.preSerialization = [
      ...[route.preSerialization ?? []].flat(),
      (request, _reply, payload, done) => done(null, isMasked(request) ? maskPeople(payload) : payload),
    ];
    route.onSend = [
      ...[route.onSend ?? []].flat(),
      (request, reply, payload, done) => {
        // What is JSON was masked before it was text.
        const isJson = String(reply.getHeader('content-type')).includes('json');
        done(null, isJson || !isMasked(request) ? payload : maskSent(payload));
      },
    ];
  });
};

const maskSent = (payload: unknown): unknown => {
  if (typeof payload === 'string') return maskText(payload);
  if (!(payload instanceof Readable)) return payload;
  // Whoever tells events gives each as a whole.
  const masking = new Transform({ transform: (chunk, _encoding, done) => done(null, maskText(String(chunk))) });
  // The end of one is that of the other, and who hung up is no error.
  return pipeline(payload, masking, () => {});
};

/** Who is refused is nobody yet, and is told nothing of anybody. */
const isMasked = (request: FastifyRequest): boolean => {
  const caller = findCaller(request);
  return caller !== undefined && !mayDo(caller, ...seesPeopleBy);
};
