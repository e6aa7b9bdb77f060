import { AlertEnding, type AlertKind, DecidedBy } from '@hilo/contracts';
import { statement, type Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { AlertContent } from '../domain/alerts/alert.ts';

const milliseconds = z.date().transform((at) => at.getTime());
const Acknowledged = z.object({ by: DecidedBy, why: z.string(), at: z.iso.datetime() });
export type Acknowledged = z.infer<typeof Acknowledged>;

const Row = z.object({
  id: z.uuid(),
  watch: z.string(),
  version: z.int(),
  key: z.string(),
  metric: z.string(),
  group: z.record(z.string(), z.string()),
  content: AlertContent,
  raisedAt: milliseconds,
  overAt: milliseconds.nullable(),
  ending: AlertEnding.nullable(),
  acknowledged: Acknowledged.nullable(),
  muted: z.boolean(),
  /** What is watched, as it was then. */
  watched: z.unknown(),
});
/** An alert as it is kept; times are in milliseconds since the epoch. */
export type AlertRow = z.infer<typeof Row>;

export type NewAlert = Pick<AlertRow, 'id' | 'watch' | 'version' | 'key' | 'metric' | 'group' | 'content' | 'muted'>;

const insertSql = statement(`
  INSERT INTO alerts (id, watch, version, key, metric, "group", kind, day, content, muted, raised_at, changed_at)
  SELECT id, watch, version, key, metric, "group"::jsonb, kind, day::date, content::jsonb, muted, to_timestamp($11), to_timestamp($11)
    FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::boolean[])
      AS t (id, watch, version, key, metric, "group", kind, day, content, muted)`);

/** Keeps what was raised. */
export const insertAlerts = async (tx: Transaction, all: readonly NewAlert[], now: number): Promise<void> => {
  if (all.length === 0) return;
  const column = <Value>(pick: (one: NewAlert) => Value): Value[] => all.map(pick);
  await tx.query(
    insertSql([
      column(({ id }) => id),
      column(({ watch }) => watch),
      column(({ version }) => version),
      column(({ key }) => key),
      column(({ metric }) => metric),
      column(({ group }) => JSON.stringify(group)),
      column(({ content }) => content.kind),
      column(({ content }) => content.day),
      column(({ content }) => JSON.stringify(content)),
      column(({ muted }) => muted),
      now / 1000,
    ]),
  );
};

const columns = `a.id, a.watch, a.version, a.key, a.metric, a."group", a.content, a.raised_at AS "raisedAt", a.over_at AS "overAt", a.ending,
  a.acknowledged, a.muted, (SELECT v.content FROM watch_versions v WHERE v.name = a.watch AND v.version = a.version) AS watched`;

const endSql = statement(`
  UPDATE alerts a SET over_at = to_timestamp($3), ending = t.ending, changed_at = to_timestamp($3)
    FROM unnest($1::uuid[], $2::text[]) AS t (id, ending) WHERE a.id = t.id AND a.over_at IS NULL
  RETURNING ${columns}`);

/** Says that these are over, and why; gives those that were not before. */
export const endAlerts = async (
  tx: Transaction,
  over: readonly { id: string; ending: AlertEnding }[],
  now: number,
): Promise<AlertRow[]> => {
  if (over.length === 0) return [];
  const { rows } = await tx.query(endSql([over.map(({ id }) => id), over.map(({ ending }) => ending), now / 1000]));
  return z.array(Row).parse(rows);
};

const openSql = statement('SELECT id FROM alerts WHERE watch = $1 AND over_at IS NULL ORDER BY id');

/** The alerts of a watch that are not over. */
export const listOpenAlerts = async (tx: Transaction, watch: string): Promise<string[]> =>
  (await tx.query<{ id: string }>(openSql([watch]))).rows.map(({ id }) => id);

const findSql = statement(`SELECT ${columns} FROM alerts a WHERE a.id = $1`);

export const findAlert = async (pool: Pick<Pool, 'query'> | Transaction, id: string): Promise<AlertRow | undefined> =>
  z.array(Row).parse((await pool.query(findSql([id]))).rows)[0];

const listSql = statement(`
  SELECT ${columns} FROM alerts a
   WHERE ($1::text IS NULL OR a.watch = $1) AND ($2::text IS NULL OR a.kind = $2) AND ($3::text IS NULL OR a.metric = $3)
     AND ($4::boolean IS NULL OR (a.over_at IS NULL) = $4) AND ($5::boolean IS NULL OR (a.acknowledged IS NOT NULL) = $5)
     AND ($6::timestamptz IS NULL OR (a.raised_at, a.id) < ($6::timestamptz, $7::uuid))
   ORDER BY a.raised_at DESC, a.id DESC LIMIT $8`);

export type WantedAlerts = {
  watch?: string | undefined;
  kind?: AlertKind | undefined;
  metric?: string | undefined;
  isOpen?: boolean | undefined;
  isAcknowledged?: boolean | undefined;
  before?: [raisedAt: string, id: string] | undefined;
  limit: number;
};

/** A page of alerts, the latest first. */
export const listAlerts = async (pool: Pool, wanted: WantedAlerts): Promise<AlertRow[]> => {
  const { watch, kind, metric, isOpen, isAcknowledged, before, limit } = wanted;
  const { rows } = await pool.query(
    listSql([
      watch ?? null,
      kind ?? null,
      metric ?? null,
      isOpen ?? null,
      isAcknowledged ?? null,
      before?.[0] ?? null,
      before?.[1] ?? null,
      limit,
    ]),
  );
  return z.array(Row).parse(rows);
};

const acknowledgeSql = statement(
  'UPDATE alerts SET acknowledged = coalesce(acknowledged, $2::jsonb) WHERE id = $1 RETURNING id',
);

/** Somebody has seen it; who was first stays. Gives whether there is such an alert. */
export const acknowledgeAlert = async (pool: Pool, id: string, acknowledged: Acknowledged): Promise<boolean> =>
  (await pool.query(acknowledgeSql([id, JSON.stringify(acknowledged)]))).rowCount === 1;

const changedSql = statement(
  `SELECT ${columns} FROM alerts a WHERE a.changed_at > to_timestamp($1) AND NOT a.muted ORDER BY a.changed_at LIMIT 500`,
);

/** What was raised or ended since this moment. */
export const listChangedAlerts = async (pool: Pool, since: number): Promise<AlertRow[]> =>
  z.array(Row).parse((await pool.query(changedSql([since / 1000]))).rows);
