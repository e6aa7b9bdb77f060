import { composed } from '@hilo/runtime';
import { and, type SQL, sql } from 'drizzle-orm';
import type { FigureQuery, GroupPage } from '../../domain/figure-query.ts';
import { surveySource } from '../../domain/response.ts';
import { facts, verbatims, words } from '../../schema.ts';
import { filedAt, joinsOf, wordOf } from './facts.ts';
import { interactionFields } from './fields.ts';
import { countedFacts } from './filters.ts';
import { type GroupCounting, groupColumns, grouped, type Measures } from './grouped.ts';
import { shapes } from './interactions.ts';
import { asksForTopics, joinTopics, verbatimFields } from './verbatim-fields.ts';

/** Texts with the interaction in which each was written, which has its month. */
const texts = (asking: FigureQuery): SQL => sql`
  FROM ${verbatims}
  JOIN ${words} AS said_by ON said_by.word = ${verbatims.source}
  JOIN ${facts} ON ${facts.source} = said_by.no AND ${facts.id} = ${verbatims.interaction} AND ${facts.filed} = ${filedAt(sql`${verbatims.occurredAt}`)}
  ${joinsOf(asking, ['source'])} ${joinTopics(asking)}`;

/** As of scores: of whoever chose to answer a sign, nothing counts. */
const isSelfSelected = sql`(${wordOf('source')} = ${surveySource} AND ${interactionFields.property('leftOut')} IS NOT NULL)`;

const verbatimRows = (asking: FigureQuery): SQL => sql`
  SELECT ${groupColumns(asking, verbatimFields)}, ${verbatims.id} AS verbatim, ${verbatims.polarity}, ${verbatims.score}, ${verbatims.method}
  ${texts(asking)}
  WHERE ${and(sql`NOT ${facts.withdrawn}`, sql`NOT ${isSelfSelected}`, countedFacts(asking, verbatimFields))}`;

/** Those that are left out, and why. */
export const verbatimsLeftOut = (asking: FigureQuery, whyGone: SQL): SQL => sql`
  SELECT DISTINCT ${verbatims.id}, CASE WHEN ${facts.withdrawn} THEN ${whyGone} ELSE ${interactionFields.property('leftOut')} END AS reason, 1 AS n
  ${texts(asking)}
  WHERE ${and(sql`(${facts.withdrawn} OR ${isSelfSelected})`, countedFacts(asking, verbatimFields))}`;

/** Of texts, each of which is in a group once, and once in all of them together, about however many topics it is. */
const counting = (measures: Measures) =>
  composed((asking: FigureQuery, page: GroupPage) => {
    const rows = verbatimRows(asking);
    const once: GroupCounting['within'] = {
      columns: ['verbatim'],
      measures: { polarity: sql`max(polarity)`, score: sql`max(score)`, method: sql`max(method)` },
    };
    return grouped({ rows, measures, ...(asksForTopics(asking) && { within: once }) }, asking, page);
  }, shapes());

const how = (polarity: string): SQL => sql`count(*) FILTER (WHERE polarity = ${polarity}::text)`;

export const countSentimentSql = counting({
  n: sql`count(score)`,
  total: sql`coalesce(sum(score), 0)`,
  squares: sql`coalesce(sum(score * score), 0)`,
  negative: how('negative'),
  neutral: how('neutral'),
  positive: how('positive'),
  unmeasured: sql`count(*) FILTER (WHERE polarity IS NULL)`,
  byWords: sql`count(*) FILTER (WHERE method = 'words')`,
});

export const countVerbatimsSql = counting({ n: sql`count(*)` });
