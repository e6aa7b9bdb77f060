import { type SQL, sql } from 'drizzle-orm';
import { daysBeforeMonday, type FigureQuery } from '../../domain/figure-query.ts';
import { type BucketInterval, type Dimension, type Field, longestWord, noValue } from '../../domain/question.ts';
import { surveySource } from '../../domain/response.ts';
import { forPostgres } from '../../domain/time-zone.ts';
import { facts, steps } from '../../schema.ts';
import { isInSegment, traitOf, wordOf } from './facts.ts';

/** What may be asked of each row that is counted: an expression of SQL for each, which is null where there is no value. */
export type Fields = {
  at: SQL;
  /** The same by the clocks of the time zone that is asked for, where that is known without looking at the zone for each row. */
  local?: SQL;
  field: Readonly<Partial<Record<Field, SQL>>>;
  property(name: string): SQL;
};

const properties = sql`${facts.properties}::jsonb`;
const isOwn = sql`${wordOf('source')} = ${surveySource}`;

/** Who speaks: the actor; where nobody is named, the customer. */
export const voiceOf = (actor: SQL): SQL => sql`CASE coalesce(${actor}, 'customer') WHEN 'customer' THEN 'customer'
  WHEN 'employee' THEN 'employee' WHEN 'manager' THEN 'management' ELSE 'other' END`;

/** What a property says, as JSON writes it: a list, an object and an empty text say nothing, as in the columns. */
export const plainValue = (json: SQL, name: string): SQL => sql`
  CASE WHEN json_typeof(${json}::json -> ${name}::text) IN ('string', 'number', 'boolean')
       THEN nullif(left(${json}::json ->> ${name}::text, ${longestWord}::integer), '') END`;

/** Of the interactions. What is reported of a contact is of the system that reports it, not of Hilo, which put it on the thread. */
export const interactionFields: Fields = {
  at: sql`${facts.occurredAt}`,
  field: {
    channel: sql`${steps.channel}`,
    touchpoint: sql`${steps.touchpoint}`,
    kind: sql`${steps.kind}`,
    direction: wordOf('direction'),
    actor: wordOf('actor'),
    voice: voiceOf(wordOf('actor')),
    outcome: wordOf('outcome'),
    source: sql`CASE WHEN ${isOwn} THEN coalesce(${properties} #>> '{contact,source}', ${wordOf('source')}) ELSE ${wordOf('source')} END`,
    journey: wordOf('journey'),
    stage: wordOf('stage'),
    programme: sql`CASE WHEN ${isOwn} THEN ${properties} ->> 'programme' END`,
  },
  property: (name) => plainValue(sql`${facts.properties}`, name),
};

/** What is written of each row for one name that it is grouped by: the key of its group. */
export const keyOf = (dimension: Dimension, fields: Fields, asking: FigureQuery): SQL =>
  sql`coalesce(${expressionOf(dimension, fields, asking)}, ${noValue})`;

const expressionOf = (dimension: Dimension, fields: Fields, asking: FigureQuery): SQL => {
  if ('of' in dimension) {
    if (dimension.by === 'property') return fields.property(dimension.of);
    if (dimension.by === 'trait') return traitOf(dimension.of);
    return sql`CASE WHEN ${isInSegment(asking, dimension.of)} THEN 'member' ELSE 'other' END`;
  }
  if (isInterval(dimension.by)) {
    const local = fields.local ?? localOf(fields.at, forPostgres(asking.timeZone));
    return buckets[dimension.by](fields.at, local, asking);
  }
  return fields.field[dimension.by] ?? sql`NULL::text`;
};

const isInterval = (by: Field | BucketInterval): by is BucketInterval => Object.hasOwn(buckets, by);

const localOf = (at: SQL, zone: string): SQL => sql`(${at} AT TIME ZONE ${zone}::text)`;

/** A bucket by its first day, its month, or the instant in UTC at which an hour begins: in the order of time. */
const buckets: Readonly<Record<BucketInterval, (at: SQL, local: SQL, asking: FigureQuery) => SQL>> = {
  // The local time of day tells how far into its hour an instant is, also where two hours have one name.
  hour: (at, local) =>
    sql`to_char((${at} - (${local} - date_trunc('hour', ${local}))) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`,
  day: (_at, local) => sql`to_char(${local}, 'YYYY-MM-DD')`,
  week: (_at, local, { weekStart }) => sql`to_char(${weekOf(local, weekStart)}, 'YYYY-MM-DD')`,
  month: (_at, local) => sql`to_char(${local}, 'YYYY-MM')`,
};

/** The first day of its week. */
export const firstDayOfWeek = (at: SQL, zone: string, weekStart: FigureQuery['weekStart']): SQL =>
  weekOf(localOf(at, zone), weekStart);

const weekOf = (local: SQL, weekStart: FigureQuery['weekStart']): SQL => {
  const days = daysBeforeMonday[weekStart];
  return sql`date_trunc('week', ${local} + ${days}::integer * interval '1 day') - ${days}::integer * interval '1 day'`;
};
