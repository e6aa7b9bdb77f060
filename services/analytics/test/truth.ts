import { OpenAnswer } from '@hilo/contracts';
import type { Pool } from 'pg';
import { z } from 'zod';
import { decodeDelta, decodeRows } from '../columns/codec.ts';
import { type DayRows, noRows } from '../columns/day-rows.ts';
import { mergeDay } from '../columns/merge-day.ts';
import { scoreOf, tieOf } from '../columns/row.ts';
import { countedIn } from '../domain/counted.ts';

const Fact = z.object({
  source: z.string(),
  id: z.string(),
  at: z.date(),
  withdrawn: z.boolean(),
  subject: z.number(),
  step: z.number(),
  actor: z.number(),
  answers: z.string(),
  properties: z.string(),
});
type Fact = z.infer<typeof Fact>;

/** Every fact, as it is kept. */
const factsIn = async (pool: Pool): Promise<Fact[]> => {
  const { rows } = await pool.query(
    `SELECT w.word AS source, f.id, f.occurred_at AS at, f.withdrawn, f.subject, f.step, coalesce(f.actor, 0) AS actor,
            coalesce(f.answers, '[]') AS answers, coalesce(f.properties, '{}') AS properties
       FROM facts AS f JOIN words AS w ON w.no = f.source`,
  );
  return z.array(Fact).parse(rows);
};

const answersOfFact = ({ source, answers, properties }: Fact) =>
  countedIn({
    source,
    answers: z.array(OpenAnswer).parse(JSON.parse(answers)),
    properties: z.record(z.string(), z.json()).parse(JSON.parse(properties)),
  });

const bounds = new Map([
  ['nps', [6, 9]],
  ['csat', [2, 4]],
  ['ces', [3, 5]],
]);

/** The rollups by plain code over the facts, a line for each row. */
const rollupsInTruth = (facts: readonly Fact[], timeZone: string): string[] => {
  const format = new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short' });
  const sums = new Map<string, number[]>();
  const add = (key: string, values: readonly number[]) =>
    sums.set(
      key,
      values.map((value, at) => value + (sums.get(key)?.[at] ?? 0)),
    );
  for (const fact of facts.filter(({ withdrawn }) => !withdrawn)) {
    const key = `${format.format(fact.at)} ${fact.step} ${fact.actor}`;
    add(key, [1]);
    for (const { scale, value } of answersOfFact(fact)) {
      const [low = 0, high = 0] = bounds.get(scale) ?? [];
      if (bounds.has(scale)) add(`${key} ${scale}`, [1, +(value <= low), +(value >= high), value, value * value]);
    }
  }
  return [...sums].map(([key, values]) => `${key}: ${values.join(' ')}`).sort();
};

const rollupsIn = async (pool: Pool): Promise<string[]> => {
  const { rows } = await pool.query<{ line: string }>(
    `SELECT concat_ws(' ', day, step, actor) || ': ' || n AS line FROM volumes
     UNION ALL SELECT concat_ws(' ', day, step, actor, scale) || ': ' || concat_ws(' ', n, low, high, total, squares) FROM scores`,
  );
  return rows.map(({ line }) => line).sort();
};

/** The columns by plain code over the facts, a line for each row. */
const columnsInTruth = (facts: readonly Fact[]): string[] =>
  facts
    .filter(({ withdrawn }) => !withdrawn)
    .map((fact) => {
      const scores = answersOfFact(fact).flatMap(({ scale, value }) => scoreOf(scale, value) ?? []);
      const { subject, step, actor } = fact;
      return [fact.at.getTime(), ...tieOf(fact.source, fact.id), subject, step, scores[0] ?? -1, actor].join(' ');
    })
    .sort();

const linesOf = (days: ReadonlyMap<number, DayRows>): string[] =>
  [...days]
    .flatMap(([day, rows]) =>
      Array.from({ length: rows.n }, (_, n) => {
        const columns = [rows.high, rows.low, rows.subject, rows.step, rows.score, rows.actor];
        return [day * 86_400_000 + (rows.at[n] ?? 0), ...columns.map((column) => column?.[n] ?? 0)].join(' ');
      }),
    )
    .sort();

/** Follows the columns as a process does that has them in memory. */
export const openFollower = (pool: Pool) => {
  let days = new Map<number, DayRows>();
  let claims = new Map<number, number>();
  let seen: { snapshot: string; compaction: number } | undefined;
  let loads = 0;

  const read = async (): Promise<void> => {
    const client = await pool.connect();
    try {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY');
      const { rows } = await client.query<{ snapshot: string; compaction: string; dropped: string }>(
        'SELECT pg_current_snapshot()::text AS snapshot, compaction, dropped FROM projection',
      );
      const now = rows[0] ?? { snapshot: '', compaction: '0', dropped: '0' };
      const isNew = seen === undefined || Number(now.dropped) > seen.compaction;
      if (isNew) {
        loads += 1;
        const chunks = await client.query<{ day: number; columns: Buffer }>('SELECT day, columns FROM chunks');
        days = new Map(chunks.rows.map(({ day, columns }) => [day, decodeRows(columns)[0]?.rows ?? noRows()]));
        const subjects = await client.query<{ no: number; customer: number }>('SELECT no, customer FROM subjects');
        claims = new Map(subjects.rows.map(({ no, customer }) => [no, customer]));
      }
      const deltas = await client.query<{ columns: Buffer }>(
        isNew
          ? 'SELECT columns FROM deltas WHERE chunked IS NULL ORDER BY seq'
          : `SELECT columns FROM deltas WHERE xid >= pg_snapshot_xmin('${seen?.snapshot}')
                AND NOT pg_visible_in_snapshot(xid, '${seen?.snapshot}') ORDER BY seq`,
      );
      for (const { columns } of deltas.rows) {
        const changes = decodeDelta(columns);
        for (const change of changes.rows) days.set(change.day, mergeDay(days.get(change.day) ?? noRows(), [change]));
        for (const { subject, customer } of changes.claims) claims.set(subject, customer);
      }
      seen = { snapshot: now.snapshot, compaction: Number(now.compaction) };
    } finally {
      await client.query('COMMIT');
      client.release();
    }
  };
  return {
    read,
    loads: () => loads,
    lines: () => linesOf(days),
    claims: () => claims,
  };
};

/** What is otherwise than the facts say: of the rollups, of the answers that count, of the columns and of whose subjects are. */
export const contradictions = async (pool: Pool, timeZone: string, follower: ReturnType<typeof openFollower>) => {
  await follower.read();
  const facts = await factsIn(pool);
  const anew = openFollower(pool);
  await anew.read();
  const { rows: answers } = await pool.query<{ n: number }>('SELECT count(*)::int AS n FROM answers');
  const { rows: twice } = await pool.query('SELECT source, id FROM facts GROUP BY 1, 2 HAVING count(*) > 1');
  const { rows: claims } = await pool.query<{ no: number; customer: number }>(
    `SELECT s.no, coalesce(c.no, 0) AS customer FROM subjects AS s LEFT JOIN claims AS l ON l.subject = s.id
       LEFT JOIN customers AS c ON c.id = l.customer`,
  );
  return {
    found: {
      rollups: await rollupsIn(pool),
      answers: answers[0]?.n,
      followed: follower.lines(),
      read: anew.lines(),
      twice,
      claims: claims.filter(({ no, customer }) => (follower.claims().get(no) ?? 0) !== customer),
    },
    inTruth: {
      rollups: rollupsInTruth(facts, timeZone),
      answers: facts.filter(({ withdrawn }) => !withdrawn).flatMap(answersOfFact).length,
      followed: columnsInTruth(facts),
      read: columnsInTruth(facts),
      twice: [],
      claims: [],
    },
  };
};
