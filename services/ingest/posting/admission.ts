import underPressure from '@fastify/under-pressure';
import { type Authenticate, type Caller, HttpProblem } from '@hilo/runtime';
import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify';
import type { IngestConfig } from '../config.ts';
import { type Allowance, countByKey } from '../domain/rate-limit.ts';

export type Admission = {
  /** As a hook: who asks, by the key in the headers; too often is a 429 problem. */
  admit: onRequestHookHandler;
  /** The same by a key that was sent otherwise. */
  admitByKey(request: FastifyRequest, reply: FastifyReply, key: string): Promise<void>;
  /** Lets somebody in who is known otherwise than by a key; too often is a 429 problem. */
  admitCaller(request: FastifyRequest, reply: FastifyReply, caller: Caller): void;
  /** Who was admitted. Throws a 401 problem if nobody was. */
  admitted(request: FastifyRequest): Caller;
  /** Notes that so many bytes wait for the log, until they are released; if too many wait already, a 503 problem. */
  hold(bytes: number): void;
  release(bytes: number): void;
};

type Dependencies = { authenticate: Authenticate; config: IngestConfig; now(): number };

const windowMs = 60_000;

const notNow = (): HttpProblem => new HttpProblem(503, 'Not now', 'There is too much to do; try again in a second.');

/** What stands before every route that takes interactions: keys, limits per key, and shedding before collapse. */
export const openAdmission = async (
  app: Pick<FastifyInstance, 'register' | 'decorateRequest'>,
  { authenticate, config, now }: Dependencies,
): Promise<Admission> => {
  app.decorateRequest('caller', undefined);
  await app.register(underPressure, {
    // Over three seconds, so that one pause, be it of the garbage collector or of a busy machine, turns nobody away.
    sampleInterval: 3000,
    maxEventLoopDelay: config.HILO_MAX_EVENT_LOOP_DELAY_MS,
    pressureHandler: () => {
      throw notNow();
    },
  });
  const count = countByKey({ windowMs });

  const admitCaller: Admission['admitCaller'] = (request, reply, caller) => {
    request.caller = caller;
    heed(reply, count(caller.keyId, caller.rateLimit ?? config.HILO_RATE_LIMIT, now()));
  };

  let held = 0;
  const most = config.HILO_MAX_WAITING_MB * 1024 * 1024;
  return {
    // With a callback: nearly everybody is known, and a promise would be made for every request.
    admit: (request, reply, done) => {
      const caller = authenticate(request, 'interactions:write');
      if (!(caller instanceof Promise)) {
        admitCaller(request, reply, caller);
        return done();
      }
      caller.then((found) => admitCaller(request, reply, found)).then(() => done(), done);
    },
    admitByKey: async (request, reply, key) => {
      const headers = { authorization: `Bearer ${key}` };
      admitCaller(request, reply, await authenticate({ headers }, 'interactions:write'));
    },
    admitCaller,
    admitted: ({ caller }) => {
      if (caller === undefined) throw new HttpProblem(401, 'Not authorised', 'Send a valid key.');
      return caller;
    },
    hold: (bytes) => {
      if (held > 0 && held + bytes > most) throw notNow();
      held += bytes;
    },
    release: (bytes) => {
      held -= bytes;
    },
  };
};

declare module 'fastify' {
  interface FastifyRequest {
    /** Who was admitted to post. */
    caller: Caller | undefined;
  }
}

/** Who may ask so many times still does not come near the limit. */
const plenty = 10_000;

/**
 * Says in the headers how much is left, as the IETF's draft has it now; and as it had it before, but to who is far from the
 * limit: each header costs half a microsecond of every request.
 */
const heed = (reply: FastifyReply, { max, remaining, seconds, isExceeded }: Allowance): void => {
  reply.header('ratelimit-policy', `"key";q=${max};w=${windowMs / 1000}`);
  reply.header('ratelimit', `"key";r=${remaining};t=${seconds}`);
  if (remaining < plenty) {
    reply.headers({ 'ratelimit-limit': max, 'ratelimit-remaining': remaining, 'ratelimit-reset': seconds });
  }
  if (!isExceeded) return;
  reply.header('retry-after', seconds);
  throw new HttpProblem(429, 'Too many requests', `This key may ask ${max} times a minute.`);
};
