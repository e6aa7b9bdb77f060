import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CustomerRecord, ErasureStatus, IngestResult, type Interaction, Receipt } from '@hilo/contracts';
import { createTestDatabase, type TestDatabase } from '@hilo/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { Refused } from '../../scripts/api/client.ts';
import { apiKey, type HiloProcess, startHilo } from '../../scripts/api/hilo-process.ts';
import { balances } from '../../scripts/api/ledger.ts';
import { untilThrough } from '../../scripts/replay/settle.ts';
import { onEachLog } from '../each-log.ts';
import { placesOf } from '../everything.ts';
import { arrival, programme } from './programme.ts';

const Listed = z.object({ quarantine: z.array(z.object({ id: z.int(), state: z.string(), reason: z.string() })) });
const run = promisify(execFile);
const script = join(import.meta.dirname, '..', '..', 'scripts', 'hilo.ts');
const soon = { interval: 200 };

onEachLog('what was set aside', (log) => {
  const prefix = randomUUID().slice(0, 8);
  let folder: string;
  let database: TestDatabase;
  let hilo: HiloProcess;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hilo-test-'));
    const file = join(folder, 'programmes.json');
    writeFileSync(file, JSON.stringify([programme]));
    database = await createTestDatabase();
    hilo = await startHilo({ databaseUrl: database.url, log, environment: { HILO_PROGRAMMES: file } });
  });
  afterAll(async () => {
    await hilo?.stop();
    await database?.drop();
  });

  const who = (name: string) => ({ kind: 'customer_number', value: `${prefix}-${name}` });
  const interaction = (id: string, fields: Partial<Interaction> = {}): Interaction => ({
    id: `${prefix}-${id}`,
    occurredAt: new Date(Date.now() - 60_000).toISOString(),
    channel: 'web',
    touchpoint: 'account',
    kind: 'viewed',
    identifiers: [who('ana')],
    ...fields,
  });
  const post = async (...interactions: Interaction[]) => {
    await hilo.client.post('/v1/interactions', interactions, IngestResult);
    return untilThrough(hilo.client);
  };
  const receiptOf = (id: string) =>
    hilo.client.get(`/v1/interactions/${prefix}-${id}`, Receipt).catch((error: unknown) => {
      if (error instanceof Refused && error.status === 404) return undefined;
      throw error;
    });
  const setAside = async (id: string) =>
    (await hilo.client.get(`/v1/quarantine?interaction=${prefix}-${id}`, Listed)).quarantine;
  const cli = async (...args: string[]): Promise<string> => {
    const where = ['--url', hilo.url, '--key', apiKey];
    return (await run(process.execPath, [script, 'quarantine', ...args, ...where])).stdout.trim();
  };

  it('is fixed and replayed from the command line, and the ledger counts it once more', async () => {
    const before = await post(interaction('twice'));
    await post(interaction('twice', { kind: 'bought' }));
    await expect.poll(async () => (await setAside('twice')).length, soon).toBe(1);
    const [{ id } = { id: 0 }] = await setAside('twice');
    expect(await cli('list', '--reason', 'conflicting-duplicate')).toContain(`${prefix}-twice`);
    expect(JSON.parse(await cli('show', String(id)))).toMatchObject({
      origin: { group: 'identity-resolution' },
      message: { value: expect.stringContaining('bought') },
      obstacle: expect.stringContaining('Fix it first'),
    });
    await expect(cli('replay', String(id))).rejects.toThrow('Fix it first');

    const file = join(folder, 'fixed.json');
    writeFileSync(file, JSON.stringify(interaction('fixed', { kind: 'bought' })));
    await cli('fix', String(id), file, '--note', 'both happened');
    expect(await cli('replay', String(id))).toContain(`replayed as ${prefix}-fixed`);
    expect(await cli('replay', '--all', '--source', 'local')).toBe('replayed 0, skipped 0');
    await expect.poll(async () => (await receiptOf('fixed'))?.state, soon).toBe('stored');
    const after = await untilThrough(hilo.client);
    expect(balances(after)).toBe(true);
    expect(after).toMatchObject({
      accepted: before.accepted + 2,
      stored: before.stored + 1,
      duplicate: before.duplicate,
      quarantined: before.quarantined + 1,
    });
    expect(await receiptOf('twice')).toMatchObject({ state: 'stored', quarantine: [{ id, state: 'replayed' }] });
  });

  it('shows in a receipt whose an interaction is, and what was decided about asking', async () => {
    await post(interaction('flight', { ...arrival, identifiers: [who('flier')] }));
    const { id: customer } = await hilo.client.post('/v1/customers/lookup', who('flier'), CustomerRecord);
    await expect
      .poll(() => receiptOf('flight'), soon)
      .toMatchObject({
        source: 'local',
        state: 'stored',
        attribution: { customer, rule: 'strongest-identifier', version: 1 },
        surveys: [{ programme: programme.id, state: 'withheld' }],
        quarantine: [],
      });
    const { acceptedAt, storedAt } = (await receiptOf('flight')) ?? {};
    expect(Date.parse(storedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(acceptedAt ?? ''));
  });

  it('follows a customer who turns out to be another', async () => {
    await post(interaction('alone', { identifiers: [{ kind: 'device_id', value: `${prefix}-device` }] }));
    await expect.poll(async () => (await receiptOf('alone'))?.attribution?.customer, soon).toBeDefined();
    await post(
      interaction('joined', { identifiers: [who('flier'), { kind: 'device_id', value: `${prefix}-device` }] }),
    );
    const { id: customer } = await hilo.client.post('/v1/customers/lookup', who('flier'), CustomerRecord);
    await expect.poll(async () => (await receiptOf('alone'))?.attribution?.customer, soon).toBe(customer);
  });

  it('is erased with the person, however the name is written, from the log too', async () => {
    const email = { kind: 'email', value: `Secret.${prefix}@Example.org` };
    const [erased, other] = [who('erased'), who('other')];
    await post(
      interaction('of-erased', { identifiers: [erased, email] }),
      interaction('of-other', { identifiers: [other] }),
    );
    // Both are set aside: one by an id of the person, and one that names the person under the id of somebody else.
    await post(
      interaction('of-erased', { identifiers: [erased, email], text: `verbatim ${prefix}` }),
      interaction('of-other', { identifiers: [{ ...email, value: email.value.toLowerCase() }] }),
    );
    await expect.poll(async () => (await setAside('of-other')).length, soon).toBe(1);
    await expect.poll(async () => (await setAside('of-erased')).length, soon).toBe(1);
    const { id } = await hilo.client.post('/v1/erasures', { identifier: erased }, ErasureStatus);
    const status = () => hilo.client.get(`/v1/erasures/${id}`, ErasureStatus);
    await expect.poll(async () => (await status()).state, soon).toBe('done');
    const removed = (await status()).report.find(({ where }) => where === 'ingest')?.removed;
    expect(removed).toMatchObject({ receipts: 1, quarantine: 2 });
    const personal = [erased.value, email.value, `verbatim ${prefix}`];
    await expect.poll(() => placesOf(database.url, personal), soon).toEqual([]);
    expect(await receiptOf('of-erased')).toBeUndefined();
    expect(await receiptOf('of-other')).toMatchObject({ state: 'stored', quarantine: [] });
  });
});
