import type { Scope } from '@hilo/contracts';
import type { FastifyRequest, onRequestHookHandler } from 'fastify';
import type { Authenticate } from './auth.ts';
import type { Caller } from './caller.ts';

const callers = new WeakMap<object, Caller>();
const scopes = new WeakMap<object, readonly Scope[]>();

/**
 * As the first hook of a route: lets in who has one of these scopes, before the body is read. Throws a 401 problem for who
 * is not known and a 403 for a missing scope. `callerOf` gives who it is then.
 */
export const allow = (authenticate: Authenticate, ...anyOf: [Scope, ...Scope[]]): onRequestHookHandler => {
  // Where who asks is known at once, nothing waits: most requests would pay for a promise.
  const hook: onRequestHookHandler = (request, _reply, done) => {
    const letIn = (caller: Caller): void => {
      callers.set(request, caller);
      done();
    };
    try {
      const caller = authenticate(request, ...anyOf);
      if (caller instanceof Promise) caller.then(letIn, done);
      else letIn(caller);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      done(error);
    }
  };
  scopes.set(hook, anyOf);
  return hook;
};

/** Who asks, of a route with `allow` as its hook. */
export const callerOf = (request: Pick<FastifyRequest, 'headers'>): Caller => {
  const caller = findCaller(request);
  if (caller === undefined) throw new Error('a route asks who calls, and lets in anybody');
  return caller;
};

/** The same, undefined where nobody was let in. */
export const findCaller = (request: Pick<FastifyRequest, 'headers'>): Caller | undefined => callers.get(request);

/** The scopes of which a caller needs one to come through this hook. */
export const scopesOf = (hook: unknown): readonly Scope[] =>
  typeof hook === 'function' ? (scopes.get(hook) ?? []) : [];
