import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { IngestResult, type Interaction } from '@hilo/contracts';
import { openDatabase } from '@hilo/runtime';
import { startEmbeddedPostgres } from '@hilo/runtime/embedded-postgres';
import { makeDataFolder, startKafka } from '@hilo/testing';
import type { Pool } from 'pg';
import { apiKey, type HiloProcess, startHilo } from '../../api/hilo-process.ts';
import { untilThrough } from '../../replay/settle.ts';
import { type Cores, measureCores, showCores } from '../cores.ts';
import { quantile } from '../figures.ts';
import { sendSteadily } from '../steadily.ts';
import { createTraffic } from '../traffic.ts';

export type BrakesBenchOptions = { perSecond: number; seconds: number; log: 'postgres' | 'kafka' };

const services = ['ingest', 'identity-resolution', 'survey-trigger', 'analytics'];
const noesPerSecond = 10;
const lookEveryMs = 10;
const longestMs = 60_000;
/** Of a hundred interactions, so many are asked about. */
const arrivalsOfHundred = 10;

/**
 * Prints how long after ingest's 202 nobody is permitted any more to contact who has refused, or taken back a consent, while so many
 * interactions a second go through all services: until it is committed in survey-trigger, which whoever decides waits for and sees.
 */
export const benchBrakes = async ({ perSecond, seconds, log }: BrakesBenchOptions): Promise<void> => {
  await using opened = new AsyncDisposableStack();
  const { pool, ingest } = await open(opened, log);
  const people = seconds * noesPerSecond;
  await greet(ingest, people);
  const customers = await customersOf(pool, people);
  const cores = await measureCores(pool, process.pid);
  const posting = sendSteadily({
    url: ingest.url,
    path: '/v1/interactions',
    key: apiKey,
    pid: ingest.pid,
    bodies: bodiesOf(perSecond * (seconds + 5)),
    connections: 8,
    requestsPerSecond: perSecond,
    seconds,
  });
  const found = await measureNoes(pool, ingest, customers);
  const busy = cores();
  await posting;
  const figures = { refusal: figuresOf(found.refusal), withdrawal: figuresOf(found.withdrawal) };
  for (const [what, { p50, p99, max, n }] of Object.entries(figures))
    console.log(
      `${what}: in force ${p50} ms after the 202 (median), ${p99} ms (p99, at most 2000), ${max} ms at most, of ${n}`,
    );
  console.log(`  cores busy: ${showCores(busy)}; of which others are Hilo's own processes as well`);
  console.log(JSON.stringify({ name: 'brakes', perSecond, seconds, log, coresBusy: totalOf(busy), ...figures }));
};

const totalOf = ({ hilo, postgres, others }: Cores): number => Number((hilo + postgres + others).toFixed(2));

const open = async (opened: AsyncDisposableStack, logName: BrakesBenchOptions['log']) => {
  const dataDir = makeDataFolder('hilo-bench-');
  opened.defer(() => rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 }));
  const postgres = await startEmbeddedPostgres({ dataDir: join(dataDir, 'postgres') });
  opened.defer(() => postgres.stop());
  const log = logName === 'kafka' ? await openKafka(opened, join(dataDir, 'kafka')) : undefined;
  const pool = openDatabase({ connectionString: postgres.url, schema: 'survey', logger: console });
  opened.defer(() => pool.end());
  const started: HiloProcess[] = [];
  for (const command of services)
    started.push(opened.use(await startHilo({ databaseUrl: postgres.url, log, command })));
  const [ingest] = started;
  if (ingest === undefined) throw new Error('ingest did not start');
  return { pool, ingest };
};

const openKafka = async (opened: AsyncDisposableStack, folder: string): Promise<string> => {
  const kafka = await startKafka({ ownProcesses: true, folder });
  if ('skipped' in kafka) throw new Error(kafka.skipped);
  opened.defer(() => kafka.stop());
  return `kafka://${kafka.brokers.join(',')}`;
};

const emailOf = (person: number) => ({ kind: 'email', value: `person.${person}@example.org` }) as const;

const said = (person: number, id: string, fields: Partial<Interaction>): Interaction => ({
  id,
  occurredAt: new Date().toISOString(),
  channel: 'call_centre',
  touchpoint: 'helpline',
  kind: 'called',
  identifiers: [emailOf(person)],
  ...fields,
});

const greet = async ({ client }: HiloProcess, people: number): Promise<void> => {
  for (let from = 0; from < people; from += 500) {
    const some = Array.from({ length: Math.min(500, people - from) }, (_, n) =>
      said(from + n, `hello-${from + n}`, { consents: [{ purpose: 'feedback', state: 'granted' }] }),
    );
    await client.post('/v1/interactions', some, IngestResult);
  }
  await untilThrough(client);
};

/** The customer of each, by number, as survey-trigger knows them. */
const customersOf = async (pool: Pool, people: number): Promise<string[]> => {
  for (;;) {
    const { rows } = await pool.query<{ customer: string; email: string }>(
      `SELECT customer, record->'identifiers'->0->>'value' AS email FROM profiles`,
    );
    const byEmail = new Map(rows.map(({ email, customer }) => [email, customer]));
    const customers = Array.from({ length: people }, (_, n) => byEmail.get(emailOf(n).value) ?? '');
    if (customers.every((one) => one !== '')) return customers;
    await delay(200);
  }
};

/** What everybody else does meanwhile, an interaction each; a part of it is asked about. */
const bodiesOf = (count: number): string[] => {
  const traffic = createTraffic(1);
  return Array.from({ length: count }, (_, n) => {
    const { source: _source, receivedAt: _receivedAt, ...interaction } = traffic.next();
    const isArrival = n % 100 < arrivalsOfHundred;
    const what = isArrival ? { touchpoint: 'flight.arrival', kind: 'arrived', channel: 'other' } : {};
    return JSON.stringify({ ...interaction, occurredAt: new Date().toISOString(), ...what });
  });
};

type No = 'refusal' | 'withdrawal';
type Open = { answeredAt: number; what: No };

const inForce = {
  refusal: `SELECT k.customer FROM contact_facts f JOIN claims k ON k.subject = f.subject
             WHERE f.brake = 'refusal' AND k.customer = ANY ($1::uuid[])`,
  withdrawal: `SELECT customer FROM profiles
                WHERE customer = ANY ($1::uuid[]) AND record->'consents' @> '[{"state": "withdrawn"}]'`,
} as const;

const sayNo = async ({ client }: HiloProcess, person: number, what: No): Promise<void> => {
  const fields: Partial<Interaction> =
    what === 'refusal' ? { outcome: 'refused' } : { consents: [{ purpose: 'feedback', state: 'withdrawn' }] };
  await client.post('/v1/interactions', said(person, `no-${person}`, fields), IngestResult);
};

/** Each says no once, evenly spaced, by turns in both ways; gives how long after the 202 each was in force. */
const measureNoes = async (
  pool: Pool,
  ingest: HiloProcess,
  customers: readonly string[],
): Promise<Record<No, number[]>> => {
  const waiting = new Map<string, Open>();
  const found: Record<No, number[]> = { refusal: [], withdrawal: [] };
  let isSaid = false;
  const look = async (what: No): Promise<void> => {
    const asked = [...waiting].filter(([, one]) => one.what === what).map(([customer]) => customer);
    if (asked.length === 0) return;
    const { rows } = await pool.query<{ customer: string }>(inForce[what], [asked]);
    const now = performance.now();
    for (const { customer } of rows) {
      const one = waiting.get(customer);
      if (one !== undefined && waiting.delete(customer)) found[what].push(now - one.answeredAt);
    }
  };
  const looking = (async () => {
    for (let since = performance.now(); !isSaid || waiting.size > 0; await delay(lookEveryMs)) {
      await look('refusal');
      await look('withdrawal');
      if (!isSaid) since = performance.now();
      if (performance.now() - since > longestMs) throw new Error(`${waiting.size} are not in force after a minute`);
    }
  })();
  const began = performance.now();
  const saying: Promise<void>[] = [];
  for (const [person, customer] of customers.entries()) {
    await delay(Math.max(0, began + (person * 1000) / noesPerSecond - performance.now()));
    const what = person % 2 === 0 ? 'refusal' : 'withdrawal';
    const answered = sayNo(ingest, person, what).then(() => {
      waiting.set(customer, { answeredAt: performance.now(), what });
    });
    saying.push(answered);
  }
  await Promise.all(saying);
  isSaid = true;
  await looking;
  return found;
};

const figuresOf = (ms: readonly number[]) => ({
  p50: Math.round(quantile(ms, 0.5)),
  p99: Math.round(quantile(ms, 0.99)),
  max: Math.round(Math.max(...ms)),
  n: ms.length,
});
