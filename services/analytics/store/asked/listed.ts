import { compose, composed, named } from '@hilo/runtime';
import { and, inArray, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type FigureQuery, fullAsking, plainAsking } from '../../domain/figure-query.ts';
import type { Scale } from '../../domain/scales.ts';
import { customers, facts, steps } from '../../schema.ts';
import { type CasesBehind, casesBehind } from './cases.ts';
import { type DecisionsBehind, decisionsBehind } from './decisions.ts';
import { joinsOf, wordOf } from './facts.ts';
import { countedFacts } from './filters.ts';
import { groupColumns } from './grouped.ts';
import { weeksBehind } from './interactions.ts';
import { answersBehind } from './scores.ts';
import { asksForTexts, joinTexts, verbatimFields } from './verbatim-fields.ts';

export const ListedRow = z.object({
  source: z.string(),
  id: z.string(),
  place: z.int(),
  at: z.date(),
  value: z.number().nullable(),
  customer: z.string().nullable(),
});
export type ListedRow = z.infer<typeof ListedRow>;

/** Which of the rows: those of one group, after this one, the latest first. */
export type Which = {
  keys: readonly string[];
  after: readonly [at: string, source: string, id: string, place: number] | undefined;
  limit: number;
};

const listed = (rows: SQL, { keys, after, limit }: Which) =>
  compose
    .select(
      named({
        source: sql`source`,
        id: sql`id`,
        place: sql`place`,
        at: sql`at`,
        value: sql`value`,
        customer: sql`customer`,
      }),
    )
    .from(sql`(${rows}) AS r`)
    .where(
      and(
        sql`NOT before`,
        ...keys.map((key, n) => sql`${sql.raw(`g${Math.trunc(n)}`)} = ${key}::text`),
        after &&
          sql`(at, source COLLATE "C", id COLLATE "C", place) < (${after[0]}::timestamptz, ${after[1]}::text, ${after[2]}::text, ${after[3]}::integer)`,
      ),
    )
    .orderBy(sql`at DESC, source COLLATE "C" DESC, id COLLATE "C" DESC, place DESC`)
    .limit(limit);

const shapesOf = <More extends unknown[]>(...more: More): [FigureQuery, Which, ...More][] => [
  [plainAsking, { keys: [], after: undefined, limit: 10 }, ...more],
  [
    fullAsking,
    { keys: fullAsking.dimensions.map(() => 'x'), after: ['2026-01-01T00:00:00Z', 'shop', '1', 0], limit: 10 },
    ...more,
  ],
];

/** The interactions that a figure counts; of these kinds alone, where they are named. */
export const listInteractionsSql = composed(
  (asking: FigureQuery, which: Which, kinds: string[] | undefined) =>
    listed(
      sql`SELECT ${asksForTexts(asking) ? sql`DISTINCT` : sql``} ${groupColumns(asking, verbatimFields)}, ${wordOf('source')} AS source, ${facts.id}, 0 AS place,
                 ${facts.occurredAt} AS at, NULL::float8 AS value, ${customers.id} AS customer
            FROM ${facts} ${joinsOf(asking, ['source'], true)} ${joinTexts(asking)}
           WHERE ${and(sql`NOT ${facts.withdrawn}`, kinds && inArray(steps.kind, kinds), countedFacts(asking, verbatimFields))}`,
      which,
    ),
  [...shapesOf<[string[] | undefined]>(undefined), ...shapesOf<[string[] | undefined]>(['complained'])],
);

/** The answers that a figure counts. */
export const listAnswersSql = composed(
  (asking: FigureQuery, which: Which, scale: Scale, per: 'response' | 'customer') =>
    listed(answersBehind(asking, scale, per), which),
  [
    ...shapesOf<[Scale, 'response' | 'customer']>('nps', 'response'),
    ...shapesOf<[Scale, 'response' | 'customer']>('nps', 'customer'),
  ],
);

/** What was decided about asking, as far as a figure counts it. */
export const listDecisionsSql = composed(
  (asking: FigureQuery, which: Which, of: DecisionsBehind) => listed(decisionsBehind(asking, of), which),
  [...shapesOf<[DecisionsBehind]>('immediacy'), ...shapesOf<[DecisionsBehind]>('response-rate')],
);

/** The weeks of customers in which the company began a contact, each as its last one. */
export const listWeeksSql = composed(
  (asking: FigureQuery, which: Which) => listed(weeksBehind(asking), which),
  shapesOf(),
);

/** The cases that a figure counts, as they stand at that moment. */
export const listCasesSql = composed(
  (asking: FigureQuery, which: Which, of: CasesBehind, asOf: string) => listed(casesBehind(asking, of, asOf), which),
  shapesOf<[CasesBehind, string]>('cases-overdue', '2026-02-01T00:00:00.000Z'),
);
