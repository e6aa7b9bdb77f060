import { compose, composed } from '@hilo/runtime';
import type { AnswerPick, InteractionPick, NumberRange, SegmentCondition, SegmentLeaf } from '@hilo/segments';
import { type SQL, sql } from 'drizzle-orm';
import type { Pool } from 'pg';
import { z } from 'zod';
import { exampleCondition } from '../domain/segment-example.ts';
import { holdsAt, holdsInTraits } from './json-conditions.ts';

const dayMs = 86_400_000;

/**
 * Who is in a segment at this instant, in milliseconds since the epoch: `isMember` of packages/segments of everybody at once, as a select of
 * the numbers of customers. Nothing of it is stored: a merge, a split or an erasure is in the next answer. A shared identifier is nobody.
 */
export const membersOf = (condition: SegmentCondition, now: number): SQL =>
  sql`(${everybody}) INTERSECT (${part(condition, now)})`;

const everybody = sql`SELECT no AS customer FROM customers WHERE NOT deleted AND NOT ambiguous AND no IS NOT NULL`;

const part = (condition: SegmentCondition, now: number): SQL => {
  switch (condition.type) {
    case 'all':
      return joined(condition.of, now, sql`) INTERSECT (`);
    case 'any':
      return joined(condition.of, now, sql`) UNION (`);
    case 'not':
      return except(part(condition.of, now));
    default:
      return leaf(condition, now);
  }
};

const joined = (parts: readonly SegmentCondition[], now: number, by: SQL): SQL =>
  sql`(${sql.join(
    parts.map((one) => part(one, now)),
    by,
  )})`;

const except = (members: SQL): SQL => sql`(${everybody}) EXCEPT (${members})`;

const leaf = (one: SegmentLeaf, now: number): SQL => {
  if (one.type === 'trait') {
    const { path } = one;
    return sql`SELECT c.no AS customer FROM profiles p JOIN customers c ON c.id = p.customer WHERE ${holdsInTraits(sql`p.traits`, path, one)}`;
  }
  const since = one.withinDays === undefined ? sql`true` : sql`h.at >= ${at(now - one.withinDays * dayMs)}`;
  switch (one.type) {
    case 'interactions':
      return counted(sql`${happened} WHERE ${since} AND ${isSuch(one.which)}`, one.count);
    case 'last-interaction':
      return latest(sql`${happened} WHERE ${since} AND ${isSuch(one.which)}`, isSuch(one.is), sql``);
    case 'answers':
      return counted(
        sql`${answered} WHERE ${since} AND ${isAnswerOf(one.which)} AND ${isWithin(sql`h.value`, one.value)}`,
        one.count,
      );
    case 'last-answer':
      return latest(
        sql`${answered} WHERE ${since} AND ${isAnswerOf(one.which)}`,
        isWithin(sql`h.value`, one.value),
        sql`, h.place DESC`,
      );
  }
};

const at = (ms: number): SQL => sql`${new Date(ms).toISOString()}::timestamptz`;

/** What happened, by whose it is today. What a condition does not ask for is not joined: Postgres leaves such joins out. */
const happened = sql`(
  SELECT s.customer, f.occurred_at AS at, t.channel, t.touchpoint, t.kind, d.word AS direction, o.word AS outcome, f.properties,
         w.word AS source, f.id
    FROM facts f JOIN subjects s ON s.no = f.subject JOIN steps t ON t.no = f.step
    LEFT JOIN words d ON d.no = f.direction LEFT JOIN words o ON o.no = f.outcome LEFT JOIN words w ON w.no = f.source
   WHERE NOT f.withdrawn) AS h`;

const answered = sql`(
  SELECT s.customer, a.occurred_at AS at, a.channel, a.touchpoint, a.scale, a.value, a.source, a.id, a.place
    FROM answers a JOIN words w ON w.word = a.source JOIN facts f ON f.source = w.no AND f.id = a.id
    JOIN subjects s ON s.no = f.subject) AS h`;

/** Whoever has none has none of these rows, and is found by having too many. */
const counted = (rows: SQL, { atLeast = 0, atMost }: NumberRange): SQL => {
  const those = (having: SQL): SQL => sql`SELECT h.customer FROM ${rows} GROUP BY h.customer HAVING ${having}`;
  if (atLeast > 0) return those(isWithin(sql`count(*)`, { atLeast, atMost }));
  return atMost === undefined ? everybody : except(those(sql`count(*) > ${atMost}::bigint`));
};

/** In the order of (instant, source, id), in milliseconds: an older version kept finer times. */
const latest = (rows: SQL, condition: SQL, then: SQL): SQL => sql`
  SELECT l.customer FROM (
    SELECT DISTINCT ON (h.customer) h.customer, (${condition}) AS is_such FROM ${rows}
     ORDER BY h.customer, date_trunc('milliseconds', h.at) DESC, h.source COLLATE "C" DESC, h.id COLLATE "C" DESC${then}) AS l
   WHERE l.is_such`;

const isSuch = ({ channels, touchpoints, kinds, directions, outcomes, properties = [] }: InteractionPick): SQL =>
  every([
    isOneOf(sql`h.channel`, channels),
    isOneOf(sql`h.touchpoint`, touchpoints),
    isOneOf(sql`h.kind`, kinds),
    isOneOf(sql`h.direction`, directions),
    isOneOf(sql`h.outcome`, outcomes),
    ...properties.map((condition) => holdsAt(sql`h.properties::jsonb`, condition.path, condition)),
  ]);

const isAnswerOf = ({ scale, channels, touchpoints }: AnswerPick): SQL =>
  every([sql`h.scale = ${scale}::text`, isOneOf(sql`h.channel`, channels), isOneOf(sql`h.touchpoint`, touchpoints)]);

const every = (conditions: readonly SQL[]): SQL => sql.join([...conditions], sql` AND `);

const isOneOf = (word: SQL, wanted: readonly string[] | undefined): SQL =>
  wanted === undefined
    ? sql`true`
    : sql`coalesce(${word} IN (${sql.join(
        wanted.map((one) => sql`${one}::text`),
        sql`, `,
      )}), false)`;

const isWithin = (value: SQL, { atLeast, atMost }: NumberRange = {}): SQL =>
  every([
    atLeast === undefined ? sql`true` : sql`${value} >= ${atLeast}::float8`,
    atMost === undefined ? sql`true` : sql`${value} <= ${atMost}::float8`,
  ]);

/** Before every id. */
const firstId = '00000000-0000-0000-0000-000000000000';

const examples: [SegmentCondition, number][] = [[exampleCondition, 0]];

const countMembersSql = composed(
  (condition: SegmentCondition, now: number) =>
    compose
      .select({
        members: sql`(SELECT count(*)::integer FROM (${membersOf(condition, now)}) AS m)`.as('members'),
        everybody: sql`(SELECT count(*)::integer FROM (${everybody}) AS e)`.as('everybody'),
      })
      .from(sql`(SELECT 1) AS one`),
  examples,
);

const Counts = z.object({ members: z.int(), everybody: z.int() });

/** How many are in it, of how many. */
export const countMembers = async (
  pool: Pool,
  condition: SegmentCondition,
  now: number,
): Promise<z.infer<typeof Counts>> => {
  const { rows } = await pool.query(countMembersSql(condition, now));
  return Counts.parse(rows[0]);
};

const listMembersSql = composed(
  (condition: SegmentCondition, now: number, after: string, limit: number) =>
    compose
      .select({ customer: sql`c.id`.as('customer') })
      .from(sql`(${membersOf(condition, now)}) AS m JOIN customers c ON c.no = m.customer`)
      .where(sql`c.id > ${after}::uuid`)
      .orderBy(sql`c.id`)
      .limit(limit),
  examples.map(([condition, now]): [SegmentCondition, number, string, number] => [condition, now, firstId, 1]),
);

/** A page of those who are in it, by their ids, after this one. */
export const listMembers = async (
  pool: Pool,
  condition: SegmentCondition,
  now: number,
  { after = firstId, limit }: { after?: string | undefined; limit: number },
): Promise<string[]> => {
  const { rows } = await pool.query<{ customer: string }>(listMembersSql(condition, now, after, limit));
  return rows.map(({ customer }) => customer);
};
