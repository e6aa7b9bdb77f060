import { randomUUID } from 'node:crypto';
import { AlertEvent, topics } from '@hilo/contracts';
import { rolledBack, type Transaction, transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { judgeWatches } from '../alerts/judge-watch.ts';
import { publishFirstWatches, publishWatch, removeWatch } from '../alerts/publish-watch.ts';
import { Watch } from '../domain/alerts/watch.ts';
import { dayAt, dayText, startOfDay } from '../domain/alerts/watched-day.ts';
import { beginProjecting } from '../projecting/begin.ts';
import { dueWatches } from '../store/watching.ts';
import { openAnalyticsTables } from './database.ts';
import { keep } from './interactions.ts';

let tables: Awaited<ReturnType<typeof openAnalyticsTables>>;
let pool: Pool;
const timeZone = 'Europe/Madrid';
const begun = dayAt(Date.UTC(2026, 2, 1, 12), timeZone);
const hourMs = 3_600_000;
/** The morning after a day, when it is judged. */
const morningAfter = (day: number): number => startOfDay(day + 1, timeZone) + 6 * hourMs;
const author = { by: { key: 'test', source: 'test' }, why: 'a test', timeZone };
const unseen = { match: undefined, noneMatch: undefined };
const byTouchpoint = Watch.parse({ metric: 'nps', groupBy: ['touchpoint'] });

beforeAll(async () => {
  tables = await openAnalyticsTables();
  pool = tables.pool;
  await beginProjecting(pool, { timeZone, properties: [] });
  // Ten weeks of ten answers a day at the checkout, of which the NPS is 30; and fifty visits of a kiosk.
  for (let day = begun - 70; day < begun; day += 1) await answers(day, { high: 5, low: 2 });
});
beforeEach(async () => {
  for (const table of ['watch_versions', 'watching', 'watched_series', 'alerts', 'outbox', 'rebuilds'])
    await pool.query(`DELETE FROM ${table}`);
  await transaction(pool, (tx) =>
    publishWatch(
      tx,
      { name: 'checkout', watch: byTouchpoint, seen: unseen },
      { ...author, now: startOfDay(begun, timeZone) },
    ),
  );
});
afterAll(() => tables.drop());

let ids = 0;
/** Ten answers of a day: promoters, detractors, and passives. */
const answers = (day: number, { high, low }: { high: number; low: number }, touchpoint = 'checkout') =>
  keep(
    pool,
    ...Array.from({ length: 10 }, (_, n) => {
      ids += 1;
      const value = n < high ? 10 : n < high + low ? 0 : 8;
      const occurredAt = new Date(startOfDay(day, timeZone) + (n + 8) * hourMs).toISOString();
      return { id: `i${ids}`, occurredAt, touchpoint, answers: [{ question: 'q', scale: 'nps' as const, value }] };
    }),
  );

const rulesAt = (now: number) => ({ timeZone, newId: randomUUID, asOf: () => now });
/** Judges what is due then, as the worker does; gives what is told. */
const judge = (tx: Transaction, now: number, asOf = now) =>
  dueWatches.take(tx, { now, limit: 10 }).then(({ items }) => judgeWatches(tx, rulesAt(asOf), items, now));
const judgeDays = async (from: number, to: number): Promise<AlertEvent[]> => {
  const told: AlertEvent[] = [];
  for (let day = from; day < to; day += 1) {
    const { outbox = [] } = await transaction(pool, (tx) => judge(tx, morningAfter(day)));
    told.push(...outbox.map(({ value }) => AlertEvent.parse(JSON.parse(value ?? ''))));
  }
  return told;
};
const judgeFrom = (day: number) => pool.query(`UPDATE watching SET day = '${dayText(day)}'`);
const countAlerts = async () => Number((await pool.query('SELECT count(*) AS n FROM alerts')).rows[0].n);

it('raises one alert of a figure that falls, in the transaction that judges, whoever is killed and however many judge', async () => {
  await answers(begun, { high: 0, low: 10 });
  await answers(begun + 1, { high: 0, low: 10 });
  expect(await judgeDays(begun, begun + 1)).toEqual([]);
  const now = morningAfter(begun + 1);
  // A kill before the commit leaves nothing.
  await rolledBack(pool, async (tx) => expect((await judge(tx, now)).outbox).toHaveLength(1));
  expect(await countAlerts()).toBe(0);
  // Who comes second finds it locked.
  const told = await transaction(pool, async (tx) => {
    const first = await judge(tx, now);
    const other = await transaction(pool, (second) => judge(second, now));
    expect([other.done, other.outbox]).toEqual([[], []]);
    return first.outbox ?? [];
  });
  expect(told).toMatchObject([{ topic: topics.alerts.name, key: 'checkout' }]);
  expect(JSON.parse(told[0]?.value ?? '')).toMatchObject({
    state: 'raised',
    watch: 'checkout',
    metric: 'nps',
    kind: 'below',
    group: { touchpoint: 'checkout' },
    since: dayText(begun),
    day: dayText(begun + 1),
    expected: 30,
    seen: -100,
    n: 20,
  });
  // The day was judged: nobody judges it again, and what comes late raises nothing.
  await answers(begun + 1, { high: 0, low: 10 });
  expect((await transaction(pool, (tx) => judge(tx, now))).done).toEqual([]);
  expect(await countAlerts()).toBe(1);
});

it('raises nothing by a rebuild, and judges no day before all of it is known, nor one that nobody has seen end', async () => {
  const now = morningAfter(begun);
  const early = await transaction(pool, (tx) => judge(tx, now, startOfDay(begun + 1, timeZone) - 1));
  expect(early.done).toEqual([]);
  await pool.query(`INSERT INTO rebuilds (generation, run, active) VALUES (2, '${randomUUID()}', true)`);
  expect((await transaction(pool, (tx) => judge(tx, now))).done).toEqual([]);
  await pool.query('UPDATE rebuilds SET active = false');
  expect((await transaction(pool, (tx) => judge(tx, now))).done).toEqual(['checkout']);
});

it('tells of silence where there always were answers, and that it is over; of a past that is brought in, nothing', async () => {
  for (let day = begun - 70; day < begun; day += 1) await answers(day, { high: 5, low: 2 }, 'kiosk of before');
  await answers(begun + 4, { high: 5, low: 2 });
  await answers(begun + 10, { high: 5, low: 2 });
  await judgeFrom(begun + 4);
  const told = await judgeDays(begun + 4, begun + 11);
  expect(
    told.filter(({ kind }) => kind === 'silent').map(({ state, group, n }) => [state, group.touchpoint, n]),
  ).toEqual([
    ['raised', 'checkout', 0],
    ['over', 'checkout', 0],
  ]);
});

it('is over when nobody watches any more, begins anew when it watches something else, and goes on when it is only stricter', async () => {
  await answers(begun + 20, { high: 0, low: 10 });
  for (let day = begun + 21; day < begun + 26; day += 1) await answers(day, { high: 0, low: 10 });
  await judgeFrom(begun + 20);
  expect(await judgeDays(begun + 20, begun + 26)).toMatchObject([{ state: 'raised' }]);
  const at = { ...author, now: morningAfter(begun + 25) };
  const seen = (version: number) => ({ match: `"${version}"`, noneMatch: undefined });
  const change = (version: number, watch: Watch) =>
    transaction(pool, (tx) => publishWatch(tx, { name: 'checkout', watch, seen: seen(version) }, at));
  expect((await change(1, { ...byTouchpoint, everyDays: 1000 })).outbox).toEqual([]);
  const [over] = (await change(2, { ...byTouchpoint, groupBy: [] })).outbox;
  expect(JSON.parse(over?.value ?? '')).toMatchObject({ state: 'over', ending: 'watch-changed' });
  const removed = await transaction(pool, (tx) => removeWatch(tx, { name: 'checkout', match: '"3"' }, at));
  expect(removed.outbox).toEqual([]);
  expect((await transaction(pool, (tx) => judge(tx, morningAfter(begun + 26)))).done).toEqual([]);
});

it('watches what is shipped from the first start, once, and nothing that was removed', async () => {
  await pool.query('DELETE FROM watch_versions');
  await pool.query('DELETE FROM watching');
  const first = { now: morningAfter(begun), timeZone };
  await publishFirstWatches(pool, first);
  await transaction(pool, (tx) => removeWatch(tx, { name: 'ces', match: '"1"' }, { ...author, ...first }));
  await publishFirstWatches(pool, first);
  const { rows } = await pool.query('SELECT name FROM watching ORDER BY name');
  expect(rows.map(({ name }) => name)).toEqual([
    'ces-by-touchpoint',
    'complaints',
    'csat',
    'csat-by-touchpoint',
    'interactions-by-touchpoint',
    'nps',
    'nps-by-touchpoint',
  ]);
  const judged = await transaction(pool, (tx) => judge(tx, morningAfter(begun + 1)));
  expect([judged.done.length, judged.unusable]).toEqual([7, []]);
});
