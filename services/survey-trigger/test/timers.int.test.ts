import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { topics } from '@hilo/contracts';
import { registeredStatements } from '@hilo/log/statement';
import {
  createLogger,
  migrate,
  nameHashes,
  openDatabase,
  openHealth,
  provisionSchemas,
  rolledBack,
  transaction,
} from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { loadProgrammes } from '../config.ts';
import { eraseWith, removeUntold } from '../erase.ts';
import { handlers } from '../pipeline.ts';
import { giveTimers, takeDue } from '../store/due-invitations.ts';
import { invitationTimers } from '../store/invitation-timers.ts';
import { fixedProgrammes } from '../store/programmes.ts';
import { watchTimers } from '../worker.ts';
import { decideNow, hashOfNames } from './decide-now.ts';

const programmes = loadProgrammes();
const [programme] = programmes;
let pool: Pool;
let drop: () => Promise<void>;

beforeAll(async () => {
  const database = await createTestDatabase();
  const urls = await provisionSchemas({ adminUrl: database.url, secret: 'a secret of the tests' }, ['survey']);
  pool = openDatabase({ connectionString: urls.survey ?? '', schema: 'survey', logger: { warn: () => {} } });
  await migrate(pool, join(import.meta.dirname, '..', 'migrations'));
  drop = async () => {
    await pool.end();
    await database.drop();
  };
});
afterAll(() => drop());
beforeEach(() =>
  pool.query(
    'TRUNCATE contact_facts, contacts, contact_marks, invitations, profiles, claims, customers, erased, erased_versions, rebuilds, timers',
  ),
);

const happened = Date.UTC(2026, 2, 1, 10);
const minute = 60_000;
const hour = 60 * minute;
const askAfter = (programme?.askAfterMinutes ?? 0) * minute;
const due = happened + askAfter;
const deadline = happened + (programme?.askWithinHours ?? 0) * hour;
const timestamp = (at: number): string => new Date(at).toISOString();
const uuid = (n: number): string => `00000000-0000-8000-8000-${n.toString(16).padStart(12, '0')}`;
const ana = uuid(1);

const resolved = (id: string, { subject = ana, recordVersion = 1, version = 1, occurredAt = happened } = {}) => ({
  interaction: {
    id,
    source: 'gate',
    receivedAt: timestamp(occurredAt),
    occurredAt: timestamp(occurredAt),
    channel: 'other',
    touchpoint: programme?.when.touchpoints?.[0] ?? '',
    kind: programme?.when.kinds?.[0] ?? '',
    identifiers: [{ kind: 'email', value: 'somebody@example.org' }],
  },
  subject,
  customer: subject,
  version,
  recordVersion,
  why: { rule: 'strongest-identifier', identifier: { kind: 'email', value: 'e@example.org' }, registryVersion: 1 },
});
const record = (id: string, version: number) => ({
  id,
  version,
  updatedAt: timestamp(happened + version),
  ambiguous: false,
  subjects: [id],
  identifiers: [
    { kind: 'email', value: `${id}@example.org`, subject: id, firstSeenAt: timestamp(happened), status: 'linked' },
  ],
  traits: {},
  consents: [{ purpose: 'feedback', state: 'granted', source: 'web', interaction: 'yes', at: timestamp(0) }],
  contactPreferences: {},
  interactions: { total: 1, byChannel: {} },
  conflicts: [],
});
const hear = (topic: string, ...messages: object[]) =>
  transaction(pool, async (tx) => {
    const records = messages.map((message, offset) => {
      return { offset, key: '', value: JSON.stringify(message), headers: {}, appendedAt: 0 };
    });
    await handlers(fixedProgrammes(programmes), hashOfNames)[topic]?.(tx, { records });
  });
const decide = (at: number) => transaction(pool, (tx) => decideNow(tx, { programmes, isOnThread: false }, at));
const count = async (what: string): Promise<number> =>
  (await pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${what}`)).rows[0]?.n ?? 0;
const pendingWithoutTimer =
  "invitations i WHERE state = 'pending' AND NOT EXISTS (SELECT FROM timers t WHERE t.ref = i.id)";
const timersWithoutOwner =
  "timers t WHERE NOT EXISTS (SELECT FROM invitations i WHERE i.id = t.ref AND i.state = 'pending')";

/** So many invitations of customers who are known, or who are not, noted all at once. */
const plan = (howMany: number, { from = 1, dueAt = due, isKnown = true } = {}) =>
  pool.query(
    `WITH who AS (SELECT n, lpad(to_hex(n), 32, '0')::uuid AS id FROM generate_series($1::int, $1::int + $2::int - 1) AS n),
          noted AS (
            INSERT INTO invitations (id, programme, programme_version, source, interaction, touchpoint, subject, customer,
                                     attribution_version, record_version, circumstances, occurred_at, due_at, deadline, state)
            SELECT id, 'none', 1, 'gate', n::text, 't', id, id, 1, 1, '{"answered":[]}', to_timestamp($3), to_timestamp($3),
                   to_timestamp($3) + interval '1 day', 'pending' FROM who),
          known AS (INSERT INTO customers (id, version, deleted) SELECT id, 1, false FROM who WHERE $4),
          claimed AS (INSERT INTO claims (subject, customer, updated_at) SELECT id, id, now() FROM who WHERE $4),
          kept AS (INSERT INTO profiles (customer, record) SELECT id, $5 FROM who WHERE $4)
     INSERT INTO timers (kind, ref, shard, due_at) SELECT 'invitation', id, n % 16, to_timestamp($3) FROM who`,
    [from, howMany, dueAt / 1000, isKnown, JSON.stringify(record(ana, 1))],
  );

it('J 103: whatever is noted, moved, decided, set aside, taken back or rolled back, what is pending has a timer and no other has one', async () => {
  const isWhole = async () => {
    expect(await count(pendingWithoutTimer)).toBe(0);
    expect(await count(timersWithoutOwner)).toBe(0);
  };
  await hear(topics.resolved.name, resolved('i-1'), resolved('i-2'), resolved('i-3', { subject: uuid(2) }));
  await isWhole();
  await hear(topics.resolved.name, resolved('i-1', { version: 2, recordVersion: 2 }));
  await isWhole();
  await hear(topics.customers.name, record(ana, 1));
  await rolledBack(pool, (tx) => decideNow(tx, { programmes, isOnThread: false }, due));
  await isWhole();
  expect(await count('timers')).toBe(3);
  await pool.query(`UPDATE invitations SET circumstances = '{"answered":"?"}' WHERE interaction = 'i-2'`);
  expect(await decide(due)).toMatchObject({ decided: [], unusable: [{}] });
  await isWhole();
  await transaction(pool, (tx) =>
    eraseWith(nameHashes('s'))(tx, { id: uuid(9), at: timestamp(deadline), subjects: [ana], customers: [] }),
  );
  await isWhole();
  expect(await count('timers')).toBe(1);
  await transaction(pool, (tx) => removeUntold(tx, 1, async () => {}));
  expect(await count('timers')).toBe(0);
});

it('J 103: what the release before noted, which sets no timer, is given one when it is due for a minute', async () => {
  await plan(3);
  await pool.query('DELETE FROM timers');
  expect(await giveTimers(pool, due - 1)).toBe(0);
  const logger = createLogger({ level: 'silent', name: 'test' });
  const watching = watchTimers({ pool, logger, health: openHealth(Date.now), now: () => due + minute });
  await expect.poll(() => count('timers')).toBe(3);
  await watching.close();
  expect(await giveTimers(pool, due)).toBe(0);
  expect((await decide(due)).done).toHaveLength(3);
});

const Plan = z.object({
  'Node Type': z.string(),
  'Index Name': z.string().optional(),
  'Actual Rows': z.number(),
  'Actual Loops': z.number(),
  get Plans(): z.ZodOptional<z.ZodArray<typeof Plan>> {
    return z.array(Plan).optional();
  },
});
type Plan = z.infer<typeof Plan>;
const nodesOf = (node: Plan): Plan[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

/** How timers are taken, as Postgres says who is asked how it would, and does. */
const explainTake = (limit: number, at: number): Promise<Plan[]> =>
  rolledBack(pool, async (tx) => {
    const texts = registeredStatements().flatMap((one) => one.texts());
    const take = texts.find((text) => text.startsWith('DELETE FROM timers WHERE ctid')) ?? '';
    const shards = Array.from({ length: 16 }, (_, n) => (n + 5) % 16);
    const { rows } = await tx.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${take}`, ['invitation', at / 1000, limit, shards]);
    const [explained] = z.array(z.object({ 'QUERY PLAN': z.array(z.object({ Plan })) })).parse(rows);
    return explained?.['QUERY PLAN'].flatMap((one) => nodesOf(one.Plan)) ?? [];
  });

it('J 104: of 100,000 that are due later nothing is read; as many rows are read as fire', async () => {
  await plan(100_000, { dueAt: due + 30 * 24 * hour });
  await plan(500, { from: 200_001 });
  await pool.query('ANALYZE timers');
  for (const limit of [500, 100]) {
    const nodes = await explainTake(limit, due);
    const scans = nodes.filter((node) =>
      ['Seq Scan', 'Index Scan', 'Bitmap Heap Scan', 'Tid Scan'].includes(node['Node Type']),
    );
    expect(scans.map((node) => [node['Node Type'], node['Index Name']]).sort()).toEqual([
      ['Index Scan', 'timers_due'],
      ['Tid Scan', undefined],
    ]);
    const read = scans.map((node) => node['Actual Rows'] * node['Actual Loops']);
    expect(Math.max(...read)).toBeLessThanOrEqual(limit);
  }
  expect(await invitationTimers.nextAt(pool, due)).toBe(due + 30 * 24 * hour);
});

it('J 105: of 20,000 that are due at once, each of five workers locks no more than it takes', async () => {
  await plan(20_000);
  const clients = await Promise.all(Array.from({ length: 5 }, () => pool.connect()));
  const taken: string[] = [];
  for (const client of clients) {
    await client.query('BEGIN');
    taken.push(...(await invitationTimers.take(client, { now: due, limit: 500 })).map(({ ref }) => ref));
  }
  expect(new Set(taken).size).toBe(2500);
  const rest = await rolledBack(pool, (tx) => invitationTimers.take(tx, { now: due, limit: 20_000 }));
  expect(rest).toHaveLength(17_500);
  for (const client of clients) {
    await client.query('ROLLBACK');
    client.release();
  }
});

it('J 106: behind 5,000 that cannot be decided, what can be leaves in the same turn, and they do not stand there again', async () => {
  await plan(5000, { isKnown: false });
  await plan(100, { from: 100_001, dueAt: due + minute });
  let rounds = 0;
  let decided = 0;
  while (decided < 100 && rounds < 20) {
    decided += (await decide(due + minute)).decided.length;
    rounds += 1;
  }
  // As many rounds as it takes to pass each of them once.
  expect({ decided, isInTurn: rounds <= 11 }).toEqual({ decided: 100, isInTurn: true });
  await plan(100, { from: 200_001, dueAt: due + minute });
  expect((await decide(due + minute + 999)).decided).toHaveLength(100);
  expect(await count(pendingWithoutTimer)).toBe(0);
});

it('J 107: with a transaction held open, by which nothing that fired can be swept, it goes on firing', async () => {
  await plan(30_000);
  const held = await pool.connect();
  await held.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
  await held.query('SELECT count(*) FROM timers');
  const took: number[] = [];
  for (let round = 0; round < 30; round += 1) {
    const startedAt = performance.now();
    const fired = await transaction(pool, (tx) => invitationTimers.take(tx, { now: due, limit: 1000 }));
    took.push(performance.now() - startedAt);
    expect(fired).toHaveLength(1000);
  }
  await held.query('ROLLBACK');
  held.release();
  // 500 are due a second.
  expect(took.toSorted((a, b) => a - b)[15]).toBeLessThan(2000);
  expect(await count('timers')).toBe(0);
});

it('J 108: one that takes long is fired by nobody else, and by another at once when its worker is gone', async () => {
  await plan(10);
  const slow = await pool.connect();
  await slow.query('BEGIN');
  const pid = (await slow.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid;
  expect((await takeDue(slow, { now: due, limit: 10 })).items).toHaveLength(10);
  await delay(50);
  expect((await decide(due + hour)).decided).toEqual([]);
  await pool.query('SELECT pg_terminate_backend($1)', [pid]);
  slow.release(true);
  await expect.poll(async () => (await decide(due + hour)).decided.length).toBe(10);
});

it('J 109: what was due while the database was away is decided afterwards, by the deadline of then', async () => {
  await hear(topics.customers.name, record(ana, 1), record(uuid(2), 1));
  await hear(topics.resolved.name, resolved('late', { occurredAt: happened - 47 * hour - 55 * minute }));
  await hear(topics.resolved.name, resolved('in-time', { subject: uuid(2) }));
  const back = happened + 10 * minute + askAfter;
  await decide(back);
  const { rows } = await pool.query('SELECT interaction, state, reason FROM invitations ORDER BY interaction DESC');
  expect(rows).toEqual([
    { interaction: 'late', state: 'withheld', reason: 'too-late' },
    { interaction: 'in-time', state: 'invited', reason: null },
  ]);
});

it('J 110: one that is due in 60 days is swept by nothing, and fires then', async () => {
  const then = due + 60 * 24 * hour;
  await plan(1, { dueAt: then });
  await decide(due);
  expect(await giveTimers(pool, due)).toBe(0);
  await transaction(pool, (tx) => removeUntold(tx, 0, async () => {}));
  expect(await invitationTimers.nextAt(pool, due)).toBe(then);
  expect((await decide(then - 1)).decided).toEqual([]);
  expect((await decide(then)).decided).toHaveLength(1);
});

it('the record that it waited for wakes it at once; it is not asked for again and again, and never before it is due', async () => {
  await hear(topics.resolved.name, resolved('i-1', { recordVersion: 3 }));
  for (const at of [due, due + 1000, due + 3000, due + 7000, due + 15_000]) {
    expect((await decide(at)).decided).toEqual([]);
    expect(await invitationTimers.nextAt(pool, at)).toBeGreaterThan(at);
  }
  await hear(topics.customers.name, record(ana, 2));
  expect((await decide(due + 15_001)).decided).toEqual([]);
  await hear(topics.customers.name, record(ana, 3));
  expect((await decide(due + 15_001)).decided).toMatchObject([{ decision: { state: 'invited' } }]);

  await hear(topics.resolved.name, resolved('i-2', { recordVersion: 4 }));
  await hear(topics.customers.name, record(ana, 4));
  expect((await decide(due - 1)).decided).toEqual([]);
});

it('one whose record never comes is decided at its deadline, and not a pause later', async () => {
  await hear(topics.resolved.name, resolved('i-1', { recordVersion: 3 }));
  await decide(deadline - 500);
  expect(await invitationTimers.nextAt(pool, 0)).toBe(deadline);
  expect((await decide(deadline)).decided).toMatchObject([{ decision: { reason: 'too-late' } }]);
});

it('an interaction that is noted anew while its invitation is decided waits for nobody who waits for it', async () => {
  await plan(1);
  const noting = await pool.connect();
  await noting.query('BEGIN');
  await noting.query("UPDATE invitations SET touchpoint = 'other'");
  expect((await decide(due)).decided).toEqual([]);
  await noting.query("UPDATE timers SET due_at = due_at WHERE kind = 'invitation'");
  await noting.query('COMMIT');
  noting.release();
  expect((await decide(due + 1000)).decided).toHaveLength(1);
});
