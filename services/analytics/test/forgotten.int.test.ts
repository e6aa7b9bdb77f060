import { type Erasure, topics } from '@hilo/contracts';
import { lockForErasure, transaction } from '@hilo/runtime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { erase } from '../erase.ts';
import { handlers } from '../pipeline.ts';
import { beginProjecting } from '../projecting/begin.ts';
import { compactDue } from '../projecting/compact.ts';
import { makeStaleChunks } from '../projecting/make-chunks.ts';
import { dropOldMonths } from '../projecting/retain.ts';
import { openAnalyticsTables } from './database.ts';
import { keep } from './interactions.ts';
import { contradictions, openFollower } from './truth.ts';

let tables: Awaited<ReturnType<typeof openAnalyticsTables>>;
beforeAll(async () => {
  tables = await openAnalyticsTables();
  await beginProjecting(tables.pool, { timeZone: 'Europe/Madrid', properties: [] });
  await makeStaleChunks(tables.pool);
});
afterAll(() => tables.drop());

const [ana, luis] = ['00000000-0000-8000-8000-00000000000a', '00000000-0000-8000-8000-00000000000b'];

const record = (subject: string) => ({
  id: subject,
  version: 1,
  updatedAt: '2026-01-01T00:00:00.000Z',
  ambiguous: false,
  subjects: [subject],
  identifiers: [],
  traits: {},
  consents: [],
  contactPreferences: {},
  interactions: { total: 1, byChannel: {} },
  conflicts: [],
});
const known = (subject: string) =>
  transaction(tables.pool, async (tx) => {
    const message = { key: subject, value: JSON.stringify(record(subject)), headers: {}, offset: 0, appendedAt: 0 };
    await handlers[topics.customers.name]?.(tx, { records: [message] });
  });

/** In which tables these bytes are: numbers as columns have them, or as text. */
const placesOfBytes = async (hex: string): Promise<string[]> => {
  const { rows } = await tables.pool.query<{ place: string }>(
    `SELECT 'chunks' AS place FROM chunks WHERE position(decode($1, 'hex') IN columns) > 0
     UNION ALL SELECT 'deltas' FROM deltas WHERE position(decode($1, 'hex') IN columns) > 0`,
    [hex],
  );
  return rows.map(({ place }) => place);
};

it('has nothing of who was erased in any table, chunk or delta, by the bytes, half a minute later', async () => {
  const { pool } = tables;
  // A number that no other column happens to have.
  await pool.query("SELECT setval('subjects_no_seq', 123456788)");
  await known(ana);
  await keep(pool, { id: 'a-1', subject: ana, occurredAt: '2026-02-01T10:00:00.000Z' });
  await compactDue(pool, { isForced: true });
  await keep(pool, { id: 'a-2', subject: ana, occurredAt: '2026-02-02T10:00:00.000Z' });
  await known(luis);
  await keep(pool, { id: 'l-1', subject: luis, occurredAt: '2026-02-02T11:00:00.000Z' });
  const { rows } = await pool.query<{ no: number }>('SELECT no FROM subjects WHERE id = $1', [ana]);
  const number = Buffer.alloc(4);
  number.writeInt32LE(rows[0]?.no ?? 0);
  expect([...new Set(await placesOfBytes(number.toString('hex')))]).toEqual(['chunks', 'deltas']);
  const follower = openFollower(pool);
  await follower.read();

  const erasure: Erasure = {
    id: '00000000-0000-8000-8000-0000000000ee',
    at: '2026-03-01T00:00:00.000Z',
    subjects: [ana],
    customers: [{ id: ana, version: 2 }],
  };
  await transaction(pool, async (tx) => {
    await lockForErasure(tx);
    expect(await erase(tx, erasure)).toEqual({
      facts: 2,
      answers: 0,
      survey_events: 0,
      cases: 0,
      verbatims: 0,
      guidance: 0,
      claims: 1,
    });
  });
  // It is urgent: nobody has to say so.
  await compactDue(pool);
  await follower.read();
  expect(follower.loads()).toBe(1);
  await pool.query('UPDATE deltas SET chunked = chunked - 20000 WHERE chunked IS NOT NULL');
  await compactDue(pool);
  expect(await placesOfBytes(number.toString('hex'))).toEqual([]);
  const { rows: left } = await pool.query('SELECT no FROM subjects WHERE id = $1 OR no = $2', [ana, rows[0]?.no]);
  expect(left).toEqual([]);
  const { found, inTruth } = await contradictions(pool, 'Europe/Madrid', follower);
  expect(found).toEqual(inTruth);
  expect(found.read).toHaveLength(1);

  // Whoever comes back is somebody else, with what happened since.
  await keep(pool, { id: 'a-3', subject: ana, occurredAt: '2026-04-01T10:00:00.000Z' });
  const back = await contradictions(pool, 'Europe/Madrid', follower);
  expect(back.found).toEqual(back.inTruth);
  expect(back.found.read).toHaveLength(2);
});

it('keeps of a month that is over for good its counts alone, and takes nothing of it any more', async () => {
  const { pool } = tables;
  const inMonths = ['2014-05-05', '2025-11-30', '2025-12-31', '2026-02-01'].map((day, n) => ({
    id: `m-${n}`,
    occurredAt: `${day}T22:59:59.000Z`,
    answers: [{ question: 'q', scale: 'nps' as const, value: 9 }],
  }));
  await keep(pool, ...inMonths);
  await compactDue(pool, { isForced: true });
  const counted = async (): Promise<string[]> => {
    const { rows } = await pool.query<{ line: string }>(
      "SELECT 'v ' || v::text AS line FROM volumes AS v UNION ALL SELECT 's ' || s::text FROM scores AS s ORDER BY 1",
    );
    return rows.map(({ line }) => line);
  };
  const before = await counted();
  const follower = openFollower(pool);
  await follower.read();
  const now = Date.UTC(2026, 2, 15);
  expect(await dropOldMonths(pool, 0, now)).toEqual([]);
  expect(await dropOldMonths(pool, 2, now)).toEqual(['2025-11-01', '2025-12-01']);
  expect(await dropOldMonths(pool, 2, now)).toEqual([]);
  expect(await counted()).toEqual(before);
  await keep(pool, ...inMonths);
  expect(await counted()).toEqual(before);
  const { rows } = await pool.query<{ id: string }>(
    "SELECT id FROM facts WHERE id LIKE 'm-%' UNION SELECT id FROM answers",
  );
  expect(rows).toEqual([{ id: 'm-3' }]);
  // Another time zone counts anew what is there, and leaves what is gone as it was counted.
  await beginProjecting(pool, { timeZone: 'Asia/Kathmandu', properties: [] });
  const old = (lines: readonly string[]): string[] => lines.filter((line) => /\((2014|2025)/.test(line));
  expect(old(await counted())).toEqual(old(before));
  const { found, inTruth } = await contradictions(pool, 'Asia/Kathmandu', follower);
  expect(found.followed).toEqual(inTruth.followed);
  expect(found.read).toEqual(inTruth.read);
});

it('counts what comes three months late on its own day, and no other day is otherwise', async () => {
  const { pool } = tables;
  const days = async () => {
    const { rows } = await pool.query<{ day: string; n: number }>(
      'SELECT day::text, sum(n)::int AS n FROM volumes GROUP BY 1 ORDER BY 1',
    );
    return new Map(rows.map(({ day, n }) => [day, n]));
  };
  const before = await days();
  await keep(pool, { id: 'late', occurredAt: '2026-02-01T10:00:00.000Z' });
  const after = await days();
  const different = [...after].filter(([day, n]) => n !== (before.get(day) ?? 0));
  expect(different).toEqual([['2026-02-01', (before.get('2026-02-01') ?? 0) + 1]]);
});

it('finds again in another month what a later version has moved there, whichever is told first and however often', async () => {
  const { pool } = tables;
  const told = (version: number, occurredAt: string) => ({
    subject: luis,
    customer: luis,
    version,
    recordVersion: 1,
    interaction: {
      source: 'shop',
      id: 'moved',
      occurredAt,
      receivedAt: '2026-05-01T00:00:30.000Z',
      channel: 'web',
      touchpoint: 'checkout',
      kind: 'viewed',
      derived: ['occurredAt'],
      identifiers: [{ kind: 'email', value: 'luis@example.org' }],
    },
    why: { rule: 'strongest-identifier', identifier: { kind: 'email', value: 'luis@example.org' }, registryVersion: 1 },
  });
  const [first, second] = [told(1, '2026-05-01T00:00:10.000Z'), told(2, '2026-04-30T23:59:50.000Z')];
  const hear = (...all: object[]) =>
    transaction(pool, async (tx) => {
      const records = all.map((one, offset) => ({
        key: '',
        value: JSON.stringify(one),
        headers: {},
        offset,
        appendedAt: 0,
      }));
      await handlers[topics.resolved.name]?.(tx, { records });
    });
  for (const order of [
    [first, second],
    [second, first],
    [first, second, first],
    [second, first, second],
  ]) {
    await pool.query("DELETE FROM facts WHERE id = 'moved'");
    for (const one of order) await hear(one);
    const { rows } = await pool.query("SELECT version, filed::text FROM facts WHERE id = 'moved'");
    expect(rows).toEqual([{ version: 2, filed: '2026-04-01' }]);
  }
  await pool.query("DELETE FROM facts WHERE id = 'moved'");
  await pool.query('TRUNCATE refiled');
  for (let round = 0; round < 10; round += 1) {
    await Promise.all([hear(first), hear(second), hear(first)]);
    const { rows } = await pool.query("SELECT version FROM facts WHERE id = 'moved'");
    expect(rows).toEqual([{ version: 2 }]);
    await pool.query("DELETE FROM facts WHERE id = 'moved'");
    await pool.query('TRUNCATE refiled');
  }
});
