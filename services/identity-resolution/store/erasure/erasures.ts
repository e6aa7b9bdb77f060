import { DecidedBy, type ErasureReport, ErasureStatus, ServiceName, Timestamp, WaitsFor } from '@hilo/contracts';
import { compose, composed, given, LostRace, noteErasureDone, statement, type Transaction } from '@hilo/runtime';
import { desc, eq, getTableColumns, sql } from 'drizzle-orm';
import type { Pool } from 'pg';
import { z } from 'zod';
import { erasureReports, erasures } from '../../schema.ts';
import { beforeAllKeys } from '../graph/interactions.ts';

const Handles = z.array(z.tuple([z.string(), z.string()]).readonly());

/** What there is still to be looked for on the log, and the records whose readers may still be being noted. */
const Remains = z.object({
  /** What records are about that go; and those of others, of which those go that contain one of the texts. */
  about: Handles.default([]),
  mentioning: Handles.default([]),
  texts: z.array(z.string()),
  customers: z.array(z.string()),
  removed: z.record(z.string(), z.int()),
  readUpTo: z.record(z.string(), z.int()).default({}),
  waitsFor: z.array(WaitsFor).default([]),
});

export type Remains = z.infer<typeof Remains>;

export type AskedFor = {
  id: string;
  /** A keyed hash of what was asked for. */
  request: string;
  requestedAt: number;
  until: number;
  by: DecidedBy;
  reason: string | undefined;
  remains: Remains;
};

const insertErasureSql = statement(`
  INSERT INTO erasures (id, request, requested_at, until, by, reason, remains) VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (id) DO NOTHING`);

/** Notes an erasure. If another transaction noted one with this id meanwhile, throws `LostRace`. */
export const insertErasure = async (
  tx: Transaction,
  { id, request, requestedAt, until, by, reason, remains }: AskedFor,
): Promise<void> => {
  const { rowCount } = await tx.query(
    insertErasureSql([id, request, requestedAt, until, JSON.stringify(by), reason ?? null, JSON.stringify(remains)]),
  );
  if (rowCount === 0) throw new LostRace('an erasure with this id was asked for meanwhile');
  await noteErasureDone(tx, id);
};

const insertReportSql = statement(
  `INSERT INTO erasure_reports (erasure, place, at, removed, note) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
);

/** What was removed in a place; the first report stands. */
export const insertReport = async (
  tx: Transaction,
  { erasure, service, at, removed }: Omit<ErasureReport, 'service'> & { service: ErasureReport['service'] | 'log' },
  note?: string,
): Promise<void> => {
  await tx.query(insertReportSql([erasure, service, at, JSON.stringify(removed), note ?? null]));
};

const Report = z.object({
  place: z.string(),
  at: Timestamp,
  removed: z.string(),
  note: z.string().nullable(),
});

const Row = z.object({
  id: z.string(),
  request: z.string(),
  requested_at: z.string(),
  until: z.string(),
  by: z.string(),
  reason: z.string().nullable(),
  waits_for: z.array(WaitsFor).nullable(),
  reports: z.array(Report),
});

const columns = {
  ...getTableColumns(erasures),
  waitsFor: sql`${erasures.remains}::json -> 'waitsFor'`.as('waits_for'),
  reports: sql`(SELECT coalesce(json_agg(json_build_object('place', r.place, 'removed', r.removed, 'note', r.note,
            'at', to_char(r.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))), '[]')
     FROM ${erasureReports} AS r WHERE r.erasure = ${sql`${erasures.id}`})`.as('reports'),
};

const findErasureSql = composed(
  (id: string) => compose.select(columns).from(erasures).where(eq(erasures.id, id)),
  [[beforeAllKeys]],
);

/** The erasure with this id, and the keyed hash of what was asked for. */
export const findErasure = async (
  tx: Transaction | Pool,
  id: string,
): Promise<{ status: ErasureStatus; request: string } | undefined> => {
  const { rows } = await tx.query(findErasureSql(id));
  const row = rows[0] && Row.parse(rows[0]);
  return row && { status: statusOf(row), request: row.request };
};

type Page = { after: readonly [requestedAt: number, id: string] | undefined; limit: number };

const listErasuresSql = composed(
  ({ after, limit }: Page) =>
    compose
      .select(columns)
      .from(erasures)
      .where(given(after, ([at, id]) => sql`(${erasures.requestedAt}, ${erasures.id}) < (${at}::bigint, ${id}::uuid)`))
      .orderBy(desc(erasures.requestedAt), desc(erasures.id))
      .limit(limit),
  [[{ after: undefined, limit: 1 }], [{ after: [0, beforeAllKeys], limit: 1 }]],
);

/** A page of erasures, the latest first, each with when it was asked for. */
export const listErasures = async (
  pool: Pool,
  page: Page,
): Promise<{ status: ErasureStatus; requestedAt: number }[]> => {
  const { rows } = await pool.query(listErasuresSql(page));
  return z
    .array(Row)
    .parse(rows)
    .map((row) => ({ status: statusOf(row), requestedAt: Number(row.requested_at) }));
};

const places = [...ServiceName.options, 'log'] as const;

const statusOf = ({ id, until, by, reason, reports, waits_for }: z.infer<typeof Row>): ErasureStatus => {
  const found = new Map(reports.map((report) => [report.place, report]));
  const report = places.map((where) => {
    const one = found.get(where);
    if (one === undefined)
      return { where, state: 'waiting', ...(where === 'log' && waits_for?.[0] && { waitsFor: waits_for }) };
    const { at, removed, note } = one;
    return { where, state: 'done', at, removed: JSON.parse(removed), ...(note !== null && { note }) };
  });
  // Of a service that only a later version knows; nobody waits for it.
  const others = reports.filter(({ place }) => !places.some((where) => where === place));
  const isDone = report.every(({ state }) => state === 'done');
  const doneAt = reports
    .map(({ at }) => at)
    .toSorted()
    .at(-1);
  return ErasureStatus.parse({
    id,
    at: new Date(Number(until)).toISOString(),
    by: DecidedBy.parse(JSON.parse(by)),
    ...(reason !== null && { reason }),
    state: isDone ? 'done' : 'running',
    ...(isDone && { doneAt }),
    report: [
      ...report,
      ...others.map(({ place: where, at, removed }) => ({ where, state: 'done', at, removed: JSON.parse(removed) })),
    ],
  });
};

const findUnfinishedSql = statement('SELECT id FROM erasures WHERE remains IS NOT NULL ORDER BY id');

/** The erasures of which something may still be on the log. */
export const findUnfinished = async (pool: Pool): Promise<string[]> => {
  const { rows } = await pool.query<{ id: string }>(findUnfinishedSql());
  return rows.map(({ id }) => id);
};

const lockUnfinishedSql = statement(
  'SELECT requested_at, remains FROM erasures WHERE id = $1 AND remains IS NOT NULL FOR UPDATE SKIP LOCKED',
);

/** Locks one of them, unless somebody else is at it. */
export const lockUnfinished = async (
  tx: Transaction,
  id: string,
): Promise<{ requestedAt: number; remains: Remains } | undefined> => {
  const { rows } = await tx.query<{ requested_at: string; remains: string }>(lockUnfinishedSql([id]));
  const [row] = rows;
  return row && { requestedAt: Number(row.requested_at), remains: Remains.parse(JSON.parse(row.remains)) };
};

const saveRemainsSql = statement('UPDATE erasures SET remains = $2 WHERE id = $1');

/** Keeps what there is still to be looked for, or that there is nothing any more. */
export const saveRemains = async (tx: Transaction, id: string, remains: Remains | undefined): Promise<void> => {
  await tx.query(saveRemainsSql([id, remains ? JSON.stringify(remains) : null]));
};

const findLatestErasuresSql = statement(`
  SELECT string_agg(id::text, ' ') AS ids
    FROM (SELECT id FROM erasures ORDER BY requested_at DESC, id DESC LIMIT 20) AS latest`);

/** Another value after every erasure: of the latest, since the clocks of instances differ, and which is the last may not change. */
export const findLatestErasures = async (pool: Pool): Promise<string> => {
  const { rows } = await pool.query<{ ids: string | null }>(findLatestErasuresSql());
  return rows[0]?.ids ?? '';
};
