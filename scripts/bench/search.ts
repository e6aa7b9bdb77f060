import { rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { type AcceptedInteraction, topics } from '@hilo/contracts';
import { type Log, openLog } from '@hilo/log';
import { openDatabase } from '@hilo/runtime';
import { startEmbeddedPostgres } from '@hilo/runtime/embedded-postgres';
import { makeDataFolder } from '@hilo/testing';
import type { Pool } from 'pg';
import { wordsOfNames } from '../../services/identity-resolution/domain/search.ts';
import { apiKey, type HiloProcess, startHilo } from '../api/hilo-process.ts';
import { showProgress } from '../replay/progress.ts';
import { createRandom } from '../simulate/random.ts';
import { quantile } from './figures.ts';
import { createNames, type MadeUpPerson } from './names.ts';
import { sendSteadily } from './steadily.ts';

export type SearchBenchOptions = { customers: number; seconds: number };

type Bench = { pool: Pool; log: Log; hilo: HiloProcess };

const lookEveryMs = 200;
const load = { path: '/v1/customers/search', connections: 8, requestsPerSecond: 20 };

/** Prints how long a search takes where so many customers have a name: beside nothing else, and while customers are compared. */
export const benchSearch = async ({ customers, seconds }: SearchBenchOptions): Promise<void> => {
  await using opened = new AsyncDisposableStack();
  const bench = await open(opened);
  const people = createNames(1);
  const sample = await fill(bench, people, customers);
  await bench.pool.query('VACUUM ANALYZE');
  const bodies = questions(sample);
  const measure = async (during: number): Promise<Record<string, number>> => {
    const { url, pid } = bench.hilo;
    const { latencies } = await sendSteadily({ ...load, url, pid, key: apiKey, bodies, seconds: during });
    const figures = [0.5, 0.95, 0.99].map((share) => [
      `p${share * 100}`,
      Math.round(quantile(latencies, share) * 10) / 10,
    ]);
    return { ...Object.fromEntries(figures), n: latencies.length };
  };
  await measure(5);
  const comparing = await measure(seconds);
  // Whoever is left to be compared with whom is no part of what is measured.
  await bench.pool.query('TRUNCATE identity.linkage_queue');
  await delay(2000);
  const searchMs = await measure(seconds);
  console.log(
    `search     p50 ${searchMs.p50} ms, p95 ${searchMs.p95} ms (at most 50), p99 ${searchMs.p99} ms of ${searchMs.n}`,
  );
  console.log(`           p95 ${comparing.p95} ms while customers are compared`);
  console.log(JSON.stringify({ name: 'search', customers, searchMs, comparingMs: comparing }));
};

const open = async (opened: AsyncDisposableStack): Promise<Bench> => {
  const dataDir = makeDataFolder('hilo-bench-');
  opened.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  const postgres = await startEmbeddedPostgres({ dataDir, settings: { shared_buffers: '1GB', max_wal_size: '8GB' } });
  opened.defer(() => postgres.stop());
  const pool = openDatabase({ connectionString: postgres.url, schema: 'public', logger: console });
  opened.defer(() => pool.end());
  const hilo = opened.use(await startHilo({ databaseUrl: postgres.url, command: 'identity-resolution' }));
  const log = opened.use(await openLog(postgres.url));
  return { pool, log, hilo };
};

/**
 * Some customers come as customers do, and are read until they can be found by name. The others are copies of their rows, each
 * with a name of its own: to bring half a million takes the better part of an hour on two cores. Gives some of them.
 */
const fill = async (
  bench: Bench,
  people: ReturnType<typeof createNames>,
  customers: number,
): Promise<MadeUpPerson[]> => {
  const came = Array.from({ length: Math.min(real, customers) }, people.next);
  await bring(bench, came);
  const progress = showProgress('customers', customers);
  const sample = came.slice(0, sampled);
  for (let at = came.length, copy = 1; at < customers; at += came.length, copy += 1) {
    const named = Array.from({ length: Math.min(came.length, customers - at) }, people.next);
    await copyAll(bench.pool, came, named, copy);
    sample.push(...named.slice(0, sampled / 10).map((person, n) => ({ ...person, ...renumbered(came[n], copy) })));
    progress.update(at + named.length);
  }
  progress.done();
  return sample;
};

const real = 10_000;
const sampled = 400;

const bring = async ({ pool, log }: Bench, came: readonly MadeUpPerson[]): Promise<void> => {
  await log.append(
    topics.interactions.name,
    came.map((person) => ({ key: person.number, value: JSON.stringify(interactionOf(person)) })),
  );
  for (let done = 0; done < came.length; await delay(lookEveryMs)) {
    const { rows } = await pool.query<{ count: string }>('SELECT count(*) FROM identity.linkage_records');
    done = Number(rows[0]?.count ?? 0);
  }
};

const renumbered = (person: MadeUpPerson | undefined, copy: number): Partial<MadeUpPerson> =>
  person === undefined ? {} : { number: `${person.number}-${copy}`, email: `${person.email}-${copy}` };

/** In SQL, the id of a copy: as derived ids look (RFC 9562, version 4). */
const copiedId = (id: string, copy: string): string =>
  `overlay(overlay(md5(${id} || ${copy}) PLACING '4' FROM 13) PLACING '8' FROM 17)::uuid`;

/** Each copy has ids of its own, and the words of another name. */
const copyAll = async (
  pool: Pool,
  came: readonly MadeUpPerson[],
  named: readonly MadeUpPerson[],
  copy: number,
): Promise<void> => {
  const numbers = came.slice(0, named.length).map(({ number }) => number);
  const { rows } = await pool.query<{ customer: string; number: string }>(
    "SELECT customer, value AS number FROM identity.identifiers WHERE kind = 'customer_number' AND value = ANY ($1::text[])",
    [numbers],
  );
  const customerOf = new Map(rows.map(({ number, customer }) => [number, customer]));
  const copied = numbers.flatMap((number) => customerOf.get(number) ?? []);
  await pool.query(
    `INSERT INTO identity.identifiers (id, kind, value, first_seen, component, customer, shared, beyond, aggregate, consents,
                                       record_version, record_updated_at)
     SELECT ${copiedId('id::text', '$2')}, kind, value || '-' || $2, first_seen, ${copiedId('component::text', '$2')},
            ${copiedId('customer::text', '$2')}, shared, beyond, aggregate, consents, record_version, record_updated_at
       FROM identity.identifiers WHERE customer = ANY ($1::uuid[])`,
    [copied, String(copy)],
  );
  const words = named.map(({ givenName, familyName }) => wordsOfNames({ givenName, familyName }));
  const names = copied.flatMap((customer, at) =>
    (words[at] ?? []).map((word) => ({ word, customer, words: ` ${words[at]?.join(' ')} ` })),
  );
  await pool.query(
    `INSERT INTO identity.search_names (word, customer, words)
     SELECT word, ${copiedId('customer', '$4')}, words FROM unnest($1::text[], $2::text[], $3::text[]) AS n (word, customer, words)`,
    [names.map(({ word }) => word), names.map(({ customer }) => customer), names.map((one) => one.words), String(copy)],
  );
};

const interactionOf = ({ number, email, givenName, familyName }: MadeUpPerson): AcceptedInteraction => ({
  id: `bench-${number}`,
  source: 'bench',
  receivedAt: '2026-01-01T00:00:00.000Z',
  occurredAt: '2026-01-01T00:00:00.000Z',
  channel: 'store',
  touchpoint: 'desk',
  kind: 'registered',
  identifiers: [
    { kind: 'customer_number', value: number },
    { kind: 'email', value: email },
  ],
  traits: { givenName, familyName },
});

/** What people who answer a telephone type: most of it leads to somebody, some to nobody, and some to thousands. */
const questions = (sample: readonly MadeUpPerson[]): string[] => {
  const random = createRandom(7);
  const beginning = (word: string): string => word.slice(0, 1 + random.below(word.length));
  return sample.flatMap(({ number, email, givenName, familyName }, at) => {
    const [first = '', second = ''] = familyName.split(' ');
    const other = sample[(at * 7 + 1) % sample.length]?.givenName ?? '';
    return [
      beginning(first),
      `${givenName} ${beginning(first)}`,
      `${first} ${second}`,
      `${familyName}, ${beginning(givenName)}`,
      `${givenName.slice(0, 2)} ${first.slice(0, 2)}`,
      `${other} ${second}`,
      email.toUpperCase(),
      number,
    ].map((query) => JSON.stringify({ query }));
  });
};
