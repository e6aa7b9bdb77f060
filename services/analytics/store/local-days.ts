import { bare, statement, type Transaction } from '@hilo/runtime';
import { dayMs } from '../domain/day.ts';

/** Of days of UTC, which day it is in the time zone in each of their quarters of an hour. All days are counted from 1970. */
export type DaysOfZone = Map<number, Int32Array>;

/** Which day it is in the time zone at an instant, in milliseconds since 1970. */
export type DayOf = (at: number) => number;

const quarterMs = 15 * 60_000;
const quartersOfDay = dayMs / quarterMs;
/** Since then the clocks of the world go by whole quarters of an hour: Liberia was the last. */
const quartersSince = Date.UTC(1972, 1, 1);

/** In SQL: the day of these milliseconds since 1970. */
const dayOf = (at: string): string =>
  `(to_timestamp(${at} / 1000.0) AT TIME ZONE p.time_zone)::date - '1970-01-01'::date`;

const readDaysSql = statement({
  name: 'read-local-days',
  text: `SELECT t.utc, string_agg((${dayOf(`(t.utc * ${dayMs}.0 + q.n * ${quarterMs}.0)`)})::text, ',' ORDER BY q.n) AS days
           FROM unnest($1::integer[]) AS t (utc), generate_series(0, ${quartersOfDay - 1}) AS q (n), projection AS p
          GROUP BY t.utc`,
});
const readInstantsSql = statement(
  `SELECT t.at, ${dayOf('t.at')} AS day FROM unnest($1::float8[]) AS t (at), projection AS p`,
);

/** The days of the time zone in `projection` on which these instants are, as Postgres has them. What it says of a day is remembered. */
export const localDays = async (
  tx: Transaction,
  instants: readonly number[],
  known: DaysOfZone = new Map(),
): Promise<DayOf> => {
  const missing = new Set<number>();
  const early = new Set<number>();
  for (const at of instants) {
    if (at < quartersSince) early.add(at);
    else if (!known.has(Math.floor(at / dayMs))) missing.add(Math.floor(at / dayMs));
  }
  if (missing.size > 0) await readDays(tx, [...missing], known);
  const earlyDays = early.size > 0 ? await readInstants(tx, [...early]) : new Map<number, number>();
  return (at) => {
    const utc = Math.floor(at / dayMs);
    const day = at < quartersSince ? earlyDays.get(at) : known.get(utc)?.[Math.floor((at - utc * dayMs) / quarterMs)];
    if (day === undefined) throw new Error(`nobody asked which day it is at ${at}`);
    return day;
  };
};

const readDays = async (tx: Transaction, missing: readonly number[], known: DaysOfZone): Promise<void> => {
  const { rows } = await tx.query<{ utc: number; days: string }>(readDaysSql([bare(missing)]));
  for (const { utc, days } of rows) known.set(utc, Int32Array.from(days.split(','), Number));
};

const readInstants = async (tx: Transaction, early: readonly number[]): Promise<Map<number, number>> => {
  const { rows } = await tx.query<{ at: number; day: number }>(readInstantsSql([bare(early)]));
  return new Map(rows.map(({ at, day }) => [at, day]));
};
