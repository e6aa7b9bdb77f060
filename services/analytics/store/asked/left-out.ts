import { compose, composed, named } from '@hilo/runtime';
import { and, eq, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type FigureQuery, fullAsking, plainAsking } from '../../domain/figure-query.ts';
import type { Scale } from '../../domain/scales.ts';
import { answers, facts, latestRevisions } from '../../schema.ts';
import { casesLeftOut } from './cases.ts';
import { decisionsAboutWithdrawn } from './decisions.ts';
import { joinsOf, wordOf } from './facts.ts';
import { interactionFields } from './fields.ts';
import { countedFacts } from './filters.ts';
import { verbatimsLeftOut } from './verbatims.ts';

export const LeftOut = z.array(z.object({ reason: z.string(), n: z.coerce.number(), identifiers: z.int().optional() }));
export type LeftOut = z.infer<typeof LeftOut>;

/** The range that was asked for alone, without groups: what is left out of the total. */
export const inTotal = (asking: FigureQuery): FigureQuery => ({ ...asking, before: undefined, dimensions: [] });

const byReason = (rows: SQL) =>
  compose
    .select(named({ reason: sql`reason`, n: sql`sum(n)` }))
    .from(sql`(${rows}) AS r`)
    .where(sql`reason IS NOT NULL`)
    .groupBy(sql`reason`)
    .orderBy(sql`reason`);

/** Of the answers to an invitation an earlier revision. */
const isSuperseded = sql`EXISTS (
  SELECT FROM ${latestRevisions} WHERE ${latestRevisions.response}::text = split_part(${facts.id}, ':', 2)
     AND ${facts.id} ~ '^answered:[0-9a-f-]{36}:[0-9]{1,6}$' AND split_part(${facts.id}, ':', 3)::integer < ${latestRevisions.revision})`;
const whyGone = sql`CASE WHEN ${isSuperseded} THEN 'superseded-by-a-later-answer' ELSE 'withdrawn' END`;

const shapesOf = <More extends unknown[]>(...more: More): [FigureQuery, ...More][] => [
  [plainAsking, ...more],
  [fullAsking, ...more],
];

export const leftOutInteractionsSql = composed(
  (asking: FigureQuery) =>
    byReason(
      sql`SELECT ${whyGone} AS reason, 1 AS n FROM ${facts} ${joinsOf(asking)}
           WHERE ${and(eq(facts.withdrawn, true), countedFacts(inTotal(asking), interactionFields))}`,
    ),
  shapesOf(),
);

/** Answers on this scale that are kept and counted nowhere. */
export const leftOutAnswersSql = composed(
  (asking: FigureQuery, scale: Scale) =>
    byReason(
      sql`SELECT CASE WHEN ${facts.withdrawn} THEN ${whyGone} ELSE coalesce(${interactionFields.property('leftOut')}, 'no-number') END AS reason,
                 jsonb_array_length(jsonb_path_query_array(${facts.answers}::jsonb, '$[*] ? (@.scale == $scale)', jsonb_build_object('scale', ${scale}::text))) AS n
            FROM ${facts} ${joinsOf(asking, ['source'])}
           WHERE ${and(
             sql`${facts.answers} LIKE ${`%"${scale}"%`}`,
             sql`NOT EXISTS (SELECT FROM ${answers} WHERE ${and(sql`${answers.source} = ${wordOf('source')}`, eq(answers.id, facts.id), eq(answers.scale, scale))})`,
             countedFacts(inTotal(asking), interactionFields),
           )}`,
    ),
  shapesOf<[Scale]>('nps'),
);

export const leftOutDecisionsSql = composed(
  (asking: FigureQuery) => byReason(decisionsAboutWithdrawn(inTotal(asking))),
  shapesOf(),
);

export const leftOutVerbatimsSql = composed(
  (asking: FigureQuery) => byReason(verbatimsLeftOut(inTotal(asking), whyGone)),
  shapesOf(),
);

export const leftOutCasesSql = composed((asking: FigureQuery) => byReason(casesLeftOut(inTotal(asking))), shapesOf());
