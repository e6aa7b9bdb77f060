import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ResolvedInteraction } from '@hilo/contracts';
import { migrate, openDatabase } from '@hilo/runtime';
import { startEmbeddedPostgres } from '@hilo/runtime/embedded-postgres';
import { makeDataFolder } from '@hilo/testing';
import type { Pool, PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { beginProjecting } from '../../services/analytics/projecting/begin.ts';
import { saveInteractions } from '../../services/analytics/projecting/save-interactions.ts';
import { showProgress } from '../replay/progress.ts';
import { median } from './figures.ts';

export type ProjectionBenchOptions = { slices: number; slice: number; batch: number; newcomers: number };

type Cost = { wall: number; postgres: number; node: number };

const columns =
  'source, id, filed, occurred_at, subject, version, withdrawn, step, direction, actor, outcome, locale, journey, journey_name, stage, moment_of_truth, verbatim, answers, properties, context, why, rebuilt';

/** Prints what it costs to project interactions, as a ratio to a bare COPY of the same rows into the same table with its indexes. */
export const benchProjection = async ({ slices, slice, batch, newcomers }: ProjectionBenchOptions): Promise<void> => {
  await using opened = new AsyncDisposableStack();
  const pool = await open(opened);
  const next = interactionsOf(newcomers);
  const costs: { projected: Cost; copied: Cost }[] = [];
  const progress = showProgress('projecting', slices + 1);
  for (let n = 0; n <= slices; n += 1) {
    const ids: string[][] = [];
    const projected = await measured(pool, Math.ceil(slice / batch), batch, async (client) => {
      const interactions = Array.from({ length: batch }, next);
      ids.push(interactions.map(({ interaction }) => interaction.id));
      return () => project(client, interactions);
    });
    const texts = await rowsOf(pool, ids);
    const copied = await measured(pool, texts.length, batch, async (client) => {
      const text = texts.shift() ?? '';
      return () => copy(client, text);
    });
    // The first warms both up: plans, pages, types.
    if (n > 0) costs.push({ projected, copied });
    progress.update(n + 1);
  }
  progress.done();
  show(costs);
};

const open = async (opened: AsyncDisposableStack): Promise<Pool> => {
  const dataDir = makeDataFolder('hilo-bench-');
  opened.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  const postgres = await startEmbeddedPostgres({ dataDir, settings: { max_wal_size: '8GB' } });
  opened.defer(() => postgres.stop());
  // One connection, whose processor is the only one to be counted.
  const pool = openDatabase({ connectionString: postgres.url, schema: 'public', logger: console, maxConnections: 1 });
  opened.defer(() => pool.end());
  await migrate(pool, join(import.meta.dirname, '..', '..', 'services', 'analytics', 'migrations'));
  await pool.query(
    "INSERT INTO subjects (id) SELECT ('00000000-0000-8000-8000-' || lpad(to_hex(n), 12, '0'))::uuid FROM generate_series(0, $1) AS n",
    [subjects],
  );
  await beginProjecting(pool, { timeZone: 'Europe/Madrid', properties: ['airline'] });
  await pool.query('CREATE TABLE bare (LIKE facts INCLUDING ALL) PARTITION BY LIST (filed)');
  for (let month = 1; month <= 12; month += 1) {
    const first = `2026-${String(month).padStart(2, '0')}-01`;
    await pool.query(`CREATE TABLE bare_${month} PARTITION OF bare FOR VALUES IN ('${first}')`);
  }
  return pool;
};

const subjects = 200_000;
const subjectOf = (n: number): string => `00000000-0000-8000-8000-${n.toString(16).padStart(12, '0')}`;
const firstAt = Date.UTC(2026, 0, 1);
const year = 365 * 86_400_000;
const words = 'the crew was kind and the seat was broken but the flight left in time and arrived before noon'.split(
  ' ',
);

/** Interactions of an airline, the same every time: mostly of these days, one in ten with an answer, one in fifty days late. */
const interactionsOf = (newcomers: number): (() => ResolvedInteraction) => {
  let n = 0;
  let state = 1;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return () => {
    n += 1;
    const late = random(50) === 0 ? random(20 * 86_400_000) : 0;
    const occurredAt = new Date(firstAt + Math.max(0, ((n * 5000) % year) - late)).toISOString();
    const subject = subjectOf(random(100) < newcomers ? subjects + n : random(subjects));
    const where = random(109);
    return {
      interaction: {
        id: `${n}-${random(2 ** 30).toString(36)}`,
        source: `system-${where % 7}`,
        occurredAt,
        receivedAt: occurredAt,
        channel: where % 3 === 0 ? 'web' : where % 3 === 1 ? 'call_centre' : 'app',
        touchpoint: `touchpoint.${where % 60}`,
        kind: `kind-${where % 11}`,
        actor: 'customer',
        identifiers: [{ kind: 'email', value: 'somebody@example.org' }],
        ...(random(3) === 0 && { text: Array.from({ length: 12 }, () => words[random(words.length)]).join(' ') }),
        properties: { airline: `airline-${random(9)}`, amount: random(500) },
        ...(random(10) === 0 && { answers: [{ question: 'q', scale: 'nps' as const, value: random(11) }] }),
      },
      subject,
      customer: subject,
      version: 1,
      recordVersion: 1,
      why: {
        rule: 'strongest-identifier',
        identifier: { kind: 'email', value: 'somebody@example.org' },
        registryVersion: 1,
      },
    };
  };
};

let offset = 0;
const moveOffset = `
  INSERT INTO consumer_offsets (consumer_group, log, topic, partition, next_offset) VALUES ('analytics', 'bench', 'resolved', 0, $2)
  ON CONFLICT (consumer_group, log, topic, partition) DO UPDATE SET next_offset = $2 WHERE consumer_offsets.next_offset = $1`;

/** What a consumer does with a batch, once it has read it. */
const project = async (client: PoolClient, batch: readonly ResolvedInteraction[]): Promise<void> => {
  await client.query('BEGIN');
  await saveInteractions(
    client,
    batch.toSorted((one, other) => (one.interaction.id < other.interaction.id ? -1 : 1)),
  );
  await client.query(moveOffset, [offset, offset + batch.length]);
  await client.query('COMMIT');
  offset += batch.length;
};

/** The rows that were projected, as COPY takes them, a text for each batch. */
const rowsOf = async (pool: Pool, batches: readonly string[][]): Promise<string[]> => {
  const texts: string[] = [];
  for (const ids of batches) {
    const { rows } = await pool.query<{ text: string }>(
      `SELECT string_agg(concat_ws(E'\\t', ${columns
        .split(', ')
        .map((name) => `coalesce(replace(replace(f.${name}::text, '\\', '\\\\'), E'\\t', '\\t'), '\\N')`)
        .join(', ')}), E'\\n') AS text
         FROM facts AS f WHERE id = ANY ($1::text[])`,
      [ids],
    );
    texts.push(`${rows[0]?.text ?? ''}\n`);
  }
  return texts;
};

const copy = async (client: PoolClient, text: string): Promise<void> => {
  const stream = client.query(copyFrom(`COPY bare (${columns}) FROM STDIN`));
  stream.end(text);
  await once(stream, 'finish');
};

/** Microseconds for each row of so many batches: what is to be done with a batch is made ready before the clock runs. */
const measured = async (
  pool: Pool,
  batches: number,
  rows: number,
  ready: (client: PoolClient) => Promise<() => Promise<void>>,
): Promise<Cost> => {
  const client = await pool.connect();
  const cost: Cost = { wall: 0, postgres: 0, node: 0 };
  try {
    const { rows: backends } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    for (let n = 0; n < batches; n += 1) {
      const work = await ready(client);
      const before = { postgres: backendMicros(backends[0]?.pid), node: process.cpuUsage(), at: performance.now() };
      await work();
      const { user, system } = process.cpuUsage(before.node);
      cost.wall += ((performance.now() - before.at) * 1000) / rows / batches;
      cost.node += (user + system) / rows / batches;
      cost.postgres += (backendMicros(backends[0]?.pid) - before.postgres) / rows / batches;
    }
    return cost;
  } finally {
    client.release();
  }
};

/** What a process has worked so far, as Linux counts; elsewhere, not a number. */
const backendMicros = (pid: number | undefined): number => {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1000;
  } catch {
    return Number.NaN;
  }
};

const show = (costs: readonly { projected: Cost; copied: Cost }[]): void => {
  const of = (which: 'projected' | 'copied', what: keyof Cost): number => median(costs.map((one) => one[which][what]));
  const line = (which: 'projected' | 'copied'): string =>
    `${of(which, 'wall').toFixed(1)} µs a row, of processor Postgres ${of(which, 'postgres').toFixed(1)} and Node ${of(which, 'node').toFixed(1)}`;
  const ratios = {
    wall: median(costs.map(({ projected, copied }) => copied.wall / projected.wall)),
    postgres: median(costs.map(({ projected, copied }) => copied.postgres / projected.postgres)),
    processor: median(
      costs.map(({ projected, copied }) => (copied.postgres + copied.node) / (projected.postgres + projected.node)),
    ),
  };
  console.log(`projection ${line('projected')}`);
  console.log(`COPY       ${line('copied')}: the same rows into the same table with its indexes`);
  console.log(
    `           ${ratios.wall.toFixed(2)} of it (at least 0.5); of processor ${ratios.processor.toFixed(2)}, of Postgres' ${ratios.postgres.toFixed(2)}`,
  );
  console.log(JSON.stringify({ name: 'projection', ratios, figures: costs }));
};
