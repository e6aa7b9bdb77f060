import { topics } from '@hilo/contracts';
import { type RunningProcess, startProcess } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { identityResolution } from '../service.ts';

const rootKey = 'the-key-of-the-operator';
let hilo: RunningProcess;
let drop: () => Promise<void>;

beforeAll(async () => {
  const database = await createTestDatabase();
  drop = () => database.drop();
  hilo = await startProcess([identityResolution], {
    ...{ DATABASE_URL: database.url, HILO_API_KEY: rootKey, HILO_ID_SECRET: 'a secret of the tests' },
    ...{ HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'error' },
  });
  const happened = [
    { id: 'r-1', identifiers: [customerNumber, email], occurredAt: '2026-01-01T10:00:00.000Z' },
    { id: 'r-2', identifiers: [email, phone], occurredAt: '2026-01-02T10:00:00.000Z' },
  ];
  const rest = { source: 'shop', receivedAt: '2026-03-01T00:00:00.000Z', channel: 'web', touchpoint: 't', kind: 'k' };
  const values = happened.map((one) => ({ key: 'one partition', value: JSON.stringify({ ...rest, ...one }) }));
  await hilo.log.append(topics.interactions.name, values);
  await vi.waitFor(async () => expect((await lookUp(phone)).interactions.total).toBe(2), 60_000);
});
afterAll(async () => {
  await hilo.close();
  await drop();
});

const customerNumber = { kind: 'customer_number', value: 'R-1' };
const email = { kind: 'email', value: 'r@example.org' };
const phone = { kind: 'phone', value: '+34600300300' };

const request = async (method: string, path: string, body?: unknown, key = rootKey) => {
  const response = await fetch(`${hilo.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: JSON.parse(await response.text()) };
};
const lookUp = async (identifier: object) => (await request('POST', '/v1/customers/lookup', identifier)).body;
const rehearse = (body: unknown) => request('POST', '/v1/identity/decisions/dry-run', body);
const decisionsOf = async (id: string) =>
  (await request('GET', `/v1/identity/decisions?customer=${id}`)).body.decisions;

/** Records without which version they are, in one order. */
const bare = (records: { id: string }[]) =>
  records
    .map((record) => ({ ...record, version: 0, updatedAt: '' }))
    .toSorted((one, other) => one.id.localeCompare(other.id));

it('says what a decision would make of the records, and does nothing; that is what it makes of them then', async () => {
  const before = await lookUp(customerNumber);
  const split = { kind: 'split', customer: before.id, identifiers: [customerNumber] };
  const tried = await rehearse(split);
  expect(tried).toMatchObject({ status: 200, body: { decision: { kind: 'not_same' }, before: [before] } });
  expect([await lookUp(customerNumber), await decisionsOf(before.id)]).toEqual([before, []]);

  const { decision } = (await request('POST', '/v1/identity/decisions', split)).body;
  const parts = [await lookUp(customerNumber), await lookUp(phone)];
  expect(parts[0].id).not.toBe(parts[1].id);
  expect(bare(tried.body.after)).toEqual(bare(parts));

  const back = await request('POST', `/v1/identity/decisions/${decision.id}/dry-run`);
  expect([bare(back.body.before), bare(back.body.after)]).toEqual([bare(parts), bare([before])]);
  expect(back.body.decision.retracted).toBeDefined();
  expect([await lookUp(customerNumber), await lookUp(phone)]).toEqual(parts);
  expect(await decisionsOf(before.id)).toEqual([decision]);
  await request('DELETE', `/v1/identity/decisions/${decision.id}`);
  expect(bare([await lookUp(customerNumber)])).toEqual(bare(back.body.after));
});

it('refuses to try what could not be decided, and says that there is no such decision', async () => {
  const { id } = await lookUp(customerNumber);
  const strange = { kind: 'split', customer: id, identifiers: [{ kind: 'email', value: 'nobody@example.org' }] };
  const refused = await rehearse(strange);
  const errors = [{ path: 'identifiers[0]', message: 'is not the customer’s' }];
  expect(refused).toMatchObject({ status: 400, body: { errors } });
  const path = '/v1/identity/decisions/00000000-0000-4000-8000-000000000000/dry-run';
  expect((await request('POST', path)).status).toBe(404);
});

it('is noted as a reading of the records', async () => {
  const { id } = await lookUp(customerNumber);
  await rehearse({ kind: 'dissociate', identifier: phone });
  const { reads } = (await request('GET', `/v1/identity/audit?customer=${id}`)).body;
  expect(reads).toContainEqual(expect.objectContaining({ route: 'POST /v1/identity/decisions/dry-run' }));
});
