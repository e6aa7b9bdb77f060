import { compose, composed, given, named, statement, type Transaction } from '@hilo/runtime';
import { and, desc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { Case } from '../domain/cases/case.ts';
import type { Severity } from '../domain/cases/case-rules.ts';
import { cases, claims } from '../schema.ts';
import { CaseRow } from './cases.ts';

const ListedRow = CaseRow.extend({ orderedAt: z.string() });
export type ListedCase = z.infer<typeof ListedRow>;

const { id, openedAt } = cases;

const columns = named({
  id,
  subject: cases.subject,
  customer: sql`coalesce(${claims.customer}, ${cases.customer})`,
  about: cases.about,
  state: cases.state,
  rule: cases.rule,
  rulesVersion: cases.rulesVersion,
  severity: cases.severity,
  queue: cases.queue,
  owner: cases.owner,
  defender: cases.defender,
  calendar: cases.calendar,
  source: cases.source,
  interaction: cases.interaction,
  attributionVersion: cases.attributionVersion,
  touchpoint: cases.touchpoint,
  channel: cases.channel,
  occurredAt: cases.occurredAt,
  openedAt,
  clockFrom: cases.clockFrom,
  firstResponseMinutes: cases.firstResponseMinutes,
  resolutionMinutes: cases.resolutionMinutes,
  pauses: cases.pauses,
  pausedAt: cases.pausedAt,
  pausedUntil: cases.pausedUntil,
  firstResponseDueAt: cases.firstResponseDueAt,
  resolutionDueAt: cases.resolutionDueAt,
  contactedAt: cases.contactedAt,
  respondedAt: cases.respondedAt,
  resolvedAt: cases.resolvedAt,
  rootCause: cases.rootCause,
  resolution: cases.resolution,
  reopened: cases.reopened,
  level: cases.level,
  raised: cases.raised,
  joinedTo: cases.joinedTo,
  before: cases.before,
  after: cases.after,
  reach: cases.reach,
  revision: cases.revision,
  orderedAt: sql`to_char(${openedAt} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
});

/** What is due next of a case that is open. */
const nextDue = sql`least(CASE WHEN ${cases.respondedAt} IS NULL THEN ${cases.firstResponseDueAt} END, ${cases.resolutionDueAt})`;

export type CaseFilter = {
  customer?: string | undefined;
  states?: readonly Case['state'][] | undefined;
  queue?: string | undefined;
  owner?: string | undefined;
  defender?: string | undefined;
  severity?: Severity | undefined;
  about?: string | undefined;
  rule?: string | undefined;
  touchpoint?: string | undefined;
  rootCause?: string | undefined;
  /** Something was due before that moment, and is not done. */
  overdueAt?: number | undefined;
  /** Nobody has it. */
  unassigned?: boolean | undefined;
};

const whereOf = (filter: CaseFilter): SQL | undefined =>
  and(
    given(filter.customer, (one) =>
      inArray(cases.subject, compose.select({ subject: claims.subject }).from(claims).where(eq(claims.customer, one))),
    ),
    given(filter.states, (some) => inArray(cases.state, [...some])),
    given(filter.queue, (one) => eq(cases.queue, one)),
    given(filter.owner, (one) => eq(cases.owner, one)),
    given(filter.defender, (one) => eq(cases.defender, one)),
    given(filter.severity, (one) => eq(cases.severity, one)),
    given(filter.about, (one) => eq(cases.about, one)),
    given(filter.rule, (one) => eq(cases.rule, one)),
    given(filter.touchpoint, (one) => eq(cases.touchpoint, one)),
    given(filter.rootCause, (one) => eq(cases.rootCause, one)),
    given(filter.overdueAt, (at) => sql`${cases.state} = 'open' AND ${nextDue} <= to_timestamp(${at / 1000}::float8)`),
    given(filter.unassigned, (one) => (one ? sql`${cases.owner} IS NULL` : sql`${cases.owner} IS NOT NULL`)),
  );

const exampleId = '00000000-0000-0000-0000-000000000000';
const everyFilter: CaseFilter = {
  customer: exampleId,
  states: ['open'],
  queue: 'care',
  owner: 'ana',
  defender: 'eva',
  severity: 'high',
  about: 'delay',
  rule: 'complaint',
  touchpoint: 'gate',
  rootCause: 'delay',
  overdueAt: 0,
  unassigned: true,
};

type Page = { after: readonly [orderedAt: string, id: string] | undefined; limit: number };

const readSql = composed(
  (filter: CaseFilter, { after, limit }: Page) =>
    compose
      .select(columns)
      .from(cases)
      .leftJoin(claims, eq(claims.subject, cases.subject))
      .where(
        and(
          whereOf(filter),
          given(after, ([at, last]) => sql`(${openedAt}, ${id}) < (${at}::timestamptz, ${last}::uuid)`),
        ),
      )
      .orderBy(desc(openedAt), desc(id))
      .limit(limit),
  [
    [{}, { after: undefined, limit: 1 }],
    [everyFilter, { after: ['2026-01-01T00:00:00Z', exampleId], limit: 1 }],
  ],
);

/** A page of cases, those that were opened last first. The customer is the one of today. */
export const readCases = async (pool: Pool, filter: CaseFilter, page: Page): Promise<ListedCase[]> =>
  z.array(ListedRow).parse((await pool.query(readSql(filter, page))).rows);

const countSql = composed(
  (filter: CaseFilter, now: number) =>
    compose
      .select(
        named({
          open: sql`count(*) FILTER (WHERE ${cases.state} = 'open')::int`,
          waiting: sql`count(*) FILTER (WHERE ${cases.state} = 'waiting')::int`,
          resolved: sql`count(*) FILTER (WHERE ${cases.state} = 'resolved')::int`,
          joined: sql`count(*) FILTER (WHERE ${cases.state} = 'joined')::int`,
          withdrawn: sql`count(*) FILTER (WHERE ${cases.state} = 'withdrawn')::int`,
          overdue: sql`count(*) FILTER (WHERE ${cases.state} = 'open' AND ${nextDue} <= to_timestamp(${now / 1000}::float8))::int`,
          unassigned: sql`count(*) FILTER (WHERE ${cases.state} IN ('open', 'waiting') AND ${cases.owner} IS NULL)::int`,
        }),
      )
      .from(cases)
      .where(whereOf(filter)),
  [
    [{}, 0],
    [everyFilter, 0],
  ],
);

export const CaseCounts = z.object({
  open: z.int(),
  waiting: z.int(),
  resolved: z.int(),
  joined: z.int(),
  withdrawn: z.int(),
  overdue: z.int(),
  unassigned: z.int(),
});

/** How many there are of those that match. */
export const countCases = async (pool: Pool, filter: CaseFilter, now: number): Promise<z.infer<typeof CaseCounts>> =>
  CaseCounts.parse((await pool.query(countSql(filter, now))).rows[0]);

const inHandSql = statement("SELECT id FROM cases WHERE customer = $1 AND about = $2 AND state IN ('open', 'waiting')");

/** The case of the customer about this that is in hand. */
export const findInHand = async (
  tx: Pick<Transaction, 'query'>,
  { customer, about }: { customer: string; about: string },
): Promise<string | undefined> => {
  const { rows } = await tx.query<{ id: string }>(inHandSql([customer, about]));
  return rows[0]?.id;
};

const interactionsSql = statement(`
  SELECT id, source, interaction, occurred_at AS "occurredAt", rule FROM cases WHERE id = $1 OR joined_to = $1 ORDER BY occurred_at, id`);

const CaseInteraction = z.object({
  id: z.string(),
  source: z.string(),
  interaction: z.string(),
  occurredAt: z.date().transform((at) => at.toISOString()),
  rule: z.string(),
});

/** What a case is about: what opened it, and what joined it. */
export const readCaseInteractions = async (pool: Pool, one: string): Promise<z.infer<typeof CaseInteraction>[]> =>
  z.array(CaseInteraction).parse((await pool.query(interactionsSql([one]))).rows);
