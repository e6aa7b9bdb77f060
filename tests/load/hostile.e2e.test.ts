import { openDatabase } from '@hilo/runtime';
import { createTestDatabase, type TestDatabase, testSeed } from '@hilo/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { apiKey, type HiloProcess, startHilo } from '../../scripts/api/hilo-process.ts';
import { untilThrough } from '../../scripts/replay/settle.ts';
import { dropBombs } from './bombs.ts';
import { postMalformed } from './malformed.ts';
import { oddValues } from './odd-values.ts';
import { sigtermUnderLoad } from './sigterm.ts';

let database: TestDatabase;
let hilo: HiloProcess;

beforeAll(async () => {
  database = await createTestDatabase();
  hilo = await startHilo({ databaseUrl: database.url });
});
afterAll(async () => {
  await hilo.stop();
  await database.drop();
});

/** A whole number whose digits no number holds is kept as its text (ADR 25). */
const asKept = (text: string): unknown => {
  const value: unknown = JSON.parse(text);
  return typeof value === 'number' && /^-?\d+$/.test(text) && BigInt(value) !== BigInt(text) ? text : value;
};

/** -0 is written as 0 where a text is written again, and is the same number. */
const unsignedZero = (value: unknown): unknown => (value === 0 ? 0 : value);

it('refuses every odd value with the path of the field, or keeps it exactly as it was', async () => {
  const accepted = new Map<string, unknown>();
  for (const [n, { name, text }] of oddValues.entries()) {
    const [head, tail] = [
      `{"id":"odd-${n}","occurredAt":"2026-01-01T10:00:00Z","channel":"web","touchpoint":"t","kind":"k",`,
      '"identifiers":[{"kind":"user_id","value":"odd"}],"properties":{"value":',
    ];
    const body = Buffer.concat([Buffer.from(head + tail), text, Buffer.from('}}')]);
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
    const answer = await fetch(`${hilo.url}/v1/interactions`, { method: 'POST', headers, body: new Uint8Array(body) });
    const said: { errors?: { path: string }[] } = JSON.parse(await answer.text());
    expect([202, 400], name).toContain(answer.status);
    if (answer.status === 202) accepted.set(`odd-${n}`, asKept(text.toString()));
    else expect(said.errors?.length, name).toBeGreaterThan(0);
  }
  await untilThrough(hilo.client);
  const pool = openDatabase({ connectionString: database.url, schema: 'identity', logger: console });
  const { rows } = await pool.query<{ content: string }>('SELECT content FROM interactions');
  await pool.end();
  const stored = new Map(
    rows.map(({ content }) => JSON.parse(content)).map(({ id, properties }) => [id, properties.value]),
  );
  expect(accepted.size).toBeGreaterThan(40);
  for (const [id, value] of accepted) expect(unsignedZero(stored.get(id)), id).toStrictEqual(unsignedZero(value));
});

it('never answers a malformed body with 5xx, on any endpoint, and its memory stays flat', async () => {
  const seed = testSeed();
  const severity = { perEndpoint: 30, oddOneIn: 6 };
  const { posted, statuses, failures, memory } = await postMalformed({ hilo, ...severity, seed, say: console.log });
  console.log(
    `seed ${seed}: ${posted} bodies, ${JSON.stringify(statuses)}, ${memory.early} MB, then ${memory.late} MB`,
  );
  expect(failures).toEqual([]);
  expect(memory.late).toBeLessThan(memory.early * 1.5 + 50);
}, 600_000);

it('answers compression bombs with 413 on every endpoint, and does not hold them in memory', async () => {
  const { statuses, grownMegabytes } = await dropBombs(hilo, 100);
  expect(new Set(statuses)).toEqual(new Set([413]));
  expect(grownMegabytes).toBeLessThan(400);
});

it('fails no request when it is told to stop under load, is gone in 20 seconds, and has stored all that it accepted', async () => {
  const before = await untilThrough(hilo.client);
  const { answered, failures, exitCode, exitMs } = await sigtermUnderLoad(hilo, 40);
  console.log(`${answered} answered, ${failures.length} failed, gone after ${exitMs} ms`);
  expect(failures).toEqual([]);
  expect(exitCode).toBe(0);
  expect(exitMs).toBeLessThan(40_000);
  hilo = await startHilo({ databaseUrl: database.url });
  expect((await untilThrough(hilo.client)).stored - before.stored).toBe(answered);
});
