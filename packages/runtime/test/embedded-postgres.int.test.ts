import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@hilo/runtime/embedded-postgres';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';

let dataDir = '';
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'hilo-embedded-'));
});
afterEach(() => remove(dataDir));

/** Where root runs this, the cluster lies where its owner can reach it, and not in the folder. */
const remove = async (folder: string): Promise<void> => {
  const elsewhere = await readFile(join(folder, 'postgres-is-in'), 'utf8').catch(() => '');
  if (elsewhere) await rm(elsewhere.trim(), { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
};

const query = async (url: string, text: string): Promise<unknown[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
};

it('starts from nothing, and goes on with the data of yesterday on the same port', async () => {
  const first = await startEmbeddedPostgres({ dataDir });
  await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS n');
  await first.stop();
  const second = await startEmbeddedPostgres({ dataDir });
  expect(await query(second.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  expect(second.port).toBe(first.port);
  await second.stop();
});

it('recovers from a kill -9 of the server, and from one of its launcher', async () => {
  const launcher = `
    import { startEmbeddedPostgres } from '@hilo/runtime/embedded-postgres';
    const server = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)} });
    console.log(server.url);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', launcher], { cwd: import.meta.dirname });
  const url = await new Promise<string>((resolve) => child.stdout.once('data', (line) => resolve(String(line).trim())));
  await query(url, 'CREATE TABLE kept AS SELECT 2 AS n');
  child.kill('SIGKILL');
  const after = await startEmbeddedPostgres({ dataDir });
  expect(await query(after.url, 'SELECT n FROM kept')).toEqual([{ n: 2 }]);
  const pid = Number(
    (await query(after.url, "SELECT pg_read_file('postmaster.pid') AS file")).map(
      (row) => /"file":"(\d+)/.exec(JSON.stringify(row))?.[1],
    )[0],
  );
  process.kill(pid, 'SIGKILL');
  const again = await startEmbeddedPostgres({ dataDir });
  expect(await query(again.url, 'SELECT n FROM kept')).toEqual([{ n: 2 }]);
  await again.stop();
});

it('runs two at once, and says why it cannot start', async () => {
  const other = await mkdtemp(join(tmpdir(), 'hilo-embedded-'));
  const [one, two] = await Promise.all([
    startEmbeddedPostgres({ dataDir, durable: false }),
    startEmbeddedPostgres({ dataDir: other, durable: false }),
  ]);
  expect(one.port).not.toBe(two.port);
  await expect(
    (async () => {
      const third = await mkdtemp(join(tmpdir(), 'hilo-embedded-'));
      try {
        await startEmbeddedPostgres({ dataDir: third, port: one.port });
      } finally {
        await remove(third);
      }
    })(),
  ).rejects.toThrow(/Postgres did not start.*postgres\.log/s);
  await Promise.all([one.stop(), two.stop()]);
  await remove(other);
  expect(await readFile(join(dataDir, 'postgres-password'), 'utf8')).toHaveLength(48);
});
