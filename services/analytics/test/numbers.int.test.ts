import { lockForErasure, transaction } from '@hilo/runtime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { erase } from '../erase.ts';
import { beginProjecting } from '../projecting/begin.ts';
import { localDays } from '../store/local-days.ts';
import { openAnalyticsTables } from './database.ts';
import { keep } from './interactions.ts';

let tables: Awaited<ReturnType<typeof openAnalyticsTables>>;
beforeAll(async () => {
  tables = await openAnalyticsTables();
  await beginProjecting(tables.pool, { timeZone: 'Europe/Madrid', properties: ['airline'] });
});
afterAll(() => tables.drop());

const subjectOf = (n: number): string => `00000000-0000-8000-8000-${n.toString(16).padStart(12, '0')}`;

/** Of each fact, by its numbers, what it says in words. */
const factsInWords = async () => {
  const { rows } = await tables.pool.query(
    `SELECT f.id, s.id AS subject, w.word AS source, t.touchpoint, a.word AS actor
       FROM facts AS f LEFT JOIN subjects AS s ON s.no = f.subject LEFT JOIN words AS w ON w.no = f.source
       LEFT JOIN steps AS t ON t.no = f.step LEFT JOIN words AS a ON a.no = f.actor ORDER BY f.id`,
  );
  return rows;
};

const told = (n: number) => ({
  id: `i-${n}`,
  subject: subjectOf(n % 3),
  source: `source-${n % 2}`,
  touchpoint: `touchpoint-${n % 3}`,
  actor: 'customer' as const,
  properties: { airline: `airline-${n % 2}` },
});
const inWords = (n: number) => ({
  id: `i-${n}`,
  subject: subjectOf(n % 3),
  source: `source-${n % 2}`,
  touchpoint: `touchpoint-${n % 3}`,
  actor: 'customer',
});

it('remembers no number that was rolled back, nor one of a table that was emptied', async () => {
  const { pool } = tables;
  const failing = keep(pool, told(0), { ...told(1), id: 'no such text \u0000' });
  await expect(failing).rejects.toThrow();
  for (const n of [0, 1, 2, 3, 4]) await keep(pool, told(n));
  await keep(pool, told(5), told(6));
  expect(await factsInWords()).toEqual([0, 1, 2, 3, 4, 5, 6].map(inWords));
  await pool.query('TRUNCATE facts, subjects, words, steps RESTART IDENTITY');
  await keep(pool, told(2), told(1));
  await keep(pool, told(0));
  expect(await factsInWords()).toEqual([0, 1, 2].map(inWords));
});

it('has no number of who was erased any more, and gives her another when she comes back', async () => {
  const { pool } = tables;
  const [ana, luis] = [subjectOf(77), subjectOf(78)];
  await pool.query('TRUNCATE facts');
  await keep(pool, { ...told(1), subject: ana });
  await keep(pool, { ...told(1), id: 'again', subject: ana });
  await transaction(pool, async (tx) => {
    await lockForErasure(tx);
    const at = '2027-01-01T00:00:00.000Z';
    await erase(tx, { id: '5f0f7a3e-0000-4000-8000-000000000001', customers: [], subjects: [ana], at });
  });
  await keep(pool, { ...told(2), subject: luis }, { ...told(3), subject: ana });
  await keep(pool, { ...told(4), subject: ana });
  const said = (await factsInWords()).filter(({ subject }) => [ana, luis, null].includes(subject));
  expect(said.map(({ id, subject }) => [id, subject])).toEqual([
    ['i-2', luis],
    ['i-3', ana],
    ['i-4', ana],
  ]);
});

it('remembers the subjects that are there at its start', async () => {
  const { pool } = tables;
  await pool.query('TRUNCATE facts, subjects');
  await pool.query('INSERT INTO subjects (id) SELECT s::uuid FROM unnest($1::text[]) AS s', [
    Array.from({ length: 60 }, (_, n) => subjectOf(n)),
  ]);
  await beginProjecting(pool, { timeZone: 'Europe/Madrid', properties: ['airline'] });
  await keep(pool, ...Array.from({ length: 60 }, (_, n) => ({ ...told(n), subject: subjectOf(n) })));
  expect(await factsInWords()).toEqual(
    Array.from({ length: 60 }, (_, n) => ({ ...inWords(n), subject: subjectOf(n) })).toSorted((one, other) =>
      one.id < other.id ? -1 : 1,
    ),
  );
});

it.each([
  'Europe/Madrid',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'Pacific/Apia',
  'Africa/Monrovia',
])('knows the days of %s as Postgres does', async (timeZone) => {
  const { pool } = tables;
  await beginProjecting(pool, { timeZone, properties: [] });
  const instants = Array.from({ length: 400 }, (_, n) =>
    Math.floor(Date.UTC(1965, 0, 1) + n * 54 * 86_400_000 * Math.random()),
  );
  await transaction(pool, async (tx) => {
    const dayOf = await localDays(tx, instants);
    const { rows } = await tx.query<{ day: number }>(
      `SELECT (to_timestamp(at / 1000.0) AT TIME ZONE $2)::date - '1970-01-01'::date AS day
           FROM unnest($1::float8[]) WITH ORDINALITY AS t (at, place) ORDER BY place`,
      [instants, timeZone],
    );
    expect(instants.map(dayOf)).toEqual(rows.map(({ day }) => day));
  });
});
