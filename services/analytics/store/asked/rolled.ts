import { statement, type Transaction } from '@hilo/runtime';
import { and, inArray, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { FigureQuery } from '../../domain/figure-query.ts';
import type { Scale } from '../../domain/scales.ts';
import { forPostgres } from '../../domain/time-zone.ts';
import { type WholeDays, wholeDaysOf } from '../../domain/whole-days.ts';
import { scores, steps, volumes, words } from '../../schema.ts';
import { asksFor } from './facts.ts';
import type { Fields } from './fields.ts';
import { voiceOf } from './fields.ts';
import { matching } from './filters.ts';
import { groupColumns } from './grouped.ts';

const actors = alias(words, 'actors');
type Rollup = typeof volumes | typeof scores;

/** What a rollup knows: the step, the actor and the day. */
const rollupFields = (rollup: Rollup, { timeZone }: FigureQuery): Fields => ({
  at: sql`(${rollup.day}::timestamp AT TIME ZONE ${forPostgres(timeZone)}::text)`,
  local: sql`${rollup.day}::timestamp`,
  field: {
    channel: sql`${steps.channel}`,
    touchpoint: sql`${steps.touchpoint}`,
    kind: sql`${steps.kind}`,
    actor: sql`${actors.word}`,
    voice: voiceOf(sql`${actors.word}`),
  },
  property: () => sql`NULL::text`,
});
const known = new Set(['channel', 'touchpoint', 'kind', 'actor', 'voice', 'day', 'week', 'month']);

/** What of a question the rollups answer, and what is left at the ends of its ranges; `undefined` where they do not know what is asked. */
export type Cut = { days: NonNullable<WholeDays['days']>[]; edges: WholeDays['edges'] };

export const cutByDays = (asking: FigureQuery): Cut | undefined => {
  if (!asking.isRolled || asksFor(asking, (name) => !known.has(name))) return undefined;
  const parts = [...(asking.before ? [asking.before] : []), asking.range].map((range) =>
    wholeDaysOf(range, asking.timeZone),
  );
  const days = parts.flatMap((part) => part.days ?? []);
  return days.length === 0 ? undefined : { days, edges: parts.flatMap(({ edges }) => edges) };
};

const rowsOf = (rollup: Rollup, asking: FigureQuery, { days }: Cut, more: SQL, condition?: SQL): SQL => {
  const fields = rollupFields(rollup, asking);
  const isWhole = days.map(({ from, to }) =>
    and(sql`${rollup.day} >= ${from}::date`, sql`${rollup.day} < ${to}::date`),
  );
  return sql`SELECT ${groupColumns(asking, fields)}${more} FROM ${rollup} JOIN ${steps} ON ${steps.no} = ${rollup.step}
       LEFT JOIN ${words} AS actors ON ${actors.no} = ${rollup.actor}
      WHERE ${and(or(...isWhole), condition, matching(asking, fields))}`;
};

/** Rows of days, each of as many interactions. */
export const volumeRows = (asking: FigureQuery, cut: Cut): SQL => rowsOf(volumes, asking, cut, sql`, ${volumes.n}`);

/** Rows of days, each of as many answers on a scale. */
export const scoreRows = (asking: FigureQuery, cut: Cut, scales: readonly Scale[]): SQL =>
  rowsOf(
    scores,
    asking,
    cut,
    sql`, ${scores.scale}, ${scores.n}, ${scores.low}, ${scores.high}, ${scores.total}, ${scores.squares}, ${voiceOf(sql`${actors.word}`)} AS voice`,
    inArray(scores.scale, [...scales]),
  );

const rollupZoneSql = statement(`SELECT time_zone FROM projection`);

/** Whether the days of rollups are those of this time zone, at this moment. */
export const isZoneOfRollups = async (tx: Transaction, timeZone: string): Promise<boolean> => {
  const { rows } = await tx.query<{ time_zone: string }>(rollupZoneSql());
  return rows[0]?.time_zone === forPostgres(timeZone);
};
