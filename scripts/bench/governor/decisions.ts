import { type NameHashes, putIntoOutbox, transaction } from '@hilo/runtime';
import { loadProgrammes } from '@hilo/survey-trigger/config';
import type { Pool } from 'pg';
import { decideDue, type Inviting } from '../../../services/survey-trigger/pipeline/decide-due.ts';
import { openPolicies } from '../../../services/survey-trigger/store/contact-policies.ts';
import { dueInvitations, takeDue } from '../../../services/survey-trigger/store/due-invitations.ts';
import { fixedProgrammes } from '../../../services/survey-trigger/store/programmes.ts';
import { type Cores, measureCores } from '../cores.ts';
import { bareOne } from './bare-statement.ts';
import { hotOf, idOf, type LedgerSize } from './fill.ts';

/** The tables of survey-trigger, filled; both addresses of the database, that of the service and that of who administers it. */
export type GovernorBench = {
  pool: Pool;
  admin: Pool;
  url: string;
  adminUrl: string;
  hashes: NameHashes;
  size: LedgerSize;
};

/** What so many took: seconds on the wall, and of CPU, of this process and of Postgres. */
export type CpuTaken = { count: number; seconds: number; cpuSeconds: number };

/** As many are fired at once as the worker fires. */
const together = 500;

const programmes = loadProgrammes().map((one) => ({ ...one, askAfterMinutes: 0, restDays: 0 }));

/** Decides about so many arrivals, every second of them of one of the hot; gives what became of them, too. */
export const measureDecisions = async (
  bench: GovernorBench,
  round: number,
  count: number,
): Promise<CpuTaken & { ends: Record<string, number> }> => {
  const { pool, hashes } = bench;
  await plan(bench, round, count);
  const inviting: Inviting = {
    programmes: fixedProgrammes(programmes),
    policies: openPolicies(),
    isOnThread: false,
    hashes,
  };
  const ends: Record<string, number> = {};
  const taken = await measured(bench, count, async () => {
    while ((await decideSome(pool, inviting, ends)) > 0);
  });
  return { ...taken, ends };
};

/** A round, as the worker does one; what is to be published is left in the outbox. */
const decideSome = (pool: Pool, inviting: Inviting, ends: Record<string, number>): Promise<number> =>
  transaction(pool, async (tx) => {
    const now = Date.now();
    const { items } = await takeDue(tx, { now, limit: together });
    const { decided, putOff, outbox, done, unusable } = await decideDue(tx, inviting, items, now);
    if (unusable[0] !== undefined) throw new Error(`could not be decided: ${unusable[0].reason}`);
    await putIntoOutbox(tx, outbox);
    const isDone = new Set(done);
    await dueInvitations.putBack(
      tx,
      items.filter(({ id }) => !isDone.has(id)),
      now,
    );
    const all = [...decided.map(({ decision }) => decision), ...putOff];
    for (const one of all) {
      const end = 'reasons' in one ? `${one.state}: ${one.reasons[0]?.reason}` : one.state;
      ends[end] = (ends[end] ?? 0) + 1;
    }
    return items.length;
  });

/** In SQL: the number of whom the n-th is about: every second one of the hot. */
const whose = `CASE WHEN n % 2 = 0 THEN 1 + (n * 7919 % $2) ELSE 1 + $2 + (n * 7919 % ($3::bigint - $2)) END`;

const plan = ({ pool, size: { customers } }: GovernorBench, round: number, count: number) =>
  pool.query(
    `WITH who AS (SELECT gen_random_uuid() AS id, ${idOf(`(${whose})`)} AS whose
                    FROM generate_series($4::bigint * $1 + 1, ($4::bigint + 1) * $1) AS n),
          noted AS (
            INSERT INTO invitations (id, programme, programme_version, source, interaction, touchpoint, subject, customer,
                                     attribution_version, record_version, circumstances, occurred_at, due_at, deadline, state)
            SELECT id, $5, 1, 'bench', id::text, 't', whose, whose, 1, 1, '{"answered":[]}', now(), now(), now() + interval '2 days', 'pending'
              FROM who)
     INSERT INTO timers (kind, ref, shard, due_at)
     SELECT 'invitation', id, get_byte(uuid_send(whose), 15) % 16, now() - interval '1 second' FROM who`,
    [count, hotOf(customers), customers, round, programmes[0]?.id],
  );

/** The floor of as many at once as are decided at once. */
const bareMany = `
  WITH held AS MATERIALIZED (
    SELECT id FROM customers WHERE id IN (SELECT ${idOf('n')} FROM unnest($1::bigint[]) AS n) ORDER BY id FOR UPDATE)
  INSERT INTO bench_floor (id, customer, at) SELECT gen_random_uuid(), id, now() FROM held`;

export const createBareTable = (pool: Pool) =>
  pool.query(
    'CREATE TABLE IF NOT EXISTS bench_floor (id uuid PRIMARY KEY, customer uuid NOT NULL, at timestamptz NOT NULL)',
  );

const numbersOf = ({ customers }: LedgerSize, count: number): number[] =>
  Array.from({ length: count }, (_, n) => 1 + ((n * 7919) % customers));

export const measureBareOnes = (bench: GovernorBench, count: number): Promise<CpuTaken> =>
  measured(bench, count, async () => {
    for (const number of numbersOf(bench.size, count))
      await bench.pool.query({ name: 'bench-bare-one', text: bareOne, values: [number] });
  });

export const measureBareTogether = (bench: GovernorBench, count: number): Promise<CpuTaken> =>
  measured(bench, count, async () => {
    const numbers = numbersOf(bench.size, count);
    for (let from = 0; from < count; from += together) {
      const values = [numbers.slice(from, from + together)];
      await bench.pool.query({ name: 'bench-bare-many', text: bareMany, values });
    }
  });

const measured = async ({ admin }: GovernorBench, count: number, work: () => Promise<void>): Promise<CpuTaken> => {
  const cores = await measureCores(admin, process.pid);
  const began = performance.now();
  await work();
  const seconds = (performance.now() - began) / 1000;
  const { hilo, postgres }: Cores = cores();
  return { count, seconds, cpuSeconds: (hilo + postgres) * seconds };
};
