import { composed } from '@hilo/runtime';
import { and, inArray, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { FigureQuery, GroupPage } from '../../domain/figure-query.ts';
import { surveySource } from '../../domain/response.ts';
import type { Scale } from '../../domain/scales.ts';
import { answers, customers, facts, words } from '../../schema.ts';
import { asksFor, filedAt, isPerson, joinsOf, type WordField, whose } from './facts.ts';
import { type Fields, interactionFields, plainValue } from './fields.ts';
import { countedBy, countedFacts } from './filters.ts';
import { type GroupCounting, groupColumns, grouped, type Measures } from './grouped.ts';
import { ofPart, shapes } from './interactions.ts';
import { cutByDays, scoreRows } from './rolled.ts';

const { scale, value } = answers;

/** What an answer to a survey is about. */
const about = alias(facts, 'about');
const namedAbout = sql`(CASE WHEN ${answers.source} = ${surveySource} THEN ${facts.properties}::jsonb -> 'about' END)`;
const joinAbout = sql`LEFT JOIN (${words} AS about_source JOIN ${facts} AS about ON ${about.source} = about_source.no)
  ON about_source.word = ${namedAbout} ->> 'source' AND ${about.id} = ${namedAbout} ->> 'id'`;
const ofProperties = new Set(['property', 'properties']);

/** Of the answers, which know some of their interaction. Whose work an answer to a survey is about, is credited with it. */
const answerFields: Fields = {
  ...interactionFields,
  at: sql`${answers.occurredAt}`,
  field: { ...interactionFields.field, channel: sql`${answers.channel}`, touchpoint: sql`${answers.touchpoint}` },
  property: (name) => sql`coalesce(${interactionFields.property(name)}, ${plainValue(sql`${about.properties}`, name)})`,
};

/** What an answer is part of: its source is a text there, and its month that of the answer. */
const joinFacts = (asking: FigureQuery, more: readonly WordField[], withPeople = false): SQL => sql`
  JOIN ${words} AS said_by ON said_by.word = ${answers.source}
  JOIN ${facts} ON ${facts.source} = said_by.no AND ${facts.id} = ${answers.id} AND ${facts.filed} = ${filedAt(sql`${answers.occurredAt}`)}
  ${joinsOf(asking, more, withPeople)} ${asksFor(asking, (name) => ofProperties.has(name)) ? joinAbout : sql``}`;

/** What an answer knows itself. */
const known = new Set(['channel', 'touchpoint', 'hour', 'day', 'week', 'month']);
const knowsAll = (asking: FigureQuery): boolean => !asksFor(asking, (name) => !known.has(name));

/** Only facts have the month that they are filed under. */
const counted = (asking: FigureQuery, scales: readonly Scale[], isJoined: boolean): SQL | undefined =>
  and(inArray(scale, [...scales]), isJoined ? countedFacts(asking, answerFields) : countedBy(asking, answerFields));

/** From where an answer is high, and up to where it is low: as the rollups have it. */
export const isHighOn = (scale: SQL, value: SQL): SQL =>
  sql`${value} >= CASE ${scale} WHEN 'nps' THEN 9 WHEN 'csat' THEN 4 ELSE 5 END`;
export const isLowOn = (scale: SQL, value: SQL): SQL =>
  sql`${value} <= CASE ${scale} WHEN 'nps' THEN 6 WHEN 'csat' THEN 2 ELSE 3 END`;
const isHigh = isHighOn(sql`${scale}`, sql`${value}`);
const isLow = isLowOn(sql`${scale}`, sql`${value}`);
const scoreColumns = sql`, ${scale}, 1 AS n, (${isLow})::integer AS low, (${isHigh})::integer AS high, ${value} AS total, ${value} * ${value} AS squares`;

/** A row for each answer that counts; of a part of the time alone, where that is said. */
const answerRows = (asking: FigureQuery, scales: readonly Scale[], part: FigureQuery = asking): SQL => {
  const isJoined = !knowsAll(asking);
  return sql`SELECT ${groupColumns(asking, answerFields)}${scoreColumns}
        FROM ${answers} ${isJoined ? joinFacts(asking, []) : sql``} WHERE ${counted(part, scales, isJoined)}`;
};

/** The same with who speaks. */
const spokenRows = (asking: FigureQuery, scales: readonly Scale[], part: FigureQuery = asking): SQL =>
  sql`SELECT ${groupColumns(asking, answerFields)}${scoreColumns}, ${answerFields.field.voice} AS voice
        FROM ${answers} ${joinFacts(asking, ['actor'])} WHERE ${counted(part, scales, true)}`;

/** Days that are counted already, and the answers of what is left. */
const countedRows = (asking: FigureQuery, scales: readonly Scale[], withVoice: boolean): SQL => {
  const cut = cutByDays(asking);
  if (cut === undefined) return withVoice ? spokenRows(asking, scales) : answerRows(asking, scales);
  const edges = cut.edges.map((edge) => spokenRows(asking, scales, ofPart(asking, edge)));
  return sql.join([scoreRows(asking, cut, scales), ...edges], sql` UNION ALL `);
};

/** The same with which answer it is, and whose. */
const namedRows = (asking: FigureQuery, scales: readonly Scale[]): SQL => sql`
  SELECT ${groupColumns(asking, answerFields)}${scoreColumns}, ${answers.source}, ${answers.id}, ${answers.place},
         ${answers.occurredAt} AS at, ${value}, ${whose} AS whose, ${isPerson} AS is_person, ${customers.id} AS customer
    FROM ${answers} ${joinFacts(asking, [], true)} WHERE ${counted(asking, scales, true)}`;

/** Of every customer the last answer on each scale: in the time that was asked for, and in that before. */
const lastAnswerRows = (asking: FigureQuery, scales: readonly Scale[]): SQL =>
  sql`SELECT DISTINCT ON (before, scale, whose) * FROM (${namedRows(asking, scales)}) AS answers WHERE is_person
       ORDER BY before, scale, whose, at DESC, source COLLATE "C" DESC, id COLLATE "C" DESC, place DESC`;

/** A row for each answer that a figure counts, with which it is. */
export const answersBehind = (asking: FigureQuery, scale: Scale, per: 'response' | 'customer'): SQL =>
  per === 'customer' ? lastAnswerRows(asking, [scale]) : namedRows(asking, [scale]);

/** A sum over the answers on a scale. */
const sum = (of: SQL, name: Scale): SQL => sql`coalesce(sum(${of}) FILTER (WHERE scale = ${name}), 0)`;

export const scoreMeasures: Measures = {
  promoters: sum(sql`high`, 'nps'),
  passives: sum(sql`n - high - low`, 'nps'),
  detractors: sum(sql`low`, 'nps'),
  satisfied: sum(sql`high`, 'csat'),
  csat: sum(sql`n`, 'csat'),
  easy: sum(sql`high`, 'ces'),
  ces: sum(sql`n`, 'ces'),
  cesTotal: sum(sql`total`, 'ces'),
  cesSquares: sum(sql`squares`, 'ces'),
};

export const countScoresSql = composed(
  (asking: FigureQuery, page: GroupPage, scales: readonly Scale[], per: 'response' | 'customer') => {
    const rows = per === 'customer' ? lastAnswerRows(asking, scales) : countedRows(asking, scales, false);
    return grouped({ rows, measures: scoreMeasures }, asking, page);
  },
  [
    ...shapes<[readonly Scale[], 'response' | 'customer']>(['nps', 'csat', 'ces'], 'response'),
    ...shapes<[readonly Scale[], 'response' | 'customer']>(['nps'], 'customer'),
  ],
);

/** The same by who speaks. */
export const countVoicesSql = composed((asking: FigureQuery, page: GroupPage, of: Scale) => {
  const counts = Object.keys(scoreMeasures).map((name) => sql`${name}::text, ${sql.identifier(name)}`);
  const counting: GroupCounting = {
    rows: countedRows(asking, [of], true),
    within: { columns: ['voice'], measures: scoreMeasures },
    measures: { voices: sql`jsonb_object_agg(voice, jsonb_build_object(${sql.join(counts, sql`, `)}))` },
  };
  return grouped(counting, asking, page);
}, shapes<[Scale]>('nps'));
