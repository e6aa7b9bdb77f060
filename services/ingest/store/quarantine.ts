import { DecidedBy, Timestamp, topics } from '@hilo/contracts';
import type { Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { lockTail } from './tail.ts';

export const QuarantineState = z.enum(['waiting', 'replayed', 'discarded']);
export type QuarantineState = z.infer<typeof QuarantineState>;

/** Where a message lay in the log, and where its dead letter lies. */
export type DeadLetterOrigin = {
  log: string;
  group: string;
  topic: string;
  partition: number;
  position: number;
  letter: number;
};

export type Arrival = DeadLetterOrigin & {
  reason: string;
  /** JSON of the key, the value and the headers. */
  message: string;
  source: string | undefined;
  interaction: string | undefined;
  names: readonly string[];
  happenedAt: string | undefined;
  arrivedAt: string;
};

/** Those that name somebody who was erased. */
export const findErased = async (tx: Transaction, arrivals: readonly Arrival[]): Promise<ReadonlySet<Arrival>> => {
  const { rows } = await tx.query<{ n: string }>(
    `SELECT DISTINCT a.n FROM unnest($1::jsonb[], $2::timestamptz[]) WITH ORDINALITY AS a (names, happened_at, n),
            jsonb_array_elements_text(a.names) AS s (name) JOIN erased_names e ON e.name = s.name
      WHERE a.happened_at IS NULL OR a.happened_at < e.until + interval '1 millisecond'`,
    [arrivals.map(({ names }) => JSON.stringify(names)), arrivals.map(({ happenedAt }) => happenedAt ?? null)],
  );
  const erased = new Set(rows.map(({ n }) => Number(n) - 1));
  return new Set(arrivals.filter((_, at) => erased.has(at)));
};

/** Keeps what could not be processed, each once; of interactions, the tail tells too. Gives how many were new. */
export const insertArrivals = async (tx: Transaction, arrivals: readonly Arrival[]): Promise<number> => {
  const column = <Value>(pick: (one: Arrival) => Value): Value[] => arrivals.map(pick);
  await lockTail(tx);
  const { rows } = await tx.query<{ count: string }>(
    `WITH arrived AS (
     INSERT INTO quarantine (log, consumer_group, topic, partition, position, letter, reason, message, source, interaction,
                             names, happened_at, arrived_at, state)
     SELECT a.log, a.consumer_group, a.topic, a.partition, a.position, a.letter, a.reason, a.message, a.source,
            a.interaction, ARRAY (SELECT jsonb_array_elements_text(a.names)), a.happened_at, a.arrived_at, 'waiting'
       FROM unnest($1::text[], $2::text[], $3::text[], $4::integer[], $5::bigint[], $6::bigint[], $7::text[], $8::text[],
                   $9::text[], $10::text[], $11::jsonb[], $12::timestamptz[], $13::timestamptz[])
            WITH ORDINALITY AS a (log, consumer_group, topic, partition, position, letter, reason, message, source,
                                  interaction, names, happened_at, arrived_at, n)
      ORDER BY a.n
     ON CONFLICT DO NOTHING RETURNING id, topic, source, interaction, arrived_at
     ), told AS (
     INSERT INTO tail (at, state, source, interaction, quarantine)
     SELECT arrived_at, 'quarantined', source, interaction, id FROM arrived WHERE topic = $14 ORDER BY id
     )
     SELECT count(*) FROM arrived`,
    [
      column(({ log }) => log),
      column(({ group }) => group),
      column(({ topic }) => topic),
      column(({ partition }) => partition),
      column(({ position }) => position),
      column(({ letter }) => letter),
      column(({ reason }) => reason),
      column(({ message }) => message),
      column(({ source }) => source ?? null),
      column(({ interaction }) => interaction ?? null),
      column(({ names }) => JSON.stringify(names)),
      column(({ happenedAt }) => happenedAt ?? null),
      column(({ arrivedAt }) => arrivedAt),
      topics.interactions.name,
    ],
  );
  return Number(rows[0]?.count ?? 0);
};

const Action = z.object({
  action: z.enum(['fixed', 'replayed', 'discarded']),
  at: Timestamp,
  by: DecidedBy,
  note: z.string().optional(),
});

const Row = z.object({
  id: z.coerce.number(),
  log: z.string(),
  group: z.string(),
  topic: z.string(),
  partition: z.int(),
  position: z.coerce.number(),
  reason: z.string(),
  message: z.string(),
  source: z.string().nullable(),
  interaction: z.string().nullable(),
  arrivedAt: z.date(),
  state: QuarantineState,
  fixed: z.string().nullable(),
  replayedAs: z.string().nullable(),
  actions: z.array(Action),
});

/** A message in the quarantine, with what people did about it. */
export type QuarantineRow = z.infer<typeof Row>;

const columns = `q.id, q.log, q.consumer_group AS "group", q.topic, q.partition, q.position, q.reason, q.message, q.source,
  q.interaction, q.arrived_at AS "arrivedAt", q.state, q.fixed, q.replayed_as AS "replayedAs",
  (SELECT coalesce(json_agg(json_strip_nulls(json_build_object('action', a.action, 'by', a.by, 'note', a.note,
            'at', to_char(a.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))) ORDER BY a.id), '[]')
     FROM quarantine_actions a WHERE a.quarantine = q.id) AS actions`;

export type QuarantineFilter = {
  state?: QuarantineState | undefined;
  reason?: string | undefined;
  topic?: string | undefined;
  source?: string | undefined;
  interaction?: string | undefined;
};

// Names the whole reason, or what stands before its colon.
const matches = `($1::text IS NULL OR q.state = $1) AND ($2::text IS NULL OR q.reason = $2 OR starts_with(q.reason, $2 || ':'))
  AND ($3::text IS NULL OR q.topic = $3) AND ($4::text IS NULL OR q.source = $4)
  AND ($5::text IS NULL OR q.interaction = $5)`;

const valuesOf = ({ state, reason, topic, source, interaction }: QuarantineFilter): (string | null)[] =>
  [state, reason, topic, source, interaction].map((value) => value ?? null);

/** A page of what is in the quarantine, the latest first. */
export const readQuarantine = async (
  pool: Pool,
  filter: QuarantineFilter,
  { after, limit }: { after: readonly [id: number] | undefined; limit: number },
): Promise<QuarantineRow[]> => {
  const { rows } = await pool.query(
    `SELECT ${columns} FROM quarantine q WHERE ${matches} AND ($6::bigint IS NULL OR q.id < $6) ORDER BY q.id DESC LIMIT $7`,
    [...valuesOf(filter), after?.[0] ?? null, limit],
  );
  return z.array(Row).parse(rows);
};

/** How many there are of each reason, the most frequent first, a hundred reasons at the most. */
export const countReasons = async (
  pool: Pool,
  filter: QuarantineFilter,
): Promise<{ reason: string; count: number }[]> => {
  const { rows } = await pool.query<{ reason: string; count: string }>(
    `SELECT q.reason, count(*) AS count FROM quarantine q WHERE ${matches} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 100`,
    valuesOf(filter),
  );
  return rows.map(({ reason, count }) => ({ reason, count: Number(count) }));
};

/** One message in the quarantine. */
export const findQuarantined = async (tx: Transaction | Pool, id: number): Promise<QuarantineRow | undefined> => {
  const { rows } = await tx.query(`SELECT ${columns} FROM quarantine q WHERE q.id = $1`, [id]);
  return rows[0] && Row.parse(rows[0]);
};

/** The same, locked until the end of the transaction. */
export const lockQuarantined = async (tx: Transaction, id: number): Promise<QuarantineRow | undefined> => {
  const { rowCount } = await tx.query('SELECT FROM quarantine WHERE id = $1 FOR UPDATE', [id]);
  return rowCount === 1 ? findQuarantined(tx, id) : undefined;
};

/** Up to which message the quarantine goes now. */
export const lastQuarantined = async (pool: Pool): Promise<number> => {
  const { rows } = await pool.query<{ id: string }>('SELECT coalesce(max(id), 0) AS id FROM quarantine');
  return Number(rows[0]?.id ?? 0);
};

/** Locks the next that wait, in the order in which they came; those that somebody else is at are left to them. */
export const lockWaiting = async (
  tx: Transaction,
  filter: Omit<QuarantineFilter, 'state'>,
  { after, until, limit }: { after: number; until: number; limit: number },
): Promise<QuarantineRow[]> => {
  const { rows } = await tx.query(
    `SELECT ${columns} FROM quarantine q WHERE ${matches} AND q.id > $6 AND q.id <= $7
      ORDER BY q.id LIMIT $8 FOR UPDATE OF q SKIP LOCKED`,
    [...valuesOf({ ...filter, state: 'waiting' }), after, until, limit],
  );
  return z.array(Row).parse(rows);
};

/** Writes what is to take the place of a message, unless it names somebody who was erased: then gives false. */
export const saveFixed = async (
  tx: Transaction,
  id: number,
  { fixed, names, happenedAt }: { fixed: string; names: readonly string[]; happenedAt: string },
): Promise<boolean> => {
  const { rowCount } = await tx.query(
    `UPDATE quarantine SET fixed = $2, names = (SELECT array_agg(DISTINCT n) FROM unnest(names || $3::text[]) AS n),
            happened_at = CASE WHEN happened_at IS NULL THEN NULL ELSE least(happened_at, $4::timestamptz) END
      WHERE id = $1 AND NOT EXISTS (SELECT FROM erased_names WHERE name = ANY ($3::text[]) AND $4::timestamptz < until + interval '1 millisecond')`,
    [id, fixed, names, happenedAt],
  );
  return rowCount === 1;
};

export type Settled = { id: number; replayedAs?: string | undefined };

/** They do not wait any more. */
export const settle = async (
  tx: Transaction,
  state: Exclude<QuarantineState, 'waiting'>,
  settled: readonly Settled[],
): Promise<void> => {
  await tx.query(
    `WITH settled AS (
       UPDATE quarantine AS q SET state = $1, replayed_as = s.replayed_as
         FROM unnest($2::bigint[], $3::text[]) AS s (id, replayed_as) WHERE q.id = s.id
       RETURNING q.source, q.refused_bytes
     )
     UPDATE refused AS r SET waiting_bytes = r.waiting_bytes - s.bytes
       FROM (SELECT source, sum(refused_bytes) AS bytes FROM settled WHERE refused_bytes IS NOT NULL GROUP BY source) AS s
      WHERE r.source = s.source`,
    [state, settled.map(({ id }) => id), settled.map(({ replayedAs }) => replayedAs ?? null)],
  );
};

export type Doing = { by: DecidedBy; now: number; note: string | undefined };

/** Keeps who did what with these, when and why. */
export const insertActions = async (
  tx: Transaction,
  action: z.infer<typeof Action>['action'],
  ids: readonly number[],
  { by, now, note }: Doing,
): Promise<void> => {
  await tx.query(
    `INSERT INTO quarantine_actions (quarantine, action, at, by, note)
     SELECT id, $2, to_timestamp($3), $4, $5 FROM unnest($1::bigint[]) AS id`,
    [ids, action, now / 1000, JSON.stringify(by), note ?? null],
  );
};
