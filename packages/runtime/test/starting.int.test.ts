import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createTestDatabase, type TestDatabase } from '@hilo/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase, transaction } from '../src/database/database.ts';
import { StartRefused } from '../src/errors.ts';
import { ConfigError, createLogger, type ServiceDefinition, startProcess } from '../src/index.ts';

const soon = { interval: 50 };
const migrations = mkdtempSync(join(tmpdir(), 'hilo-test-'));
mkdirSync(join(migrations, 'meta'));
writeFileSync(
  join(migrations, 'meta', '_journal.json'),
  JSON.stringify({ version: '7', dialect: 'postgresql', entries: [] }),
);

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** A service that opens two things, and what became of them. */
const service = (closed: string[] = [], open: () => Promise<void> = async () => {}): ServiceDefinition => ({
  name: 'analytics',
  does: 'Is tested.',
  firstCall: { path: '/' },
  schema: 'analytics',
  migrations,
  checkConfig: (environment) => {
    if (environment.HILO_WRONG !== undefined) throw new ConfigError('HILO_WRONG: is wrong');
  },
  open: async ({ use }) => {
    use({ close: async () => void closed.push('first') });
    use({ close: () => Promise.reject(new Error('does not close')) });
    use({ close: async () => void closed.push('last') });
    await open();
    return { routes: async () => {}, ready: async () => {} };
  },
});

const environment = (url: string, others: Record<string, string> = {}) => ({
  DATABASE_URL: url,
  HILO_API_KEY: 'the-key-of-the-operator',
  HILO_ID_SECRET: 'a secret of the tests',
  HOST: '127.0.0.1',
  LOG_LEVEL: 'silent',
  ...others,
});

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
};

/** Postgres on another port, as if it came up there only now. */
const comeUp = async (port: number, url: string): Promise<Server> => {
  const { hostname, port: real } = new URL(url);
  const server = createServer((socket) => {
    const other = connect(Number(real), hostname);
    socket.pipe(other).pipe(socket);
    socket.on('error', () => other.destroy());
    other.on('error', () => socket.destroy());
  }).listen(port, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return server;
};

const get = async (port: number, path: string) => {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`).catch(() => undefined);
  return { status: answer?.status, text: (await answer?.text()) ?? '' };
};

it('listens at once, names who does not answer, and goes on when it does', async () => {
  const [port, databasePort] = [await freePort(), await freePort()];
  const url = new URL(database.url);
  url.port = String(databasePort);
  const said: string[] = [];
  const starting = startProcess([service()], environment(url.toString(), { PORT: String(port) }), {
    onWaiting: (line) => said.push(line),
  });
  await expect.poll(() => get(port, '/livez'), { interval: 50 }).toMatchObject({ status: 200 });
  const named = `Postgres at 127.0.0.1:${databasePort} (DATABASE_URL): nothing listens there`;
  await expect.poll(() => get(port, '/readyz')).toMatchObject({ status: 503, text: expect.stringContaining(named) });
  expect(await get(port, '/v1/kpis')).toMatchObject({ status: 503 });
  expect(await get(port, '/metrics')).toMatchObject({ status: 200 });
  expect(said.join('\n')).toContain(named);
  expect(said.join('\n')).not.toContain(url.password);
  const proxy = await comeUp(databasePort, database.url);
  const hilo = await starting;
  expect(await get(port, '/readyz')).toMatchObject({ status: 200 });
  await expect(hilo.close()).rejects.toThrow('does not close');
  proxy.close();
});

it.each([
  [
    'a wrong password',
    (url: URL) => {
      url.password = 'wrong';
    },
    'refuses the user or the password in DATABASE_URL',
  ],
  [
    'a database that is not there',
    (url: URL) => {
      url.pathname = '/nobody';
    },
    'no such database as DATABASE_URL names',
  ],
  [
    'a host that nobody has',
    (url: URL) => {
      url.hostname = 'nobody.invalid';
    },
    'no host has that name',
  ],
  [
    'a user that is not there',
    (url: URL) => {
      url.username = 'nobody';
    },
    'refuses the user or the password in DATABASE_URL',
  ],
  [
    'no password where one is asked for',
    (url: URL) => {
      url.password = '';
    },
    'asks for a password, and DATABASE_URL has none',
  ],
  [
    'TLS where Postgres speaks none',
    (url: URL) => {
      url.searchParams.set('sslmode', 'verify-full');
    },
    'does not speak TLS; take sslmode out of DATABASE_URL',
  ],
  [
    'a database that takes no connections',
    (url: URL) => {
      url.pathname = '/template0';
    },
    'takes no connections',
  ],
])('says so of %s, and ends the wait when it is told to', async (_name, spoil, words) => {
  const port = await freePort();
  const url = new URL(database.url);
  spoil(url);
  const stopping = new AbortController();
  const starting = startProcess([service()], environment(url.toString(), { PORT: String(port) }), {
    signal: stopping.signal,
  });
  starting.catch(() => {});
  await expect.poll(() => get(port, '/readyz')).toMatchObject({ text: expect.stringContaining(words) });
  stopping.abort();
  await expect(starting).rejects.toThrow('aborted');
  expect((await get(port, '/livez')).status).toBeUndefined();
});

it('names a broker that does not answer', async () => {
  const [port, broker] = [await freePort(), await freePort()];
  const stopping = new AbortController();
  const others = { PORT: String(port), HILO_LOG: `kafka://127.0.0.1:${broker},localhost:1` };
  const starting = startProcess([service()], environment(database.url, others), { signal: stopping.signal });
  starting.catch(() => {});
  const named = `Kafka at 127.0.0.1:${broker}, localhost:1 (HILO_LOG): 127.0.0.1:${broker} is not listening (ECONNREFUSED): start it, or correct HILO_LOG; localhost:1 is not listening`;
  await expect.poll(() => get(port, '/readyz')).toMatchObject({ text: expect.stringContaining(named) });
  stopping.abort();
  await expect(starting).rejects.toThrow('aborted');
});

it('names at once all that is away, and who takes a connection and says nothing, each once', async () => {
  const [port, broker] = [await freePort(), await freePort()];
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  await new Promise((resolve) => silent.once('listening', resolve));
  const bound = silent.address();
  const silentPort = typeof bound === 'object' && bound ? bound.port : 0;
  const url = Object.assign(new URL(database.url), { port: String(silentPort) });
  const said: string[] = [];
  const stopping = new AbortController();
  const others = { PORT: String(port), HILO_LOG: `kafka://127.0.0.1:${broker},nobody.invalid:9092` };
  const starting = startProcess([service()], environment(url.toString(), others), {
    signal: stopping.signal,
    onWaiting: (line) => said.push(line),
  });
  starting.catch(() => {});
  const readyz = async (): Promise<string> => (await get(port, '/readyz')).text;
  for (const words of [
    `Postgres at 127.0.0.1:${silentPort} (DATABASE_URL): no answer in time`,
    `127.0.0.1:${broker} is not listening`,
    'nobody.invalid:9092 has a host that no one knows',
  ])
    await expect.poll(readyz).toContain(words);
  expect(await readyz()).not.toContain(url.password);
  await delay(5000);
  expect(said.length).toBe(new Set(said).size);
  stopping.abort();
  await expect(starting).rejects.toThrow('aborted');
  silent.close();
});

it('tells of everything that is wrong in the configuration at once', async () => {
  const wrong = environment('mysql://x', {
    HILO_LOG: 'redis://x',
    PORT: '-1',
    HILO_WRONG: 'yes',
    HILO_API_KEY: 'short',
  });
  const starting = startProcess([service()], wrong);
  for (const name of ['DATABASE_URL', 'HILO_LOG', 'PORT', 'HILO_WRONG', 'HILO_API_KEY'])
    await expect(starting).rejects.toThrow(name);
});

it('says of a variable that is missing that it is', async () => {
  const { HILO_API_KEY: _, ...without } = environment(database.url);
  await expect(startProcess([service()], without)).rejects.toThrow('HILO_API_KEY: is missing; set it');
});

it('closes everything in reverse order, whatever of it fails', async () => {
  const closed: string[] = [];
  const hilo = await startProcess([service(closed)], environment(database.url, { PORT: '0' }));
  await expect(hilo.close()).rejects.toThrow('does not close');
  expect(closed).toEqual(['last', 'first']);
});

it('tries a service again that cannot open yet, with nothing left of the attempt before', async () => {
  const closed: string[] = [];
  let attempts = 0;
  const open = async (): Promise<void> => {
    attempts += 1;
    if (attempts === 1) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  };
  const hilo = await startProcess([service(closed, open)], environment(database.url, { PORT: '0' }));
  expect(closed).toEqual(['last', 'first']);
  await hilo.close().catch(() => {});
  expect(closed).toEqual(['last', 'first', 'last', 'first']);
});

it('ends at once when it is told to, though a statement hangs', async () => {
  const hanging: ServiceDefinition = {
    ...service(),
    open: async ({ pool }) => {
      await pool.query('SELECT pg_sleep(150)');
      return { routes: async () => {}, ready: async () => {} };
    },
  };
  const port = await freePort();
  const stopping = new AbortController();
  const starting = startProcess([hanging], environment(database.url, { PORT: String(port) }), {
    signal: stopping.signal,
  });
  starting.catch(() => {});
  await expect.poll(() => get(port, '/readyz')).toMatchObject({ text: expect.stringContaining('analytics to open') });
  const at = performance.now();
  stopping.abort();
  await expect(starting).rejects.toThrow('aborted');
  expect(performance.now() - at).toBeLessThan(60_000);
});

it('does not wait for what no waiting mends', async () => {
  let attempts = 0;
  const open = async (): Promise<void> => {
    attempts += 1;
    throw new StartRefused('The log ends at 3, and 7 were processed.');
  };
  await expect(startProcess([service([], open)], environment(database.url, { PORT: '0' }))).rejects.toThrow(
    'The log ends at 3',
  );
  expect(attempts).toBe(1);
});

it('tries again what the log refuses for now, and not what is a mistake of ours', async () => {
  let attempts = 0;
  const open = async (): Promise<void> => {
    attempts += 1;
    // As the clients of Kafka say it, without a code.
    if (attempts === 1) throw new Error('This server does not host this topic-partition');
  };
  const hilo = await startProcess([service([], open)], environment(database.url, { PORT: '0' }));
  expect(attempts).toBe(2);
  await hilo.close().catch(() => {});
  const mistake = async (): Promise<void> => {
    throw new TypeError('of undefined');
  };
  await expect(startProcess([service([], mistake)], environment(database.url, { PORT: '0' }))).rejects.toThrow(
    'of undefined',
  );
});

it('survives that Postgres ends a connection in the middle of a statement, whoever has it', async () => {
  const logger = createLogger({ level: 'silent', name: 'test' });
  const pool = openDatabase({ connectionString: database.url, schema: 'public', logger });
  const end = () =>
    pool.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid() AND datname = current_database()",
    );
  const client = await pool.connect();
  const statements = [client.query('SELECT pg_sleep(60)'), transaction(pool, (tx) => tx.query('SELECT pg_sleep(60)'))];
  const ended = Promise.allSettled(statements);
  await delay(300);
  await end();
  expect((await ended).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  client.release(true);
  await expect.poll(async () => (await pool.query('SELECT 1 AS one')).rows, soon).toEqual([{ one: 1 }]);
  await pool.end();
});
