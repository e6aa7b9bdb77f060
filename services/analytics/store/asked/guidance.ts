import { composed } from '@hilo/runtime';
import { type SQL, sql } from 'drizzle-orm';
import type { FigureQuery, GroupPage } from '../../domain/figure-query.ts';
import type { Scale } from '../../domain/scales.ts';
import { answers, facts, guidance, subjects, words } from '../../schema.ts';
import { asksFor, joinsOf } from './facts.ts';
import { type Fields, interactionFields } from './fields.ts';
import { countedBy } from './filters.ts';
import { type GroupCounting, groupColumns, grouped, type Measures } from './grouped.ts';
import { shapes } from './interactions.ts';
import { isHighOn, isLowOn } from './scores.ts';

/** Cards by when they were pushed; the interaction is the one that began the situation. */
const guidanceFields: Fields = {
  ...interactionFields,
  at: sql`${guidance.pushedAt}`,
  field: {
    ...interactionFields.field,
    source: sql`${guidance.source}`,
    card: sql`${guidance.card}`,
    role: sql`used.role`,
  },
};

const joinUses = sql`CROSS JOIN LATERAL jsonb_to_recordset(${guidance.uses})
  AS used (role text, reads integer, "firstReadAt" timestamptz, "notHelpful" integer)`;

const asksForRoles = (asking: FigureQuery): boolean => asksFor(asking, (name) => name === 'role');

const pushed = (asking: FigureQuery, joins: SQL): SQL => sql`
    FROM ${guidance}
    LEFT JOIN (${words} AS about JOIN ${facts} ON ${facts.source} = about.no ${joinsOf(asking)})
      ON about.word = ${guidance.source} AND ${facts.id} = ${guidance.interaction}
    ${joins}
   WHERE ${countedBy(asking, guidanceFields)}`;

/** A card that is for several of the roles that are asked for is in each of their groups once, and once in all of them together. */
const oncePerCard = (asking: FigureQuery, measures: Measures): Pick<GroupCounting, 'within'> =>
  asksForRoles(asking) ? { within: { columns: ['pushed'], measures } } : {};

export const countGuidanceSql = composed((asking: FigureQuery, page: GroupPage) => {
  const joins = asksForRoles(asking) ? joinUses : sql``;
  const rows = sql`SELECT ${groupColumns(asking, guidanceFields)}, ${guidance.id} AS pushed, ${guidance.status}, ${guidance.endedBy} ${pushed(asking, joins)}`;
  const measures: Measures = {
    n: sql`count(*)`,
    shown: sql`count(*) FILTER (WHERE status = 'open')`,
    byInteraction: sql`count(*) FILTER (WHERE ended_by = 'interaction')`,
    byTime: sql`count(*) FILTER (WHERE ended_by = 'time')`,
    notHappened: sql`count(*) FILTER (WHERE ended_by = 'withdrawn')`,
  };
  const once = oncePerCard(asking, { status: sql`max(status)`, ended_by: sql`max(ended_by)` });
  return grouped({ rows, measures, ...once }, asking, page);
}, shapes());

/** A row for each card that was pushed, and each role for which it is. */
const countingByRole = (measures: Measures) =>
  composed((asking: FigureQuery, page: GroupPage) => {
    const rows = sql`SELECT ${groupColumns(asking, guidanceFields)}, used.reads, used."notHelpful",
      extract(epoch FROM used."firstReadAt" - ${guidance.pushedAt})::float8 AS seconds ${pushed(asking, joinUses)}`;
    return grouped({ rows, measures }, asking, page);
  }, shapes());

export const countCoverageSql = countingByRole({
  pushed: sql`count(*)`,
  covered: sql`count(*) FILTER (WHERE reads > 0)`,
  reads: sql`coalesce(sum(reads), 0)`,
});

export const countReadTimeSql = countingByRole({
  n: sql`count(seconds)`,
  seconds: sql`to_jsonb(percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY seconds) FILTER (WHERE seconds IS NOT NULL))`,
  pushed: sql`count(*)`,
});

export const countNotHelpfulSql = countingByRole({
  used: sql`count(*) FILTER (WHERE reads > 0 OR "notHelpful" > 0)`,
  unhelpful: sql`count(*) FILTER (WHERE "notHelpful" > 0)`,
  said: sql`coalesce(sum("notHelpful"), 0)`,
});

/** The first answer on a scale that the customer of today gave within so many days after the card was pushed. */
const firstAnswer = (of: Scale, withinDays: number): SQL => sql`JOIN LATERAL (
  SELECT given.scale, given.value
    FROM ${subjects} AS own
    JOIN ${subjects} AS theirs ON theirs.no = own.no OR (own.customer <> 0 AND theirs.customer = own.customer)
    JOIN ${facts} AS said ON said.subject = theirs.no AND NOT said.withdrawn AND said.occurred_at >= ${guidance.pushedAt}
     AND said.occurred_at < ${guidance.pushedAt} + ${withinDays}::integer * interval '1 day'
    JOIN ${words} AS said_by ON said_by.no = said.source
    JOIN ${answers} AS given ON given.source = said_by.word AND given.id = said.id AND given.scale = ${of}
   WHERE own.id = ${guidance.subject} ORDER BY said.occurred_at, said_by.word, said.id, given.place LIMIT 1) AS first ON true`;

const ofRead = (isRead: boolean): SQL => {
  const among = isRead ? sql`FILTER (WHERE is_read)` : sql`FILTER (WHERE NOT is_read)`;
  return sql`jsonb_build_object('n', count(*) ${among}, 'low', count(*) FILTER (WHERE is_low AND is_read = ${isRead}::boolean),
    'high', count(*) FILTER (WHERE is_high AND is_read = ${isRead}::boolean), 'total', coalesce(sum(value) ${among}, 0),
    'squares', coalesce(sum(value * value) ${among}, 0))`;
};

/** What customers answered where somebody had read the card, in the roles that are asked for, and where nobody had. */
export const countGuidanceEffectSql = composed(
  (asking: FigureQuery, page: GroupPage, of: Scale, withinDays: number) => {
    const isByRole = asksForRoles(asking);
    const isRead = isByRole ? sql`used.reads > 0` : sql`jsonb_path_exists(${guidance.uses}, '$[*] ? (@.reads > 0)')`;
    const joins = sql`${isByRole ? joinUses : sql``} ${firstAnswer(of, withinDays)}`;
    const rows = sql`SELECT ${groupColumns(asking, guidanceFields)}, ${guidance.id} AS pushed, ${isRead} AS is_read, first.value,
      ${isLowOn(sql`first.scale`, sql`first.value`)} AS is_low, ${isHighOn(sql`first.scale`, sql`first.value`)} AS is_high ${pushed(asking, joins)}`;
    const same = {
      is_read: 'bool_or(is_read)',
      value: 'max(value)',
      is_low: 'bool_or(is_low)',
      is_high: 'bool_or(is_high)',
    };
    const once = oncePerCard(
      asking,
      Object.fromEntries(Object.entries(same).map(([name, measure]) => [name, sql.raw(measure)])),
    );
    return grouped({ rows, measures: { read: ofRead(true), unread: ofRead(false) }, ...once }, asking, page);
  },
  shapes<[Scale, number]>('nps', 7),
);
