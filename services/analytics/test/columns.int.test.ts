import { join } from 'node:path';
import { lockForErasure, migrate, openDatabase, provisionSchemas, snapshot, transaction } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { type Columns, eachDay, extentOf } from '../columns/columns.ts';
import { holdTrait } from '../columns/held-traits.ts';
import { catchUp, loadColumns } from '../columns/load-columns.ts';
import { erase } from '../erase.ts';
import { beginProjecting } from '../projecting/begin.ts';
import { compactDue } from '../projecting/compact.ts';
import { makeStaleChunks } from '../projecting/make-chunks.ts';
import { recordOf, resolvedOf, tellAnalytics, traitOf, uuidOf } from './telling.ts';

let pool: Pool;
let drop: () => Promise<void>;
beforeAll(async () => {
  const database = await createTestDatabase();
  const urls = await provisionSchemas({ adminUrl: database.url, secret: 'a secret of the tests' }, ['analytics']);
  pool = openDatabase({ connectionString: urls.analytics ?? '', schema: 'analytics', logger: { warn: () => {} } });
  await migrate(pool, join(import.meta.dirname, '..', 'migrations'));
  await beginProjecting(pool, { timeZone: 'UTC', properties: ['product'] });
  drop = async () => {
    await pool.end();
    await database.drop();
  };
});
afterAll(() => drop());

/** All that the columns have: of each row when, of which subject and customer, which step, and its scores. */
const all = (columns: Columns): string[] => {
  const found: string[] = [];
  const { from, to } = extentOf(columns);
  eachDay(columns, from, to, (rows, first, end, begin) => {
    for (let row = first; row < end; row++) {
      const subject = rows.subject[row] ?? 0;
      const at = new Date(begin + (rows.at[row] ?? 0)).toISOString();
      const word = rows.word1?.[row] ?? 0;
      found.push([at, subject, columns.claim[subject] ?? 0, rows.step[row], rows.score[row], word].join(' '));
    }
  });
  return found.sort();
};

const Row = z.object({ row: z.string() });
/** The same of the tables. */
const inTables = async (): Promise<string[]> => {
  const { rows } = await pool.query(`
    SELECT concat_ws(' ', to_char(f.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), f.subject, CASE WHEN c.ambiguous THEN -1 ELSE s.customer END, f.step,
                     coalesce((f.answers::jsonb->0->>'value')::int, -1), coalesce(w.no, 0)) AS row
      FROM facts AS f JOIN subjects AS s ON s.no = f.subject LEFT JOIN customers AS c ON c.no = s.customer
      LEFT JOIN words AS w ON w.word = f.properties::jsonb->>'product' WHERE NOT f.withdrawn`);
  return z
    .array(Row)
    .parse(rows)
    .map(({ row }) => row)
    .sort();
};

const load = async () => {
  const loaded = await snapshot(pool, loadColumns);
  if (loaded === undefined) throw new Error('the columns are not made');
  return loaded;
};

let seed = 3;
const some = (n: number): number => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return Math.floor((seed / 2 ** 32) * n);
};
let version = 1;
const tellSome = async (): Promise<void> => {
  const told = Array.from({ length: 20 }, () =>
    resolvedOf({
      id: `i-${some(60)}`,
      subject: 1 + some(8),
      version: version++,
      withdrawn: some(5) === 0,
      occurredAt: new Date(Date.UTC(2026, 1 + some(2), 1 + some(3), some(24))).toISOString(),
      touchpoint: ['search', 'checkout'][some(2)] ?? '',
      properties: { product: ['seat', 'bag'][some(2)] ?? '' },
      ...(some(3) === 0 && { answers: [{ question: 'recommend', scale: 'nps', value: some(11) }] }),
    }),
  );
  await tellAnalytics(pool, 'resolved', [...new Map(told.map((one) => [one.interaction.id, one])).values()]);
  const customer = 1 + some(8);
  const traits = { tier: traitOf(['gold', 'silver', '(none)'][some(3)] ?? ''), name: traitOf(`name-${some(6)}`) };
  const record = { ...recordOf(customer, version++, [customer, 1 + some(8)]), ambiguous: some(5) === 0 };
  await tellAnalytics(pool, 'customers', [some(4) === 0 ? record : { ...record, traits }]);
};

const Held = z.array(z.object({ no: z.int(), value: z.string() }));
/** Who has which value of a trait: as the tables have it, and as it is held. */
const holders = async (followed: Awaited<ReturnType<typeof load>>, name: string) => {
  const { rows } = await pool.query(
    `SELECT c.no, p.traits -> '${name}' ->> 'value' AS value FROM customers AS c JOIN profiles AS p ON p.customer = c.id
      WHERE NOT c.ambiguous AND p.traits -> '${name}' ->> 'value' <> '(none)' ORDER BY no`,
  );
  const held = await snapshot(pool, (tx) => holdTrait(tx, followed.traits, name));
  const words = new Map([...(held?.numbers ?? [])].map(([value, number]) => [number, value]));
  const found = [...(held?.groups ?? [])].flatMap((group, no) => (group > 0 ? [{ no, value: words.get(group) }] : []));
  return { inTables: Held.parse(rows), found, words: [...words.values()].sort() };
};

it('has what the tables have: followed, loaded from deltas, from chunks, and from both', async () => {
  await tellAnalytics(
    pool,
    'customers',
    Array.from({ length: 8 }, (_, n) => recordOf(1 + n, version++, [1 + n])),
  );
  expect(await snapshot(pool, loadColumns)).toBeUndefined();
  await makeStaleChunks(pool);
  const followed = await load();
  for (let round = 0; round < 12; round++) {
    await tellSome();
    if (round % 4 === 1) await compactDue(pool, { isForced: true });
    const wanted = await inTables();
    expect(await snapshot(pool, (tx) => catchUp(tx, followed))).toBe(true);
    expect(all(followed.columns)).toEqual(wanted);
    expect(all((await load()).columns)).toEqual(wanted);
    for (const name of ['tier', 'name', 'nothing']) {
      const { inTables: told, found, words } = await holders(followed, name);
      expect(found).toEqual(told);
      expect(words).toEqual([...new Set(told.map(({ value }) => value))].sort());
    }
  }
});

/** As a dump of another server leaves them here, where transactions have smaller numbers. */
const comeFromElsewhere = () =>
  pool.query(
    'UPDATE deltas SET xid = ((pg_current_xact_id()::text)::bigint + 5 + seq)::text::xid8 WHERE chunked IS NULL',
  );

it('follows what changes after its deltas have come from another server, and takes none of these in again', async () => {
  for (let round = 0; round < 3; round++) await tellSome();
  await comeFromElsewhere();
  const followed = await load();
  expect(followed.foreign).toBeGreaterThan(0);
  for (let round = 0; round < 6; round++) {
    await tellSome();
    // Without anything new, the foreign ones alone would be there again.
    for (const _ of [1, 2]) expect(await snapshot(pool, (tx) => catchUp(tx, followed))).toBe(true);
    expect(all(followed.columns)).toEqual(await inTables());
  }
  await compactDue(pool, { isForced: true });
});

it('reads all again where the tables are others than before, as after a restore', async () => {
  const followed = await load();
  expect(await snapshot(pool, (tx) => catchUp(tx, followed))).toBe(true);
  await pool.query('CREATE TABLE kept AS SELECT * FROM deltas');
  await pool.query('TRUNCATE deltas');
  await pool.query('INSERT INTO deltas OVERRIDING SYSTEM VALUE SELECT * FROM kept');
  expect(await snapshot(pool, (tx) => catchUp(tx, followed))).toBe(false);
  await pool.query('DROP TABLE kept');
});

it('has nothing of somebody who was erased', async () => {
  const followed = await load();
  const { rows } = await pool.query('SELECT no FROM subjects WHERE id = $1', [uuidOf(3)]);
  const [{ no }] = z.tuple([z.object({ no: z.int() })]).parse(rows);
  const before = all(followed.columns).length;
  const person = { ...recordOf(3, version++, [3]), traits: { name: traitOf('Ana Martínez') } };
  await tellAnalytics(pool, 'customers', [person]);
  expect(await snapshot(pool, (tx) => catchUp(tx, followed))).toBe(true);
  expect((await holders(followed, 'name')).words).toContain('Ana Martínez');
  await transaction(pool, async (tx) => {
    await lockForErasure(tx);
    await erase(tx, {
      id: uuidOf(900),
      at: '2026-12-31T00:00:00.000Z',
      subjects: [uuidOf(3)],
      customers: [{ id: uuidOf(3), version: version++ }],
    });
  });
  expect(await snapshot(pool, (tx) => catchUp(tx, followed))).toBe(true);
  expect([...(followed.traits.byName.get('name')?.numbers.keys() ?? [])]).not.toContain('Ana Martínez');
  expect(all(followed.columns).length).toBeLessThan(before);
  expect(followed.columns.claim[no] ?? 0).toBe(0);
  for (const { rows: held, waiting } of followed.columns.days.values())
    for (const { subject } of [held, ...waiting.map((one) => one.rows)]) expect(subject.includes(no)).toBe(false);
  expect(all(followed.columns)).toEqual(await inTables());
});

it('goes on with the chunks of before while they are made anew, and then reads all of the new ones', async () => {
  const followed = await load();
  await pool.query('UPDATE projection SET stale = true');
  await tellSome();
  expect(await snapshot(pool, (tx) => catchUp(tx, followed))).toBe(true);
  expect(all(followed.columns)).toEqual(await inTables());
  await makeStaleChunks(pool);
  expect(await snapshot(pool, (tx) => catchUp(tx, followed))).toBe(false);
  expect(all((await load()).columns)).toEqual(await inTables());
});
