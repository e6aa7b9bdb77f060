import { compose, composed, given, named, statement, type Transaction } from '@hilo/runtime';
import { and, asc, count, desc, eq, gt, lt, lte, or, type SQL, sql } from 'drizzle-orm';
import type { Pool } from 'pg';
import { z } from 'zod';
import { quarantine, quarantineActions } from '../schema.ts';
import { Action, QuarantineState } from './quarantine.ts';

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

const columns = named({
  id: quarantine.id,
  log: quarantine.log,
  group: quarantine.consumerGroup,
  topic: quarantine.topic,
  partition: quarantine.partition,
  position: quarantine.position,
  reason: quarantine.reason,
  message: quarantine.message,
  source: quarantine.source,
  interaction: quarantine.interaction,
  arrivedAt: quarantine.arrivedAt,
  state: quarantine.state,
  fixed: quarantine.fixed,
  replayedAs: quarantine.replayedAs,
  actions: sql`(SELECT coalesce(json_agg(json_strip_nulls(json_build_object('action', a.action, 'by', a.by, 'note', a.note,
            'at', to_char(a.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))) ORDER BY a.id), '[]')
     FROM ${quarantineActions} AS a WHERE a.quarantine = ${quarantine.id})`,
});

export type QuarantineFilter = {
  state?: QuarantineState | undefined;
  reason?: string | undefined;
  topic?: string | undefined;
  source?: string | undefined;
  interaction?: string | undefined;
};

const everyFilter: Required<QuarantineFilter> = {
  state: 'waiting',
  reason: 'invalid',
  topic: 'interactions',
  source: 'app',
  interaction: '1',
};

const matching = ({ state, reason, topic, source, interaction }: QuarantineFilter): SQL | undefined =>
  and(
    given(state, (one) => eq(quarantine.state, one)),
    // Names the whole reason, or what stands before its colon.
    given(reason, (one) => or(eq(quarantine.reason, one), sql`starts_with(${quarantine.reason}, ${`${one}:`})`)),
    given(topic, (one) => eq(quarantine.topic, one)),
    given(source, (one) => eq(quarantine.source, one)),
    given(interaction, (one) => eq(quarantine.interaction, one)),
  );

type Page = { after: readonly [id: number] | undefined; limit: number };

const readQuarantineSql = composed(
  (filter: QuarantineFilter, { after, limit }: Page) =>
    compose
      .select(columns)
      .from(quarantine)
      .where(
        and(
          matching(filter),
          given(after, ([id]) => lt(quarantine.id, id)),
        ),
      )
      .orderBy(desc(quarantine.id))
      .limit(limit),
  [
    [{}, { after: undefined, limit: 1 }],
    [everyFilter, { after: [1], limit: 1 }],
  ],
);

/** A page of what is in the quarantine, the latest first. */
export const readQuarantine = async (pool: Pool, filter: QuarantineFilter, page: Page): Promise<QuarantineRow[]> => {
  const { rows } = await pool.query(readQuarantineSql(filter, page));
  return z.array(Row).parse(rows);
};

const countReasonsSql = composed(
  (filter: QuarantineFilter) =>
    compose
      .select(named({ reason: quarantine.reason, count: count() }))
      .from(quarantine)
      .where(matching(filter))
      .groupBy(quarantine.reason)
      .orderBy(desc(count()), quarantine.reason)
      .limit(100),
  [[{}], [everyFilter]],
);

/** How many there are of each reason, the most frequent first, a hundred reasons at the most. */
export const countReasons = async (
  pool: Pool,
  filter: QuarantineFilter,
): Promise<{ reason: string; count: number }[]> => {
  const { rows } = await pool.query<{ reason: string; count: string }>(countReasonsSql(filter));
  return rows.map((row) => ({ reason: row.reason, count: Number(row.count) }));
};

const findQuarantinedSql = composed(
  (id: number) => compose.select(columns).from(quarantine).where(eq(quarantine.id, id)),
  [[1]],
);

/** One message in the quarantine. */
export const findQuarantined = async (tx: Transaction | Pool, id: number): Promise<QuarantineRow | undefined> => {
  const { rows } = await tx.query(findQuarantinedSql(id));
  return rows[0] && Row.parse(rows[0]);
};

const lockQuarantinedSql = statement('SELECT FROM quarantine WHERE id = $1 FOR UPDATE');

/** The same, locked until the end of the transaction. */
export const lockQuarantined = async (tx: Transaction, id: number): Promise<QuarantineRow | undefined> => {
  const { rowCount } = await tx.query(lockQuarantinedSql([id]));
  return rowCount === 1 ? findQuarantined(tx, id) : undefined;
};

const lastQuarantinedSql = statement('SELECT coalesce(max(id), 0) AS id FROM quarantine');

/** Up to which message the quarantine goes now. */
export const lastQuarantined = async (pool: Pool): Promise<number> => {
  const { rows } = await pool.query<{ id: string }>(lastQuarantinedSql());
  return Number(rows[0]?.id ?? 0);
};

type Waiting = { after: number; until: number; limit: number };

const lockWaitingSql = composed(
  (filter: Omit<QuarantineFilter, 'state'>, { after, until, limit }: Waiting) =>
    compose
      .select(columns)
      .from(quarantine)
      .where(and(matching({ ...filter, state: 'waiting' }), gt(quarantine.id, after), lte(quarantine.id, until)))
      .orderBy(asc(quarantine.id))
      .limit(limit)
      .for('update', { of: quarantine, skipLocked: true }),
  [
    [{}, { after: 0, until: 1, limit: 1 }],
    [everyFilter, { after: 0, until: 1, limit: 1 }],
  ],
);

/** Locks the next that wait, in the order in which they came; those that somebody else is at are left to them. */
export const lockWaiting = async (
  tx: Transaction,
  filter: Omit<QuarantineFilter, 'state'>,
  page: Waiting,
): Promise<QuarantineRow[]> => {
  const { rows } = await tx.query(lockWaitingSql(filter, page));
  return z.array(Row).parse(rows);
};
