import { compose, composed, named, type Transaction } from '@hilo/runtime';
import { and, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type FigureQuery, fullAsking, plainAsking } from '../../domain/figure-query.ts';
import { scales } from '../../domain/scales.ts';
import { customers, facts } from '../../schema.ts';
import { isContact } from './effort.ts';
import { joinsOf } from './facts.ts';
import { interactionFields } from './fields.ts';
import { countedFacts } from './filters.ts';
import { isOfCompany } from './interactions.ts';
import { inTotal, type LeftOut } from './left-out.ts';
import { answersBehind } from './scores.ts';

/** What figures of people count: what is of an identifier that several share is in none of them. */
const ofPeople = ['customers', 'effort', 'pressure', ...scales] as const;
export type FigureOfPeople = (typeof ofPeople)[number];

const conditions = {
  customers: () => undefined,
  effort: isContact,
  pressure: () => isOfCompany,
} satisfies Record<string, (asking: FigureQuery) => SQL | undefined>;

const sharedRows = (asking: FigureQuery, of: FigureOfPeople): SQL => {
  if (of === 'nps' || of === 'csat' || of === 'ces')
    return sql`SELECT customer FROM (${answersBehind(asking, of, 'response')}) AS a WHERE NOT is_person`;
  return sql`SELECT ${customers.id} AS customer FROM ${facts} ${joinsOf(asking, ['direction'], true)}
    WHERE ${and(sql`NOT ${facts.withdrawn}`, sql`${customers.ambiguous}`, conditions[of](asking), countedFacts(asking, interactionFields))}`;
};

const countSharedSql = composed(
  (asking: FigureQuery, of: FigureOfPeople) =>
    compose
      .select(named({ n: sql`count(*)::integer`, identifiers: sql`count(DISTINCT customer)::integer` }))
      .from(sql`(${sharedRows(inTotal(asking), of)}) AS s`),
  ofPeople.flatMap((of): [FigureQuery, FigureOfPeople][] => [
    [plainAsking, of],
    [fullAsking, of],
  ]),
);

const Shared = z.tuple([z.object({ n: z.int(), identifiers: z.int() })]);

/** What a figure of people leaves out since several people share an identifier: how much, and of how many identifiers. */
export const countShared = async (tx: Transaction, asking: FigureQuery, of: FigureOfPeople): Promise<LeftOut> => {
  const [{ n, identifiers }] = Shared.parse((await tx.query(countSharedSql(asking, of))).rows);
  return n === 0 ? [] : [{ reason: 'shared-identifier', n, identifiers }];
};
