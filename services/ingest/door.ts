import rateLimit from '@fastify/rate-limit';
import underPressure from '@fastify/under-pressure';
import { type Authenticate, type Caller, HttpProblem } from '@hilo/runtime';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { IngestConfig } from './config.ts';

export type Door = {
  /** Who asks, by the key in the headers or by one that was sent otherwise; too often is a 429 problem. */
  admit(request: FastifyRequest, reply: FastifyReply, key?: string): Promise<void>;
  /** Lets somebody in who is known otherwise than by a key; too often is a 429 problem. */
  admitCaller(request: FastifyRequest, reply: FastifyReply, caller: Caller): Promise<void>;
  /** Who was admitted. Throws a 401 problem if nobody was. */
  admitted(request: FastifyRequest): Caller;
  /** Does the work while that many bytes wait for the log; if too many wait already, a 503 problem. */
  whileHolding<Result>(bytes: number, work: () => Promise<Result>): Promise<Result>;
};

type Dependencies = { authenticate: Authenticate; config: IngestConfig };

const windowMs = 60_000;

const notNow = (): HttpProblem => new HttpProblem(503, 'Not now', 'There is too much to do; try again in a second.');

/** What stands before every route that takes interactions: keys, limits per key, and shedding before collapse. */
export const openDoor = async (
  app: Pick<FastifyInstance, 'register' | 'createRateLimit'>,
  { authenticate, config }: Dependencies,
): Promise<Door> => {
  const callers = new WeakMap<FastifyRequest, Caller>();
  const admitted = (request: FastifyRequest): Caller => {
    const caller = callers.get(request);
    if (caller === undefined) throw new HttpProblem(401, 'Not authorised', 'Send a valid key.');
    return caller;
  };
  await app.register(underPressure, {
    // Over three seconds, so that one pause, be it of the garbage collector or of a busy machine, turns nobody away.
    sampleInterval: 3000,
    maxEventLoopDelay: config.HILO_MAX_EVENT_LOOP_DELAY_MS,
    pressureHandler: () => {
      throw notNow();
    },
  });
  await app.register(rateLimit, { global: false });
  const count = app.createRateLimit({
    timeWindow: windowMs,
    keyGenerator: (request) => admitted(request).keyId,
    max: (request) => admitted(request).rateLimit ?? config.HILO_RATE_LIMIT,
  });

  const admitCaller: Door['admitCaller'] = async (request, reply, caller) => {
    callers.set(request, caller);
    heed(reply, await count(request));
  };

  let held = 0;
  const most = config.HILO_MAX_WAITING_MB * 1024 * 1024;
  return {
    admit: async (request, reply, key) => {
      const { authorization } = request.headers;
      const headers = { authorization: key === undefined ? authorization : `Bearer ${key}` };
      await admitCaller(request, reply, await authenticate({ headers }, 'interactions:write'));
    },
    admitCaller,
    admitted,
    whileHolding: async (bytes, work) => {
      if (held > 0 && held + bytes > most) throw notNow();
      held += bytes;
      try {
        return await work();
      } finally {
        held -= bytes;
      }
    },
  };
};

type Counted = Awaited<ReturnType<ReturnType<FastifyInstance['createRateLimit']>>>;

/** Says in the headers how much is left, as the IETF's draft has it now and as it had it before. */
const heed = (reply: FastifyReply, counted: Counted): void => {
  if (counted.isAllowed) return;
  const { max, remaining, ttlInSeconds, isExceeded } = counted;
  reply.headers({
    'ratelimit-policy': `"key";q=${max};w=${windowMs / 1000}`,
    ratelimit: `"key";r=${remaining};t=${ttlInSeconds}`,
    'ratelimit-limit': max,
    'ratelimit-remaining': remaining,
    'ratelimit-reset': ttlInSeconds,
  });
  if (!isExceeded) return;
  reply.header('retry-after', ttlInSeconds);
  throw new HttpProblem(429, 'Too many requests', `This key may ask ${max} times a minute.`);
};
