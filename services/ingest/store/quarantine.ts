import { DecidedBy, Timestamp, topics } from '@hilo/contracts';
import { statement, type Transaction } from '@hilo/runtime';
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

const findErasedSql = statement(`
  SELECT DISTINCT a.n FROM unnest($1::jsonb[], $2::timestamptz[]) WITH ORDINALITY AS a (names, happened_at, n),
         jsonb_array_elements_text(a.names) AS s (name) JOIN erased_names e ON e.name = s.name
   WHERE a.happened_at IS NULL OR a.happened_at < e.until + interval '1 millisecond'`);

/** Those that name somebody who was erased. */
export const findErased = async (tx: Transaction, arrivals: readonly Arrival[]): Promise<ReadonlySet<Arrival>> => {
  const { rows } = await tx.query<{ n: string }>(
    findErasedSql([
      arrivals.map(({ names }) => JSON.stringify(names)),
      arrivals.map(({ happenedAt }) => happenedAt ?? null),
    ]),
  );
  const erased = new Set(rows.map(({ n }) => Number(n) - 1));
  return new Set(arrivals.filter((_, at) => erased.has(at)));
};

const insertArrivalsSql = statement(`
  WITH arrived AS (
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
  SELECT count(*) FROM arrived`);

/** Keeps what could not be processed, each once; of interactions, the tail tells too. Gives how many were new. */
export const insertArrivals = async (tx: Transaction, arrivals: readonly Arrival[]): Promise<number> => {
  const column = <Value>(pick: (one: Arrival) => Value): Value[] => arrivals.map(pick);
  await lockTail(tx);
  const { rows } = await tx.query<{ count: string }>(
    insertArrivalsSql([
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
    ]),
  );
  return Number(rows[0]?.count ?? 0);
};

/** What somebody did with a message in the quarantine. */
export const Action = z.object({
  action: z.enum(['read', 'fixed', 'replayed', 'discarded']),
  at: Timestamp,
  by: DecidedBy,
  note: z.string().optional(),
});

const saveFixedSql = statement(`
  UPDATE quarantine SET fixed = $2, names = (SELECT array_agg(DISTINCT n) FROM unnest(names || $3::text[]) AS n),
         happened_at = CASE WHEN happened_at IS NULL THEN NULL ELSE least(happened_at, $4::timestamptz) END
   WHERE id = $1 AND NOT EXISTS (SELECT FROM erased_names WHERE name = ANY ($3::text[]) AND $4::timestamptz < until + interval '1 millisecond')`);

/** Writes what is to take the place of a message, unless it names somebody who was erased: then gives false. */
export const saveFixed = async (
  tx: Transaction,
  id: number,
  { fixed, names, happenedAt }: { fixed: string; names: readonly string[]; happenedAt: string },
): Promise<boolean> => {
  const { rowCount } = await tx.query(saveFixedSql([id, fixed, names, happenedAt]));
  return rowCount === 1;
};

export type Settled = { id: number; replayedAs?: string | undefined };

const settleSql = statement(`
  WITH settled AS (
    UPDATE quarantine AS q SET state = $1, replayed_as = s.replayed_as
      FROM unnest($2::bigint[], $3::text[]) AS s (id, replayed_as) WHERE q.id = s.id
    RETURNING q.source, q.refused_bytes
  )
  UPDATE refused AS r SET waiting_bytes = r.waiting_bytes - s.bytes
    FROM (SELECT source, sum(refused_bytes) AS bytes FROM settled WHERE refused_bytes IS NOT NULL GROUP BY source) AS s
   WHERE r.source = s.source`);

/** They do not wait any more. */
export const settle = async (
  tx: Transaction,
  state: Exclude<QuarantineState, 'waiting'>,
  settled: readonly Settled[],
): Promise<void> => {
  await tx.query(settleSql([state, settled.map(({ id }) => id), settled.map(({ replayedAs }) => replayedAs ?? null)]));
};

export type Doing = { by: DecidedBy; now: number; note: string | undefined };

const insertActionsSql = statement(`
  INSERT INTO quarantine_actions (quarantine, action, at, by, note)
  SELECT id, $2, to_timestamp($3), $4, $5 FROM unnest($1::bigint[]) AS id`);

/** Keeps who did what with these, when and why. */
export const insertActions = async (
  tx: Transaction,
  action: z.infer<typeof Action>['action'],
  ids: readonly number[],
  { by, now, note }: Doing,
): Promise<void> => {
  await tx.query(insertActionsSql([ids, action, now / 1000, JSON.stringify(by), note ?? null]));
};
