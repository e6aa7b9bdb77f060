import { ResolvedInteraction } from '@hilo/contracts';
import {
  type DueItem,
  type DueRows,
  type FiredTimer,
  holdOffErasures,
  setTimersOfKinds,
  statement,
} from '@hilo/runtime';
import { pastTextTimers, textTimers } from './heard-texts.ts';
import { wrongIn } from './wrong-in.ts';

/** A text that is to be judged: what was told of it, or why nobody can read that. */
export type DueText = DueItem & { timer: FiredTimer; isPast: boolean; isUnhurried: boolean } & (
    | { resolved: ResolvedInteraction; version: number; heardAt: number }
    | { wrong: string }
  );

const findSql = statement({
  name: 'find-due-texts',
  text: `SELECT id, version, told, heard_at AS "heardAt", is_past AS "isPast", failures FROM heard_texts
          WHERE id = ANY ($1::uuid[]) AND state = 'waiting'`,
});

type Row = { id: string; version: number; told: unknown; heardAt: Date; isPast: boolean; failures: number };

/** Nothing is locked: customers are locked first, and what has changed meanwhile is seen when it is written. */
const take: DueRows<DueText>['take'] = async (tx, { now, limit }) => {
  await holdOffErasures(tx);
  const live = await textTimers.take(tx, { now, limit });
  const room = limit - live.length;
  const past = room > 0 ? await pastTextTimers.take(tx, { now, limit: room }) : [];
  if (live.length + past.length === 0) return { items: [], isFull: false };
  // What was told of the past, withdrawn, and said again has one of each, and is judged once.
  const hurried = new Set(live.map(({ ref }) => ref));
  const fired = [...live, ...past.filter(({ ref }) => !hurried.has(ref))];
  const { rows } = await tx.query<Row>(findSql([fired.map(({ ref }) => ref)]));
  const found = new Map(rows.map((row) => [row.id, row]));
  const items = fired.flatMap((timer): DueText[] => {
    const row = found.get(timer.ref);
    if (row === undefined) return [];
    const { id, version, isPast, failures } = row;
    const isUnhurried = past.includes(timer);
    const item = { id, failures, isPast, isUnhurried, dueAt: isUnhurried ? now : timer.since, timer };
    const { data, error } = ResolvedInteraction.safeParse(row.told);
    return [
      data
        ? { ...item, version, heardAt: row.heardAt.getTime(), resolved: data }
        : { ...item, wrong: `text: ${error ? wrongIn(error) : ''}` },
    ];
  });
  return { items, isFull: live.length + past.length === limit };
};

const setAsideSql = statement(`
  WITH aside AS (
    UPDATE heard_texts h SET unworkable = f.reason, failures = f.failures
      FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::float8[]) AS f (id, reason, failures, until)
     WHERE h.id = f.id RETURNING h.id AS ref, h.subject AS about, h.is_past, to_timestamp(f.until / 1000) AS due_at)
  ${setTimersOfKinds(`(SELECT CASE WHEN is_past THEN 'text-past' ELSE 'text' END AS kind, ref, about, due_at FROM aside) AS put`)}`);

const countAsideSql = statement(
  'SELECT count(*)::int AS aside FROM (SELECT FROM heard_texts WHERE unworkable IS NOT NULL LIMIT 10000) a',
);

/**
 * Texts that are to be judged: each has its timer. What was old when it came is judged when nothing else is, and never late: an import
 * or a rebuild may have hours of it, of which nobody is to be woken.
 */
export const dueTexts: DueRows<DueText> = {
  take,
  putBack: async (tx, items, now) => {
    const again = (isUnhurried: boolean) =>
      items
        .filter((one) => one.isUnhurried === isUnhurried)
        .map(({ timer }) => ({ timer, awaits: timer.ref, notAfter: now + 10_000 }));
    await textTimers.putBack(tx, again(false), now);
    await pastTextTimers.putBack(tx, again(true), now);
  },
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
  nextAt: (pool, after) => textTimers.nextAt(pool, after),
  look: async (pool, now) => {
    const { rows } = await pool.query<{ aside: number }>(countAsideSql());
    const [live, past] = [await textTimers.look(pool, now), await pastTextTimers.look(pool, now)];
    return { due: live.due + past.due, oldestDueAt: live.oldestDueAt, setAside: rows[0]?.aside ?? 0 };
  },
};
