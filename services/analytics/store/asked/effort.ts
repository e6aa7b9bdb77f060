import { composed } from '@hilo/runtime';
import { and, inArray, type SQL, sql } from 'drizzle-orm';
import type { FigureQuery, GroupPage } from '../../domain/figure-query.ts';
import { facts, steps } from '../../schema.ts';
import { isPerson, joinsOf, whose, wordOf } from './facts.ts';
import { interactionFields } from './fields.ts';
import { countedFacts } from './filters.ts';
import { type GroupCounting, groupColumns, grouped } from './grouped.ts';
import { shapes } from './interactions.ts';

/** Where a customer waits for somebody, if no channel is asked for: a page or an app is no effort of this kind. */
const assisted = ['call_centre', 'ivr', 'chat', 'email', 'sms', 'whatsapp', 'social', 'store', 'post'];

const number = (name: string): SQL =>
  sql`(CASE WHEN jsonb_typeof(${facts.properties}::jsonb -> ${name}) = 'number' THEN (${facts.properties}::jsonb ->> ${name})::numeric END)`;

/** What is one contact with gaps of half an hour at the most, and one more with what follows within a week. */
const [gap, week] = [sql`interval '30 minutes'`, sql`interval '7 days'`];

/** The line is one: from a menu by voice to an agent, nobody changes the channel. */
const line = sql`CASE WHEN ${steps.channel} = 'ivr' THEN 'call_centre' ELSE ${steps.channel} END`;

const [halfHourMs, eightDaysMs] = [30 * 60_000, 8 * 86_400_000];
const shifted = (at: string, ms: number): string => new Date(Date.parse(at) + ms).toISOString();

/** Everything by which a contact that begins within the range is told, and what came of it: from half an hour before until eight days after. */
const around = (asking: FigureQuery): FigureQuery => ({
  ...asking,
  range: {
    from: shifted(asking.before?.from ?? asking.range.from, -halfHourMs),
    to: shifted(asking.range.to, eightDaysMs),
  },
  before: undefined,
});

/** What a customer begins where somebody answers, whoever that is. */
export const isContact = ({ filters }: FigureQuery): SQL | undefined =>
  and(
    sql`NOT ${facts.withdrawn}`,
    sql`${wordOf('direction')} = 'inbound'`,
    sql`${steps.kind} <> 'answered'`,
    filters.channel === undefined ? inArray(steps.channel, assisted) : undefined,
  );

const contactRows = (asking: FigureQuery, same: string | undefined): SQL => sql`
  SELECT ${groupColumns(around(asking), interactionFields)}, ${whose} AS whose,
         ${same === undefined ? sql`''` : sql`coalesce(${interactionFields.property(same)}, '')`} AS topic,
         ${facts.occurredAt} AS at, ${facts.source} AS source, ${facts.id} AS id, ${line} AS line,
         (${steps.kind} = 'transferred')::integer + coalesce(${number('transfers')}, 0) AS transfers,
         ${number('waitSeconds')} AS wait
    FROM ${facts} ${joinsOf(asking, ['direction'], true)}
   WHERE ${and(isPerson, isContact(asking), countedFacts(around(asking), interactionFields))}`;

/** The contacts of one customer with gaps of half an hour at the most are one. */
const episodeRows = (asking: FigureQuery, same: string | undefined): SQL => {
  const inOrder = sql`PARTITION BY whose, topic ORDER BY at, source, id`;
  const first = asking.dimensions.map((_, n) =>
    sql.raw(`(array_agg(g${Math.trunc(n)} ORDER BY at, source, id))[1] AS g${Math.trunc(n)}, `),
  );
  return sql`
  SELECT ${sql.join(first)}whose, topic, min(at) AS at, max(at) AS ended, sum(transfers) AS transfers, sum(wait) AS wait,
         (array_agg(source ORDER BY at, source, id))[1] AS source, (array_agg(id ORDER BY at, source, id))[1] AS id,
         (array_agg(line ORDER BY at, source, id))[1] AS first_line, (array_agg(line ORDER BY at DESC, source DESC, id DESC))[1] AS last_line,
         count(DISTINCT line) AS lines
    FROM (SELECT *, sum(begins) OVER (${inOrder}) AS episode
            FROM (SELECT *, CASE WHEN at - lag(at) OVER (${inOrder}) <= ${gap} THEN 0 ELSE 1 END AS begins
                    FROM (${contactRows(asking, same)}) AS c) AS b) AS e
   GROUP BY whose, topic, episode`;
};

/** A row for each of these that begins within the range, and whether the customer had to come back within a week. */
export const effortRows = (asking: FigureQuery, same: string | undefined, asOf: string): SQL => {
  const next = (column: string): SQL =>
    sql`lead(${sql.identifier(column)}) OVER (PARTITION BY whose, topic ORDER BY at, source, id)`;
  const from = asking.before?.from ?? asking.range.from;
  return sql`
  SELECT *, (at < ${asking.range.from}::timestamptz) AS before, ended + ${week} <= ${asOf}::timestamptz AS known,
         coalesce(next_at - ended <= ${week}, false) AS repeated
    FROM (SELECT *, ${next('at')} AS next_at, ${next('first_line')} AS next_line FROM (${episodeRows(asking, same)}) AS e) AS f
   WHERE at >= ${from}::timestamptz AND at < ${asking.range.to}::timestamptz`;
};

export const countEffortSql = composed(
  (asking: FigureQuery, page: GroupPage, same: string | undefined, asOf: string) => {
    const counting: GroupCounting = {
      rows: effortRows(asking, same, asOf),
      measures: {
        episodes: sql`count(*)`,
        known: sql`count(*) FILTER (WHERE known)`,
        repeated: sql`count(*) FILTER (WHERE known AND repeated)`,
        transferred: sql`count(*) FILTER (WHERE transfers > 0)`,
        transfers: sql`coalesce(sum(transfers), 0)`,
        switched: sql`count(*) FILTER (WHERE lines > 1 OR (known AND repeated AND next_line <> last_line))`,
        waited: sql`count(wait)`,
        waits: sql`to_jsonb(percentile_disc(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY wait) FILTER (WHERE wait IS NOT NULL))`,
      },
    };
    return grouped(counting, asking, page);
  },
  shapes<[string | undefined, string]>('topic', '2026-03-01T00:00:00Z'),
);
