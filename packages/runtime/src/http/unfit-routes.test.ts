import { DatabaseError } from 'pg';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { HttpProblem } from '../errors.ts';
import { openHealth } from '../health.ts';
import { createLogger } from '../logger.ts';
import { createServer } from './server.ts';

const missing = (code: string): DatabaseError =>
  Object.assign(new DatabaseError('permission denied for table claims', 80, 'error'), { code });

const knowsNobody = () => {
  throw new HttpProblem(401, 'Not authorised');
};
let app: Awaited<ReturnType<typeof createServer>>;
let failure: unknown;
const health = openHealth(Date.now);
const logger = createLogger({ level: 'silent', name: 'test' });
const errors = vi.spyOn(logger, 'error');
const ask = async (url = '/v1/things') => {
  const { statusCode, headers, payload } = await app.inject({ method: 'GET', url });
  return { status: statusCode, retryAfter: headers['retry-after'], type: headers['content-type'], payload };
};

const ailing = (): string[] => health.ailments().map(({ part, reason }) => `${part} ${reason}`);

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  app = await createServer({
    logger,
    services: [],
    routes: [
      async (routes) => {
        routes.get('/v1/things', { schema: {} }, async () => {
          if (failure !== undefined) throw failure;
          return {};
        });
        routes.post('/v1/things', { schema: {} }, async () => ({}));
      },
    ],
    ready: async () => {
      if (failure !== undefined) throw failure;
    },
    health,
    renderMetrics: async () => '',
    exposure: { docs: 'open', metrics: 'open', authenticate: knowsNobody },
  });
});
afterEach(async () => {
  failure = undefined;
  errors.mockClear();
  await app.close();
  vi.useRealTimers();
});

it.each(['42P01', '42703', '42501', '42883', '3F000', '28P01', '0A000'])(
  'what meets a database that has to be mended (%s) is asked again later, and the process is unready and says why',
  async (code) => {
    failure = missing(code);
    const answers = [await ask(), await ask(), await ask()];
    for (const { status, retryAfter, type, payload } of answers) {
      expect({ status, retryAfter }).toEqual({ status: 503, retryAfter: '1' });
      expect(type).toContain('application/problem+json');
      expect(JSON.parse(payload)).toMatchObject({ status: 503, type: '/docs/problems#not-ready' });
      expect(payload).not.toContain('claims');
    }
    expect(ailing()).toEqual([
      `GET /v1/things cannot be answered until this is mended: permission denied for table claims (${code})`,
    ]);
    expect(errors).toHaveBeenCalledTimes(1);

    failure = undefined;
    await app.inject({ method: 'POST', url: '/v1/things' });
    expect(ailing()).toHaveLength(1);
    expect((await ask()).status).toBe(200);
    expect(ailing()).toEqual([]);
  },
);

it('is found in what a route took it for, and is forgotten where nobody asks any more', async () => {
  const cause = new AggregateError([new Error('a part'), missing('42501')]);
  failure = new HttpProblem(503, 'Not now', 'The log cannot be reached.', [], { cause });
  expect(JSON.parse((await ask()).payload)).toMatchObject({ status: 503, detail: 'The log cannot be reached.' });
  vi.advanceTimersByTime(14_000);
  expect(ailing()).toHaveLength(1);
  vi.advanceTimersByTime(1000);
  expect(ailing()).toEqual([]);
});

it('who asks whether it is ready makes it no more unready', async () => {
  failure = missing('42501');
  expect([(await ask('/readyz')).status, (await ask('/readyz')).status]).toEqual([503, 503]);
  expect(ailing()).toEqual([]);
  expect(errors).toHaveBeenCalledTimes(1);
});

it('a mistake of ours is still one, and no value that the database refuses makes anybody unready', async () => {
  for (const error of [new TypeError('of ours'), missing('23505'), missing('22P02')]) {
    failure = error;
    expect((await ask()).status).toBe(500);
    expect(ailing()).toEqual([]);
  }
  expect(errors).toHaveBeenCalledTimes(3);
});
