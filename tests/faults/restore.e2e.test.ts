import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { CustomerRecord, ErasureStatus, type Identifier, IngestResult } from '@hilo/contracts';
import { freePort, type Kafka, makeDataFolder, startKafka } from '@hilo/testing';
import { afterAll, expect, it } from 'vitest';
import { z } from 'zod';
import { apiKey, type HiloProcess, startHilo } from '../../scripts/api/hilo-process.ts';
import { balances } from '../../scripts/api/ledger.ts';
import { untilThrough } from '../../scripts/replay/settle.ts';
import { placesOf } from '../everything.ts';
import { startRestorable } from './base-backup.ts';

const run = promisify(execFile);
const Timeline = z.object({ interactions: z.array(z.object({ id: z.string() })) });
const Gap = z.object({
  missing: z.array(z.object({ source: z.string(), id: z.string(), knownTo: z.array(z.string()) })),
  unprocessed: z.array(z.object({ log: z.string(), interactions: z.int() })),
});
const soon = { interval: 200 };

const people = 30;
const number = (person: number): Identifier => ({ kind: 'customer_number', value: `C-${1000 + person}` });
const email = (person: number): Identifier => ({ kind: 'email', value: `person-${person}@restore.example` });
const phone = (person: number): Identifier => ({ kind: 'phone', value: `+346000${String(10_000 + person)}` });

let posted = 0;
const interaction = (identifiers: Identifier[], fields: object = {}) => ({
  id: `restore-${posted++}`,
  occurredAt: new Date(Date.now() - 3_600_000 + posted * 1000).toISOString(),
  channel: 'web',
  touchpoint: 'checkout',
  kind: 'bought',
  identifiers,
  ...fields,
});

const opened: { close(): Promise<unknown> }[] = [];
afterAll(async () => {
  for (const { close } of opened.reverse()) await close().catch(() => {});
});

it('comes back from backups of different moments, without who was erased since, and names what a lost log has lost', async (test) => {
  const first = await startKafka({ ownProcesses: true });
  if ('skipped' in first) return test.skip(first.skipped);
  const folder = makeDataFolder('hilo-restore-');
  opened.push({ close: () => rm(folder, { recursive: true, force: true }) });
  const [facts, others] = await Promise.all([startRestorable(), startRestorable()]);
  opened.push({ close: facts.remove }, { close: others.remove });
  const listed = { HILO_ERASURE_LIST: pathToFileURL(join(folder, 'erasures')).href };
  // The facts have a server of their own, so that its backup is of another moment.
  const environment = { ...listed, HILO_IDENTITY_RESOLUTION_DATABASE_URL: facts.url };
  const port = String(await freePort());
  let kafka: Kafka = first;
  let hilo: HiloProcess | undefined;
  const urlOf = ({ brokers }: Kafka): string => `kafka://${brokers.join(',')}`;
  const start = async (): Promise<HiloProcess> => {
    hilo = await startHilo({ databaseUrl: others.url, log: urlOf(kafka), environment, port });
    return hilo;
  };
  opened.push({ close: async () => void (await hilo?.stop()) }, { close: () => kafka.stop() });

  const running = await start();
  const { client } = running;
  const post = async (...interactions: object[]): Promise<void> => {
    await client.post('/v1/interactions', interactions, IngestResult);
    await untilThrough(client);
  };
  const lookUp = (identifier: Identifier) =>
    client.post('/v1/customers/lookup?purpose=test', identifier, CustomerRecord).then(withoutVersion, () => undefined);
  const recordsOf = async (): Promise<unknown[]> => {
    const records: unknown[] = [];
    for (let person = 0; person < people; person += 1) records.push(await lookUp(number(person)));
    return records;
  };
  const everybody = Array.from({ length: people }, (_, person) => person);

  await post(...everybody.map((person) => interaction([number(person), email(person)])));
  const ofFacts = await facts.backUp();
  await post(...everybody.map((person) => interaction([number(person)], { traits: { givenName: `Name${person}` } })));
  const Made = z.object({ id: z.string(), key: z.string() });
  const makeKey = () => client.post('/v1/keys', { source: 'shop', scopes: ['interactions:write'] }, Made);
  const revoked = await makeKey();
  const ofOthers = await others.backUp();
  await post(
    ...everybody.map((person) => interaction([number(person), phone(person)])),
    interaction([phone(3)], { traits: { familyName: 'Late' } }),
  );
  await client.delete(`/v1/keys/${revoked.id}`, z.unknown());
  const made = await makeKey();
  const { id: seventh } = await client.post('/v1/customers/lookup?purpose=test', number(7), CustomerRecord);
  // Of a person who is in both backups, and of one who is in none.
  const newcomer: Identifier = { kind: 'email', value: 'newcomer@restore.example' };
  await post(interaction([newcomer], { text: 'words of the newcomer' }));
  const erasures: ErasureStatus[] = [];
  for (const identifier of [number(7), newcomer])
    erasures.push(await client.post('/v1/erasures', { id: randomUUID(), identifier, reason: 'asked' }, ErasureStatus));
  const isDone = async (): Promise<boolean> => {
    const states = await Promise.all(erasures.map(({ id }) => client.get(`/v1/erasures/${id}`, ErasureStatus)));
    return states.every(({ report }) => report.every(({ where, state }) => where === 'log' || state === 'done'));
  };
  await expect.poll(isDone, soon).toBe(true);
  await post(interaction([number(4)], { traits: { givenName: 'After' } }));
  const before = await recordsOf();
  expect(before[7]).toBeUndefined();

  await running.kill();
  await Promise.all([facts.destroyAndRestore(ofFacts), others.destroyAndRestore(ofOthers)]);
  const erased = [number(7), email(7), phone(7), newcomer];
  const watching = watch(`http://127.0.0.1:${port}`, erased, seventh);
  const restored = await start();
  await untilThrough(client);
  await expect.poll(recordsOf, soon).toEqual(before);
  const served = await watching.stop();
  expect(served.answers).toBeGreaterThan(3);
  expect(served.found).toEqual([]);
  const askAs = async ({ key }: { key: string }) =>
    (await fetch(`${restored.url}/v1/interactions/none`, { headers: { authorization: `Bearer ${key}` } })).status;
  await expect.poll(() => askAs(made), soon).toBe(404);
  await expect.poll(() => askAs(revoked), soon).toBe(401);
  const ledger = await untilThrough(client);
  expect(balances(ledger), JSON.stringify(ledger)).toBe(true);
  expect(ledger.accepted).toBe(posted);
  const names = [...erased.map(({ value }) => value), 'words of the newcomer'];
  await expect
    .poll(async () => [...(await placesOf(facts.url, names)), ...(await placesOf(others.url, names))], soon)
    .toEqual([]);

  // Who follows believes what comes now, though it was told of more before.
  await post(interaction([number(1), number(2), phone(1)], { kind: 'called' }), interaction([email(5), phone(5)]));
  const { id: customer } = await client.post('/v1/customers/lookup?purpose=test', number(5), CustomerRecord);
  const timeline = async () => (await client.get(`/v1/customers/${customer}/timeline`, Timeline)).interactions.length;
  await expect.poll(timeline, soon).toBe(4);

  // The log is lost, and the facts are from a backup; the others still know what came after it.
  const older = await facts.backUp();
  const lost = everybody
    .filter((person) => person % 3 === 0 && person !== 7)
    .map((person) => interaction([number(person)]));
  await post(...lost);
  const told = async () =>
    Number(
      await countReceipts(
        client,
        lost.map(({ id }) => id),
      ),
    );
  await expect.poll(told, soon).toBe(lost.length);
  await restored.kill();
  await kafka.stop();
  const second = await startKafka({ ownProcesses: true });
  if ('skipped' in second) throw new Error(second.skipped);
  kafka = second;
  await facts.destroyAndRestore(older);
  await start();
  const gap = () => findGap({ ...environment, DATABASE_URL: others.url, HILO_LOG: urlOf(kafka) });
  const { missing, unprocessed } = await gap();
  expect(missing.map(({ id }) => id).sort()).toEqual(lost.map(({ id }) => id).sort());
  expect(missing.every(({ knownTo }) => knownTo.includes('ingest'))).toBe(true);
  expect(unprocessed.map(({ interactions }) => interactions)).toEqual([lost.length]);
  await post(...lost);
  expect((await gap()).missing).toEqual([]);
  const after = await untilThrough(client);
  expect(after).toMatchObject({ accepted: lost.length, stored: lost.length });
  expect(await lookUp(number(7))).toBeUndefined();
});

it('takes who was erased out of a log that came back with the database, too', async () => {
  const folder = makeDataFolder('hilo-restore-');
  opened.push({ close: () => rm(folder, { recursive: true, force: true }) });
  const server = await startRestorable();
  opened.push({ close: server.remove });
  const environment = { HILO_ERASURE_LIST: pathToFileURL(join(folder, 'erasures')).href };
  let hilo = await startHilo({ databaseUrl: server.url, environment });
  opened.push({ close: async () => void (await hilo.stop()) });
  const gone: Identifier = { kind: 'email', value: 'gone@restore.example' };
  const stays: Identifier = { kind: 'customer_number', value: 'C-9001' };
  const said = { text: 'words of somebody who is gone' };
  const both = [
    interaction([gone], said),
    interaction([stays, phone(1)]),
    interaction([stays, email(1)], { text: 'stays' }),
  ];
  await hilo.client.post('/v1/interactions', both, IngestResult);
  await untilThrough(hilo.client);
  const backup = await server.backUp();
  const { id } = await hilo.client.post('/v1/erasures', { identifier: gone }, ErasureStatus);
  await hilo.kill();
  await server.destroyAndRestore(backup);
  expect((await placesOf(server.url, [said.text])).join()).toContain('log.records');

  hilo = await startHilo({ databaseUrl: server.url, environment });
  const erasure = () => hilo.client.get(`/v1/erasures/${id}`, ErasureStatus);
  await expect.poll(async () => (await erasure()).state, { interval: 500 }).toBe('done');
  expect(await placesOf(server.url, [said.text, gone.value])).toEqual([]);
  expect((await placesOf(server.url, ['stays'])).join()).toContain('log.records');
  const record = await hilo.client.post('/v1/customers/lookup?purpose=test', stays, CustomerRecord);
  expect(record.interactions.total).toBe(2);
});

const withoutVersion = ({ version: _version, updatedAt: _updatedAt, ...record }: CustomerRecord) => record;

/** Of how many of these ingest has a receipt. */
const countReceipts = async (client: HiloProcess['client'], ids: readonly string[]): Promise<number> => {
  const receipts = ids.map((id) =>
    client.get(`/v1/interactions/${id}`, z.unknown()).then(
      () => 1,
      () => 0,
    ),
  );
  return (await Promise.all<number>(receipts)).reduce((sum, one) => sum + one, 0);
};

/** Asks for people from the first moment in which anybody answers, until it is told to stop. */
const watch = (url: string, identifiers: readonly Identifier[], customer: string) => {
  const found: string[] = [];
  let [answers, isOver] = [0, false];
  const ask = async (): Promise<void> => {
    while (!isOver) {
      for (const identifier of identifiers) {
        const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
        const options = { method: 'POST', headers, body: JSON.stringify(identifier) };
        const answer = await fetch(`${url}/v1/customers/lookup?purpose=test`, options).catch(() => undefined);
        if (answer?.status === 404) answers += 1;
        if (answer?.status === 200) found.push(identifier.value);
      }
      const timeline = await fetch(`${url}/v1/customers/${customer}/timeline`, {
        headers: { authorization: `Bearer ${apiKey}` },
      }).catch(() => undefined);
      if (timeline?.status === 200) found.push(await timeline.text());
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const asking = ask();
  return {
    stop: async () => {
      isOver = true;
      await asking;
      return { answers, found };
    },
  };
};

/** `hilo gap`, as an operator runs it; it ends with 1 if something is missing. */
const findGap = async (environment: Readonly<Record<string, string>>): Promise<z.infer<typeof Gap>> => {
  const script = join(import.meta.dirname, '..', '..', 'scripts', 'hilo.ts');
  const variables = { HILO_API_KEY: apiKey, HILO_ID_SECRET: 'a secret of the tests', ...environment };
  const ended = await run(process.execPath, [script, 'gap', '--json'], { env: { ...process.env, ...variables } }).catch(
    (error: { stdout: string; stderr: string }) => {
      if (error.stdout === '') throw new Error(error.stderr);
      return error;
    },
  );
  return Gap.parse(JSON.parse(ended.stdout));
};
