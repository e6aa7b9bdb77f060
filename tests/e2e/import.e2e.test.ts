import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CustomerRecord } from '@hilo/contracts';
import { createTestDatabase, type TestDatabase } from '@hilo/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { apiKey, type HiloProcess, startHilo } from '../../scripts/api/hilo-process.ts';
import { importFile } from '../../scripts/import/import.ts';
import { untilThrough } from '../../scripts/replay/settle.ts';

let database: TestDatabase;
let hilo: HiloProcess;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hilo-test-import-'));
  database = await createTestDatabase();
  hilo = await startHilo({ databaseUrl: database.url });
});
afterAll(async () => {
  await hilo.stop();
  await database.drop();
});

const command = (fields: { map?: string; key?: string } = {}) => ({
  url: hilo.url,
  key: apiKey,
  dataDir: folder,
  ...fields,
});
const lookUp = (kind: string, value: string) =>
  hilo.client.post('/v1/customers/lookup', { kind, value }, CustomerRecord);

it('imports a customer base whose columns say what they are, and sets aside the rows that are nobody', async () => {
  const file = join(folder, 'customers.csv');
  const rows = Array.from({ length: 2500 }, (_, n) => `C-${n},p${n}@example.org,"Ana ""the ${n}""",Madrid`);
  writeFileSync(file, `\uFEFFCustomer Number, email ,givenName,city\n${rows.join('\n')}\n,,Nobody,Bilbao\n`);
  const { accepted, rejected, rejects } = await importFile(file, command());
  expect({ accepted, rejected }).toEqual({ accepted: 2500, rejected: 1 });
  expect(JSON.parse(readFileSync(rejects, 'utf8'))).toMatchObject({
    line: 2502,
    path: 'identifiers',
    row: ',,Nobody,Bilbao',
  });
  await untilThrough(hilo.client);
  expect(await lookUp('email', 'p7@example.org')).toMatchObject({
    identifiers: [{ kind: 'customer_number', value: 'C-7' }, { kind: 'email' }],
    traits: { givenName: { value: 'Ana "the 7"' }, city: { value: 'Madrid' } },
  });

  await importFile(file, command());
  expect(await untilThrough(hilo.client)).toMatchObject({ accepted: 5000, stored: 2500, duplicate: 2500 });
});

it('imports past interactions by a map, and names a column that the file has not', async () => {
  const file = join(folder, 'calls.csv');
  const map = join(folder, 'map.json');
  writeFileSync(file, 'when,number,score\n2026-01-10 12:00,+34600000009,9\nyesterday,+34600000010,9\n');
  writeFileSync(
    map,
    JSON.stringify({
      occurredAt: 'when',
      timeZone: 'Europe/Madrid',
      channel: { value: 'call_centre' },
      identifiers: { phone: 'number' },
      answers: [{ question: 'likelihood_to_recommend', scale: 'nps', column: 'score' }],
    }),
  );
  expect(await importFile(file, command({ map }))).toMatchObject({ accepted: 1, rejected: 1 });
  await untilThrough(hilo.client);
  expect((await lookUp('phone', '+34600000009')).interactions).toMatchObject({ firstAt: '2026-01-10T11:00:00.000Z' });

  writeFileSync(map, JSON.stringify({ identifiers: { phone: 'telephone' } }));
  await expect(importFile(file, command({ map }))).rejects.toThrow(
    'has no column telephone. It has: when, number, score.',
  );
});

it('goes on where it was killed', async () => {
  const [file, rows] = [join(folder, 'long.csv'), 40_000];
  writeFileSync(file, `user_id\n${Array.from({ length: rows }, (_, n) => `u-${n}`).join('\n')}\n`);
  const before = await untilThrough(hilo.client);
  const script = join(import.meta.dirname, '..', '..', 'scripts', 'hilo.ts');
  const child = spawn(process.execPath, [script, 'import', file, '--url', hilo.url, '--key', apiKey], {
    stdio: 'ignore',
  });
  const gone = once(child, 'exit');
  await expect.poll(() => existsSync(`${file}.import`), { interval: 5 }).toBe(true);
  child.kill('SIGKILL');
  await gone;
  const { accepted } = await importFile(file, command());
  expect(accepted).toBeLessThan(rows);
  expect(existsSync(`${file}.import`)).toBe(false);
  expect((await untilThrough(hilo.client)).stored).toBe(before.stored + rows);
});
