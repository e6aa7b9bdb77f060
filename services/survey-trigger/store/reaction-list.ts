import { compose, composed, given, named } from '@hilo/runtime';
import { and, desc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { Pool } from 'pg';
import { z } from 'zod';
import { Reaction, type ReactionState } from '../domain/reactions/reaction.ts';
import { claims, reactions } from '../schema.ts';

const ListedReaction = Reaction.extend({ customer: z.string().nullable(), orderedAt: z.string() });
export type ListedReaction = z.infer<typeof ListedReaction>;

const { id, at } = reactions;

const columns = named({
  id,
  rule: reactions.rule,
  same: reactions.same,
  source: reactions.source,
  interaction: reactions.interaction,
  subject: reactions.subject,
  customer: claims.customer,
  at,
  dueAt: reactions.dueAt,
  state: reactions.state,
  rulesVersion: reactions.rulesVersion,
  decidedAt: reactions.decidedAt,
  reason: reactions.reason,
  bySource: reactions.bySource,
  byInteraction: reactions.byInteraction,
  action: reactions.action,
  outcome: reactions.outcome,
  orderedAt: sql`to_char(${at} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
});

export type ReactionFilter = {
  id?: string | undefined;
  customer?: string | undefined;
  rule?: string | undefined;
  states?: readonly ReactionState[] | undefined;
};

const whereOf = (filter: ReactionFilter): SQL | undefined =>
  and(
    given(filter.id, (one) => eq(id, one)),
    given(filter.customer, (one) =>
      inArray(
        reactions.subject,
        compose.select({ subject: claims.subject }).from(claims).where(eq(claims.customer, one)),
      ),
    ),
    given(filter.rule, (one) => eq(reactions.rule, one)),
    given(filter.states, (some) => inArray(reactions.state, [...some])),
  );

const exampleId = '00000000-0000-0000-0000-000000000000';
type Page = { after: readonly [orderedAt: string, id: string] | undefined; limit: number };

const readSql = composed(
  (filter: ReactionFilter, { after, limit }: Page) =>
    compose
      .select(columns)
      .from(reactions)
      .leftJoin(claims, eq(claims.subject, reactions.subject))
      .where(
        and(
          whereOf(filter),
          given(after, ([time, last]) => sql`(${at}, ${id}) < (${time}::timestamptz, ${last}::uuid)`),
        ),
      )
      .orderBy(desc(at), desc(id))
      .limit(limit),
  [
    [{}, { after: undefined, limit: 1 }],
    [
      { id: exampleId, customer: exampleId, rule: 'basket', states: ['fired'] },
      { after: ['2026-01-01T00:00:00Z', exampleId], limit: 1 },
    ],
  ],
);

/** A page of reactions, those after the latest interactions first. The customer is the one of today. */
export const readReactions = async (pool: Pool, filter: ReactionFilter, page: Page): Promise<ListedReaction[]> =>
  z.array(ListedReaction).parse((await pool.query(readSql(filter, page))).rows);
