import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { topicsOf } from '@hilo/contracts';
import { type Log, openLog } from '@hilo/log';
import { createLogger, migrate, nameHashes, openDatabase, openHealth, provisionSchemas } from '@hilo/runtime';
import { startEmbeddedPostgres } from '@hilo/runtime/embedded-postgres';
import { loadContactPolicy, loadProgrammes } from '@hilo/survey-trigger/config';
import { makeDataFolder, policyAtAnyHour } from '@hilo/testing';
import type { Pool } from 'pg';
import { publishFirst } from '../../services/survey-trigger/policies/publish-policy.ts';
import { openPolicies } from '../../services/survey-trigger/store/contact-policies.ts';
import { fixedProgrammes } from '../../services/survey-trigger/store/programmes.ts';
import { openDeciding } from '../../services/survey-trigger/worker.ts';
import { measureCores, showCores } from './cores.ts';
import { quantile } from './figures.ts';

export type TimersBenchOptions = {
  pending: number;
  undecidable: number;
  perSecond: number;
  seconds: number;
  full?: boolean;
};

type Bench = { pool: Pool; admin: Pool; log: Log };

const service = join(import.meta.dirname, '..', '..', 'services', 'survey-trigger');
const instances = 2;

/**
 * Prints how late what is due leaves, where much more is pending: beside nothing else, with what cannot be decided at the head, and
 * while a transaction is held open, by which nothing that has fired can be swept.
 */
export const benchTimers = async ({
  undecidable,
  perSecond,
  seconds,
  ...options
}: TimersBenchOptions): Promise<void> => {
  const pending = options.full === true ? 1_000_000 : options.pending;
  await using opened = new AsyncDisposableStack();
  const bench = await open(opened);
  await plan(bench.pool, { count: pending, inMs: 30 * 86_400_000, stepMs: 10, isKnown: false });
  await bench.pool.query('VACUUM ANALYZE');
  const alone = await measure(bench, { perSecond, seconds });
  show(`${pending} pending`, alone);
  await plan(bench.pool, { count: undecidable, inMs: -3_600_000, stepMs: 0, isKnown: false });
  const behind = await measure(bench, { perSecond, seconds });
  show(`and ${undecidable} at the head that cannot be decided`, behind);
  const held = await bench.pool.connect();
  await held.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
  await held.query('SELECT count(*) FROM timers');
  const unswept = await measure(bench, { perSecond, seconds });
  await held.query('ROLLBACK');
  held.release();
  show('and a transaction that is held open', unswept);
  console.log(
    JSON.stringify({
      name: 'timers',
      pending,
      undecidable,
      perSecond,
      latenessMs: { alone: figuresOf(alone), behind: figuresOf(behind), unswept: figuresOf(unswept) },
      rowsReadPerFired: { alone: alone.read, behind: behind.read, unswept: unswept.read },
    }),
  );
};

const open = async (opened: AsyncDisposableStack): Promise<Bench> => {
  const dataDir = makeDataFolder('hilo-bench-');
  opened.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  const postgres = await startEmbeddedPostgres({ dataDir, settings: { shared_buffers: '512MB', max_wal_size: '4GB' } });
  opened.defer(() => postgres.stop());
  const urls = await provisionSchemas({ adminUrl: postgres.url, secret: 'a secret of the bench' }, ['survey']);
  const pool = openDatabase({
    connectionString: urls.survey ?? '',
    schema: 'survey',
    logger: console,
    maxConnections: 10,
  });
  opened.defer(() => pool.end());
  await migrate(pool, join(service, 'migrations'));
  const admin = openDatabase({ connectionString: postgres.url, schema: 'public', logger: console });
  opened.defer(() => admin.end());
  const log = await openLog(postgres.url);
  opened.defer(() => log.close());
  await log.ensureTopics(topicsOf('survey-trigger'));
  return { pool, admin, log };
};

type Planned = { count: number; source?: string; inMs: number; stepMs: number; isKnown: boolean };

/** Invitations that are due one after the other, of somebody each; whose record is known, or awaited for ever. */
const plan = (pool: Pool, { count, source = 'bench', inMs, stepMs, isKnown }: Planned) =>
  pool.query(
    `WITH who AS (SELECT gen_random_uuid() AS id, now() + ($6::float8 + n * $2::float8) * interval '1 millisecond' AS at FROM generate_series(1, $1) AS n),
          noted AS (
            INSERT INTO invitations (id, programme, programme_version, source, interaction, touchpoint, subject, customer,
                                     attribution_version, record_version, circumstances, occurred_at, due_at, deadline, state)
            SELECT id, $4, 1, $7, id::text, 't', id, id, 1, 1, '{"answered":[]}', at, at, at + interval '2 days', 'pending' FROM who),
          known AS (INSERT INTO customers (id, version, deleted) SELECT id, 1, false FROM who WHERE $3),
          claimed AS (INSERT INTO claims (subject, customer, updated_at) SELECT id, id, now() FROM who WHERE $3),
          kept AS (INSERT INTO profiles (customer, record) SELECT id, $5 FROM who WHERE $3)
     INSERT INTO timers (kind, ref, shard, due_at)
     SELECT 'invitation', id, get_byte(uuid_send(id), 15) % 16, at FROM who`,
    [count, stepMs, isKnown, loadProgrammes()[0]?.id ?? '', JSON.stringify(record), inMs, source],
  );

const record = {
  version: 1,
  updatedAt: new Date().toISOString(),
  ambiguous: false,
  identifiers: [
    {
      kind: 'email',
      value: 'e@example.org',
      subject: randomUUID(),
      firstSeenAt: '2026-01-01T00:00:00Z',
      status: 'linked',
    },
  ],
  consents: [],
  contactPreferences: {},
};

type Measured = { lateMs: number[]; read: number; cores: string };

/** How late each leaves: from when it was due to when what was decided of it is on the log. */
const measure = async (
  bench: Bench,
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<Measured> => {
  const { pool } = bench;
  const leftAt = new Map<string, number>();
  const log: Log = {
    ...bench.log,
    append: async (topic, records) => {
      await bench.log.append(topic, records);
      for (const { headers } of records) leftAt.set(headers?.ce_id?.split('/')[0] ?? '', Date.now());
    },
  };
  const logger = createLogger({ level: 'error', name: 'bench' });
  const resources = { pool, log, logger, health: openHealth(Date.now), now: Date.now, hashes: nameHashes('bench') };
  const source = randomUUID();
  await plan(pool, { count: perSecond * seconds, source, inMs: 3000, stepMs: 1000 / perSecond, isKnown: true });
  const before = await countRead(pool);
  const cores = await measureCores(bench.admin, process.pid);
  await publishFirst(pool, loadContactPolicy(policyAtAnyHour), Date.now());
  const programmes = fixedProgrammes(loadProgrammes());
  const inviting = { programmes, policies: openPolicies(), isOnThread: false };
  const deciding = await Promise.all(Array.from({ length: instances }, () => openDeciding(resources, inviting)));
  await delay((seconds + 5) * 1000);
  const showing = showCores(cores());
  for (const one of deciding) await one.close();
  const read = (await countRead(pool)) - before;
  const { rows } = await pool.query<{ id: string; due_at: Date }>(
    'SELECT id, due_at FROM invitations WHERE source = $1',
    [source],
  );
  const lateMs = rows.map(({ id, due_at }) => (leftAt.get(id) ?? Number.POSITIVE_INFINITY) - due_at.getTime());
  return { lateMs, read: Number((read / rows.length).toFixed(1)), cores: showing };
};

/** How many rows of timers were read so far, by whatever plan. */
const countRead = async (pool: Pool): Promise<number> => {
  // What a connection has counted is told a second after it was last busy.
  await delay(1500);
  const { rows } = await pool.query<{ read: string }>(
    "SELECT seq_tup_read + idx_tup_fetch AS read FROM pg_stat_user_tables WHERE relname = 'timers'",
  );
  return Number(rows[0]?.read ?? 0);
};

const figuresOf = ({ lateMs }: Measured) => ({
  p50: Math.round(quantile(lateMs, 0.5)),
  p99: Math.round(quantile(lateMs, 0.99)),
  max: Math.round(Math.max(...lateMs)),
});

const show = (what: string, measured: Measured): void => {
  const { p50, p99, max } = figuresOf(measured);
  console.log(
    `${what}: late by ${p50} ms (median), ${p99} ms (p99), ${max} ms at most; ${measured.lateMs.length} fired`,
  );
  console.log(`  rows of timers read for each that fired: ${measured.read}; cores busy: ${measured.cores}`);
};
