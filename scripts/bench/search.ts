import { rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { type AcceptedInteraction, topics } from '@hilo/contracts';
import { type Log, openLog } from '@hilo/log';
import { openDatabase } from '@hilo/runtime';
import { startEmbeddedPostgres } from '@hilo/runtime/embedded-postgres';
import { makeDataFolder } from '@hilo/testing';
import type { Pool } from 'pg';
import { apiKey, type HiloProcess, startHilo } from '../api/hilo-process.ts';
import { showProgress } from '../replay/progress.ts';
import { createRandom } from '../simulate/random.ts';
import { quantile } from './figures.ts';
import { createNames, type Person } from './names.ts';
import { sendSteadily } from './steadily.ts';

export type SearchBenchOptions = { customers: number; seconds: number };

type Bench = { pool: Pool; log: Log; hilo: HiloProcess };

const appendAtOnce = 5000;
const lookEveryMs = 200;
const load = { path: '/v1/customers/search', connections: 8, requestsPerSecond: 20 };

/** Prints how long a search takes where so many customers have a name: beside nothing else, and while customers are compared. */
export const benchSearch = async ({ customers, seconds }: SearchBenchOptions): Promise<void> => {
  await using opened = new AsyncDisposableStack();
  const bench = await open(opened);
  const people = createNames(1);
  const sample = await fill(bench, people, customers);
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
  await bench.pool.query('VACUUM ANALYZE identity.search_names');
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

/** Brings so many customers, and waits until the last can be found by name. Gives some of them. */
const fill = async (
  { pool, log }: Bench,
  people: ReturnType<typeof createNames>,
  customers: number,
): Promise<Person[]> => {
  const progress = showProgress('names that can be searched', customers);
  const sample: Person[] = [];
  const searchable = async (): Promise<number> => {
    const { rows } = await pool.query<{ count: string }>('SELECT count(*) FROM identity.linkage_records');
    return Number(rows[0]?.count ?? 0);
  };
  for (let sent = 0; sent < customers; sent += appendAtOnce) {
    const some = Array.from({ length: Math.min(appendAtOnce, customers - sent) }, people.next);
    sample.push(...some.slice(0, 20));
    await log.append(
      topics.interactions.name,
      some.map((person) => ({ key: person.number, value: JSON.stringify(interactionOf(person)) })),
    );
    progress.update(await searchable());
  }
  for (let done = 0; done < customers; await delay(lookEveryMs * 10)) {
    done = await searchable();
    progress.update(done);
  }
  progress.done();
  return sample;
};

const interactionOf = ({ number, email, givenName, familyName }: Person): AcceptedInteraction => ({
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
const questions = (sample: readonly Person[]): string[] => {
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
