import { type DueItem, type DueRows, type FiredTimer, holdOffErasures, setTimers, statement } from '@hilo/runtime';
import type { Case } from '../domain/cases/case.ts';
import { caseTimers } from './case-timers.ts';
import { CaseRow, caseColumns } from './cases.ts';
import { wrongIn } from './wrong-in.ts';

/** A case whose timer has fired: as it stands, or why nobody can read it, or somebody works on it at this moment, so that it waits. */
export type DueCase = DueItem & { timer: FiredTimer } & ({ case: Case } | { wrong: string } | { isWaiting: true });

const holdSql = statement({
  name: 'hold-due-cases',
  text: `SELECT ${caseColumns('c')}, c.failures FROM cases c WHERE c.id = ANY ($1::uuid[]) ORDER BY c.id FOR UPDATE SKIP LOCKED`,
});

const findSql = statement({ name: 'find-due-cases', text: 'SELECT id FROM cases WHERE id = ANY ($1::uuid[])' });

const take: DueRows<DueCase>['take'] = async (tx, { now, limit }) => {
  await holdOffErasures(tx);
  const fired = await caseTimers.take(tx, { now, limit });
  if (fired.length === 0) return { items: [], isFull: false };
  const refs = fired.map(({ ref }) => ref);
  const { rows } = await tx.query<{ id: string; failures: number }>(holdSql([refs]));
  const held = new Map(rows.map((row) => [row.id, row]));
  const there = new Set((await tx.query<{ id: string }>(findSql([refs]))).rows.map(({ id }) => id));
  const items = fired.flatMap((timer): DueCase[] => {
    const row = held.get(timer.ref);
    const item = { id: timer.ref, failures: row?.failures ?? 0, dueAt: timer.since, timer };
    if (row === undefined) return there.has(timer.ref) ? [{ ...item, isWaiting: true }] : [];
    const { data, error } = CaseRow.safeParse(row);
    return [data ? { ...item, case: data } : { ...item, wrong: `case: ${error ? wrongIn(error) : ''}` }];
  });
  return { items, isFull: fired.length === limit };
};

const setAsideSql = statement(`
  WITH aside AS (
    UPDATE cases c SET unworkable = f.reason, failures = f.failures
      FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::float8[]) AS f (id, reason, failures, until)
     WHERE c.id = f.id RETURNING c.id AS ref, c.subject AS about, to_timestamp(f.until / 1000) AS due_at)
  ${setTimers('case', 'aside')}`);

const countAsideSql = statement(
  'SELECT count(*)::int AS aside FROM (SELECT FROM cases WHERE unworkable IS NOT NULL LIMIT 10000) a',
);

/** Cases that are to be looked at: each has its timer. */
export const dueCases: DueRows<DueCase> = {
  take,
  putBack: (tx, items, now) =>
    caseTimers.putBack(
      tx,
      items.map(({ timer }) => ({ timer, awaits: timer.ref, notAfter: now + 10_000 })),
      now,
    ),
  setAside: async (tx, items) => {
    await tx.query(
      setAsideSql([
        items.map(({ id }) => id),
        items.map(({ reason }) => reason),
        items.map(({ failures }) => failures),
        items.map(({ until }) => until),
      ]),
    );
  },
  nextAt: (pool, after) => caseTimers.nextAt(pool, after),
  look: async (pool, now) => {
    const { rows } = await pool.query<{ aside: number }>(countAsideSql());
    return { ...(await caseTimers.look(pool, now)), setAside: rows[0]?.aside ?? 0 };
  },
};
