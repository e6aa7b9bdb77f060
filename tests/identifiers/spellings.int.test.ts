import type { Identifier } from '@hilo/contracts';
import { type RunningProcess, startProcess } from '@hilo/runtime';
import { createTestDatabase, type TestDatabase } from '@hilo/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { services } from '../../scripts/services.ts';

const key = 'the-key-of-the-operator';
let database: TestDatabase;
let hilo: RunningProcess;

beforeAll(async () => {
  database = await createTestDatabase();
  hilo = await startProcess(services, {
    DATABASE_URL: database.url,
    HILO_API_KEY: key,
    HILO_ID_SECRET: 'a secret of the tests',
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'error',
  });
});
afterAll(async () => {
  await hilo?.close();
  await database?.drop();
});

const ask = async (method: string, path: string, body?: unknown) => {
  const response = await fetch(`${hilo.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: JSON.parse(await response.text()) };
};
const one = (id: string, ...identifiers: [kind: string, value: string][]) => ({
  id,
  occurredAt: '2026-11-20T10:00:00Z',
  channel: 'web',
  touchpoint: 'desk',
  kind: 'viewed',
  identifiers: identifiers.map(([kind, value]) => ({ kind, value })),
});
const soon = { interval: 200 };
const post = async (...interactions: ReturnType<typeof one>[]) => {
  const { body } = await ask('POST', '/v1/interactions', interactions);
  await expect.poll(async () => (await ask('GET', '/v1/ledger')).body.inFlight, soon).toBe(0);
  return body.results;
};
const lookUp = async (kind: string, value: string) => (await ask('POST', '/v1/customers/lookup', { kind, value })).body;
const held = async (kind: string, value: string): Promise<string[]> =>
  (await lookUp(kind, value)).identifiers?.map((each: Identifier) => each.value);

it('says to who posts, in the receipt and in the explanation which identifiers say nothing', async () => {
  const results = await post(
    one('n1', ['email', 'Nia <Nia@spell.example.org>'], ['phone', 'No tiene'], ['user_id', 'NaN']),
  );
  const notes = [
    expect.objectContaining({ path: 'identifiers[1].value', reason: 'placeholder' }),
    expect.objectContaining({ path: 'identifiers[2].value', reason: 'placeholder' }),
  ];
  expect(results).toEqual([{ status: 'accepted', id: 'n1', notes }]);
  await expect.poll(async () => (await ask('GET', '/v1/interactions/n1')).body, soon).toMatchObject({ notes });
  const { id } = await lookUp('email', 'nia@spell.example.org');
  const { unused, identifiers } = (await ask('GET', `/v1/customers/${id}/identity`)).body;
  expect(unused).toMatchObject([
    { identifier: { kind: 'phone', value: 'No tiene' }, reason: 'placeholder', interaction: 'n1' },
    { identifier: { kind: 'user_id', value: 'NaN' }, reason: 'placeholder', interaction: 'n1' },
  ]);
  expect(identifiers).toMatchObject([{ value: 'nia@spell.example.org', posted: 'Nia <Nia@spell.example.org>' }]);
});

it('sets aside what names nobody, and says why of each identifier', async () => {
  await post(one('q1', ['email', 'no@no.com'], ['phone', '3.46E+10']));
  const receipt = async () => (await ask('GET', '/v1/interactions/q1')).body;
  await expect
    .poll(receipt, soon)
    .toMatchObject({ state: 'quarantined', quarantine: [{ reason: 'no-usable-identifier' }] });
  const [{ detail, href }] = (await receipt()).quarantine;
  expect(detail).toMatch(
    /identifiers\[0\]\.value is a placeholder .*identifiers\[1\]\.value is a number that a spreadsheet/,
  );
  expect((await ask('GET', href)).body).toMatchObject({ detail });
});

it('takes two spellings for one person, by a handle too, and a decision by either spelling hits her alone', async () => {
  await post(
    one('h1', ['twitter', '@ ana'], ['email', 'a@spell.example.org']),
    one('h2', ['twitter', '@@Bea'], ['email', 'b@spell.example.org']),
    one('h3', ['twitter', '@bea'], ['customer_number', 'B-1']),
  );
  expect(await held('twitter', ' ana')).toEqual(['a@spell.example.org', 'ana']);
  expect(await held('twitter', '@bea')).toEqual(['B-1', 'b@spell.example.org', 'bea']);
  const from = [{ kind: 'email', value: 'A@Spell.example.org' }];
  const identifier = { kind: 'twitter', value: '@ ana' };
  expect((await ask('POST', '/v1/identity/decisions', { kind: 'dissociate', identifier, from })).status).toBe(200);
  expect(await held('email', 'a@spell.example.org')).toEqual(['a@spell.example.org']);
  expect(await held('email', 'b@spell.example.org')).toEqual(['B-1', 'b@spell.example.org', 'bea']);
});

it('knows two in a cell as two', async () => {
  await post(
    one('c1', ['email', 'Mia@spell.example.org; mia2@spell.example.org'], ['customer_number', 'M-1']),
    one('c2', ['phone', '600700001 / 600700002'], ['customer_number', 'M-2']),
  );
  expect(await held('customer_number', 'M-1')).toEqual(['M-1', 'mia2@spell.example.org', 'mia@spell.example.org']);
  expect(await held('phone', '+34 600 700 002')).toEqual(['M-2', '+34600700001', '+34600700002']);
});

it('erases by any spelling', async () => {
  await post(one('e1', ['email', 'Eva.Gone@Spell.example.org'], ['phone', '+55 11 8765-4321']));
  expect((await ask('POST', '/v1/erasures', { identifier: { kind: 'whatsapp', value: '5511987654321' } })).status).toBe(
    202,
  );
  expect(await held('email', 'eva.gone@spell.example.org')).toHaveLength(2);
  const identifier = { kind: 'email', value: '"Eva" <EVA.GONE@SPELL.example.org>' };
  expect((await ask('POST', '/v1/erasures', { identifier })).status).toBe(202);
  expect(await held('email', 'Eva.Gone@Spell.example.org')).toBeUndefined();
  expect(await held('phone', '+5511987654321')).toBeUndefined();
});
