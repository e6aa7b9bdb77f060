import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createLogger, openDatabase } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import { expect, it, onTestFinished } from 'vitest';
import { startHilo } from '../../scripts/api/hilo-process.ts';

const root = join(import.meta.dirname, '..', '..');

/** Hilo in a process of its own, that need not start; gives what it printed, and how it ended. */
const launch = (file: string, args: readonly string[], environment: Record<string, string>) => {
  const child = spawn(process.execPath, [join(root, file), ...args], {
    env: {
      ...process.env,
      // It is to load for as long as it does at an operator's.
      NODE_DISABLE_COMPILE_CACHE: '1',
      HILO_API_KEY: 'the-key-of-the-operator',
      HILO_ID_SECRET: 'a secret of the tests',
      HOST: '127.0.0.1',
      PORT: '0',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const printed = { text: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => {
      printed.text += data;
    });
  }
  const gone = once(child, 'exit');
  return {
    printed,
    /** Ends it with SIGTERM; gives the code and the milliseconds that it took. */
    stop: async () => {
      const at = performance.now();
      child.kill('SIGTERM');
      const [code] = await gone;
      return { code, ms: performance.now() - at };
    },
    gone: async () => (await gone)[0],
  };
};

/** Two seconds where the processors have nothing else to do; who does not heed it is killed by the system after thirty. */
const longestStopMs = 20_000;
const saysThatItRuns = `--import data:text/javascript,console.error('node%20runs')`;
const nowhere = { DATABASE_URL: 'postgres://hilo:password@127.0.0.1:1/hilo' };

it.each([
  ['scripts/hilo.ts', 'all'],
  ['scripts/hilo.ts', 'analytics'],
  ['services/ingest/main.ts', ''],
  ['services/analytics/main.ts', ''],
])('%s %s ends with 0 on a signal while it loads, and while it waits for Postgres', async (file, command) => {
  for (const afterMs of [400, 900]) {
    const hilo = launch(file, command === '' ? [] : [command], { ...nowhere, NODE_OPTIONS: saysThatItRuns });
    // Until Node runs our first line, nobody can heed it.
    await expect.poll(() => hilo.printed.text, { interval: 5 }).toContain('node runs');
    await delay(afterMs);
    expect(await hilo.stop()).toMatchObject({ code: 0 });
  }
  const hilo = launch(file, command === '' ? [] : [command], nowhere);
  await expect.poll(() => hilo.printed.text).toContain('Postgres at 127.0.0.1:1 (DATABASE_URL)');
  const { code, ms } = await hilo.stop();
  expect(code).toBe(0);
  expect(ms).toBeLessThan(longestStopMs);
  expect(hilo.printed.text).not.toContain('hilo:password');
});

/** As the first process of a container: the system delivers no signal to it that nobody listens to. */
const asFirstProcess = ['--fork', '--pid', '--mount-proc', '--kill-child'];
const mayUnshare = spawnSync('unshare', [...asFirstProcess, 'true']).status === 0;

it.skipIf(!mayUnshare)(
  'ends with 0 on a signal as the first process of a container, whatever it waits for',
  async () => {
    const child = spawn('unshare', [...asFirstProcess, process.execPath, join(root, 'scripts/hilo.ts'), 'all'], {
      env: {
        ...process.env,
        ...nowhere,
        HILO_API_KEY: 'the-key-of-the-operator',
        HILO_ID_SECRET: 'a secret of the tests',
        PORT: '0',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    // Whoever holds what we print to would keep the tests from ending.
    onTestFinished(() => void child.kill('SIGKILL'));
    let printed = '';
    child.stdout.on('data', (data) => {
      printed += data;
    });
    const gone = once(child, 'exit');
    await expect.poll(() => printed).toContain('Postgres at 127.0.0.1:1 (DATABASE_URL)');
    const [first] = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim().split(' ');
    const at = performance.now();
    process.kill(Number(first), 'SIGTERM');
    expect((await gone)[0]).toBe(0);
    expect(performance.now() - at).toBeLessThan(longestStopMs);
  },
);

it('ends with 1 and a sentence where the configuration is wrong or the port is taken', async () => {
  const wrong = launch('scripts/hilo.ts', ['all'], {
    DATABASE_URL: 'x',
    HILO_RATE_LIMIT: '-1',
    HILO_PROGRAMMES: '/no/such',
  });
  expect(await wrong.gone()).toBe(1);
  for (const name of ['DATABASE_URL:', 'HILO_RATE_LIMIT:', 'HILO_PROGRAMMES:'])
    expect(wrong.printed.text).toContain(name);
  expect(wrong.printed.text).not.toContain('    at ');
  const database = await createTestDatabase();
  const hilo = await startHilo({ databaseUrl: database.url, command: 'ingest' });
  const second = launch('scripts/hilo.ts', ['ingest'], { DATABASE_URL: database.url, PORT: new URL(hilo.url).port });
  expect(await second.gone()).toBe(1);
  expect(second.printed.text).toContain('is taken by another program');
  expect(await hilo.stop()).toBe(0);
  await database.drop();
});

it('heeds a signal while another process holds up its migrations', async () => {
  const database = await createTestDatabase();
  const admin = openDatabase({
    connectionString: database.url,
    schema: 'public',
    logger: createLogger({ level: 'silent', name: 'test' }),
  });
  const first = await startHilo({ databaseUrl: database.url, command: 'analytics' });
  expect(await first.stop()).toBe(0);
  const holder = await admin.connect();
  await holder.query('BEGIN');
  await holder.query('LOCK TABLE analytics.migrations IN ACCESS EXCLUSIVE MODE');
  const hilo = launch('scripts/hilo.ts', ['analytics'], { DATABASE_URL: database.url });
  await expect.poll(() => hilo.printed.text).toContain('waits for the tables of analytics');
  expect(await hilo.stop()).toMatchObject({ code: 0 });
  await holder.query('ROLLBACK');
  holder.release();
  await admin.end();
  await database.drop();
});
