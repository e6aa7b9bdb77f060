import type { IncomingHttpHeaders } from 'node:http';
import type { Scope } from '@hilo/contracts';
import type { FastifyRequest, onRequestHookHandler } from 'fastify';
import type { Access } from '../resources.ts';
import { allow } from './allow.ts';
import type { Authenticate } from './auth.ts';

/** Who may read the documents and the metrics, and how a key is known that may. */
export type Exposure = { docs: Access; metrics: Access; authenticate: Authenticate };

/** As a hook: lets in whom the configuration lets in without a key, else who has a key with one of these scopes. */
export const admitTo = (
  access: Access,
  authenticate: Authenticate,
  ...anyOf: [Scope, ...Scope[]]
): onRequestHookHandler => {
  const byKey = allow(authenticate, ...anyOf);
  return function admit(request, reply, done) {
    if (isOpenTo(access, request.headers)) return done();
    return byKey.call(this, request, reply, done);
  };
};

/** Whether who sends these headers needs no key. */
export const isOpenTo = (access: Access, headers: IncomingHttpHeaders): boolean =>
  access === 'open' || (access === 'direct' && !forwarding.some((name) => headers[name] !== undefined));

/** Whether it comes from a program on this machine, and through no proxy. */
export const isFromThisMachine = ({ headers, raw }: Pick<FastifyRequest, 'headers' | 'raw'>): boolean =>
  isOpenTo('direct', headers) && /^(127\.|::1$|::ffff:127\.)/.test(raw.socket.remoteAddress ?? '');

/** What proxies add: who has one of these may come from anywhere. */
const forwarding = ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip'];
