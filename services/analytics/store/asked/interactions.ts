import { composed } from '@hilo/runtime';
import { and, inArray, type SQL, sql } from 'drizzle-orm';
import { type FigureQuery, fullAsking, type GroupPage, plainAsking, rolledAsking } from '../../domain/figure-query.ts';
import { forPostgres } from '../../domain/time-zone.ts';
import { customers, facts, steps } from '../../schema.ts';
import { isPerson, joinsOf, type WordField, whose, wordOf } from './facts.ts';
import { firstDayOfWeek, interactionFields } from './fields.ts';
import { countedFacts } from './filters.ts';
import { type GroupCounting, groupColumns, grouped, keysOf } from './grouped.ts';
import { cutByDays, volumeRows } from './rolled.ts';
import { asksForTexts, joinTexts, verbatimFields } from './verbatim-fields.ts';

const shown = sql`NOT ${facts.withdrawn}`;

/** A row for each interaction that counts; of a part of the time alone, where that is said. */
export const interactionRows = (asking: FigureQuery, part: FigureQuery = asking): SQL =>
  sql`SELECT ${groupColumns(asking, interactionFields)}, 1 AS n
        FROM ${facts} ${joinsOf(asking)} WHERE ${and(shown, countedFacts(part, interactionFields))}`;

/** The question about one part of its time alone. */
export const ofPart = (asking: FigureQuery, range: FigureQuery['range']): FigureQuery => ({
  ...asking,
  range,
  before: undefined,
});

/** Days that are counted already, and the interactions of what is left. */
const countedRows = (asking: FigureQuery): SQL => {
  const cut = cutByDays(asking);
  if (cut === undefined) return interactionRows(asking);
  const edges = cut.edges.map((edge) => interactionRows(asking, ofPart(asking, edge)));
  return sql.join([volumeRows(asking, cut), ...edges], sql` UNION ALL `);
};

/** The same with whose it is, and whether that is a person. */
const rowsWithCustomer = (asking: FigureQuery, more: SQL, joined: readonly WordField[] = [], condition?: SQL): SQL =>
  sql`SELECT ${groupColumns(asking, interactionFields)}, ${whose} AS whose, ${isPerson} AS is_person${more}
        FROM ${facts} ${joinsOf(asking, joined, true)} WHERE ${and(shown, condition, countedFacts(asking, interactionFields))}`;

const page: GroupPage = { after: undefined, limit: 10 };
const everyName = fullAsking.dimensions.map(() => 'x');
/** The shapes of a statement about groups: all that may be asked, and nothing of it. */
export const shapes = <More extends unknown[]>(...more: More): [FigureQuery, GroupPage, ...More][] => [
  [plainAsking, page, ...more],
  [fullAsking, { after: everyName, limit: 10 }, ...more],
  [rolledAsking, page, ...more],
];

export const countInteractionsSql = composed(
  (asking: FigureQuery, page: GroupPage) =>
    grouped({ rows: countedRows(asking), measures: { n: sql`coalesce(sum(n), 0)` } }, asking, page),
  shapes(),
);

export const countCustomersSql = composed((asking: FigureQuery, page: GroupPage) => {
  const counting: GroupCounting = {
    rows: rowsWithCustomer(asking, sql``, [], isPerson),
    measures: { n: sql`count(DISTINCT whose)`, interactions: sql`count(*)` },
  };
  return grouped(counting, asking, page);
}, shapes());

/** The same with what was written in each, if that is asked for. */
const writtenRows = (asking: FigureQuery, kinds: string[]): SQL =>
  sql`SELECT ${groupColumns(asking, verbatimFields)}, ${whose} AS whose, ${isPerson} AS is_person, ${inArray(steps.kind, kinds)} AS complains,
             ${facts.source}, ${facts.id}
        FROM ${facts} ${joinsOf(asking, ['source'], true)} ${joinTexts(asking)} WHERE ${and(shown, countedFacts(asking, verbatimFields))}`;

/** One interaction with several texts, or about several topics, is in each of its groups once. */
const eachOnce: GroupCounting['within'] = {
  columns: ['source', 'id'],
  measures: { whose: sql`max(whose)`, is_person: sql`bool_and(is_person)`, complains: sql`bool_and(complains)` },
};

export const countComplaintsSql = composed(
  (asking: FigureQuery, page: GroupPage, kinds: string[]) => {
    const counting: GroupCounting = {
      rows: writtenRows(asking, kinds),
      ...(asksForTexts(asking) && { within: eachOnce }),
      measures: {
        n: sql`count(*)`,
        complaints: sql`count(*) FILTER (WHERE complains)`,
        customers: sql`count(DISTINCT whose) FILTER (WHERE complains AND is_person)`,
      },
    };
    return grouped(counting, asking, page);
  },
  shapes(['complained']),
);

/** What the company begins. */
export const isOfCompany = sql`${wordOf('direction')} = 'outbound'`;

/** Each contact that the company began with a person, and in which week. */
const pressingRows = (asking: FigureQuery, more: SQL, joined: readonly WordField[]): SQL => {
  const week = firstDayOfWeek(interactionFields.at, forPostgres(asking.timeZone), asking.weekStart);
  return rowsWithCustomer(asking, sql`, ${week} AS week${more}`, ['direction', ...joined], and(isPerson, isOfCompany));
};

/** By customer and week: how many contacts the company began, of those who had any. */
export const countPressureSql = composed((asking: FigureQuery, page: GroupPage, most: number) => {
  const refused = sql`, ${wordOf('outcome')} IS NOT DISTINCT FROM 'refused' AS refused`;
  const counting: GroupCounting = {
    rows: pressingRows(asking, refused, ['outcome']),
    within: {
      columns: ['whose', 'week'],
      measures: { contacts: sql`count(*)`, refusals: sql`count(*) FILTER (WHERE refused)` },
    },
    measures: {
      n: sql`count(*)`,
      contacts: sql`sum(contacts)`,
      customers: sql`count(DISTINCT whose)`,
      over: sql`count(*) FILTER (WHERE contacts > ${most}::integer)`,
      refusals: sql`sum(refusals)`,
      p95: sql`percentile_disc(0.95) WITHIN GROUP (ORDER BY contacts)`,
      most: sql`max(contacts)`,
    },
  };
  return grouped(counting, asking, page);
}, shapes(2));

/** A row for each of these weeks: its last contact, and how many there were. */
export const weeksBehind = (asking: FigureQuery): SQL => {
  const contact = sql`, ${wordOf('source')} AS source, ${facts.id} AS id, ${facts.occurredAt} AS at, ${customers.id} AS customer`;
  const by = sql.join([...keysOf(asking), sql`before`, sql`whose`, sql`week`], sql`, `);
  const lastOf = (column: string): SQL =>
    sql`(array_agg(${sql.identifier(column)} ORDER BY at DESC, source COLLATE "C" DESC, id COLLATE "C" DESC))[1]`;
  return sql`
  SELECT ${by}, ${lastOf('source')} AS source, ${lastOf('id')} AS id, 0 AS place, max(at) AS at, count(*)::float8 AS value,
         ${lastOf('customer')} AS customer
    FROM (${pressingRows(asking, contact, ['source'])}) AS c GROUP BY ${by}`;
};
