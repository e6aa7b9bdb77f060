import { statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
import { Circumstances } from '../domain/candidate.ts';
import type { Standing } from '../domain/standing.ts';

/** Why a programme did not ask that others kept from it. */
const lostReasons = ['contact-pressure', 'asked-recently', 'kept-for-another'];
/** For so long it is remembered that something came too late to be asked. */
const rememberedMs = 15 * 86_400_000;

const ofCustomers = `(SELECT DISTINCT c.customer, k.subject FROM unnest($1::uuid[]) AS c (customer) JOIN claims k ON k.customer = c.customer) AS s`;

const findContestedSql = statement({
  name: 'find-contested-customers',
  text: `SELECT DISTINCT s.customer FROM ${ofCustomers} JOIN invitations i ON i.subject = s.subject
          WHERE i.occurred_at > to_timestamp($2) AND (i.state = 'pending' AND i.id <> ALL ($3::uuid[])
             OR i.state = 'withheld' AND i.reason = ANY ($4::text[]))`,
});

/** Those of these customers of whom something else waits to be asked than these invitations, or came too late to be asked of late. */
export const findContested = async (
  tx: Transaction,
  customers: readonly string[],
  due: readonly string[],
  now: number,
): Promise<string[]> => {
  const { rows } = await tx.query<{ customer: string }>(
    findContestedSql([customers, (now - rememberedMs) / 1000, due, lostReasons]),
  );
  return rows.map(({ customer }) => customer);
};

const findStandingsSql = statement({
  name: 'find-standings',
  text: `SELECT s.customer, i.programme, count(*)::int AS candidates, min(i.occurred_at) AS "firstAt",
                count(*) FILTER (WHERE i.state = 'invited')::int AS asked,
                max(i.decided_at) FILTER (WHERE i.state = 'invited') AS "lastAskedAt",
                max(i.occurred_at) FILTER (WHERE i.state = 'invited') AS "lastAskedAbout",
                array_agg(extract(epoch FROM i.occurred_at)::float8 * 1000)
                  FILTER (WHERE i.state = 'withheld' AND i.reason = ANY ($4::text[]) AND i.occurred_at > to_timestamp($3)) AS "lostAbout"
           FROM ${ofCustomers} JOIN invitations i ON i.subject = s.subject
          WHERE i.occurred_at > to_timestamp($2) AND i.reason IS DISTINCT FROM 'interaction-withdrawn'
          GROUP BY s.customer, i.programme`,
});

const Milliseconds = z.date().transform((at) => at.getTime());
const optional = <Value extends z.ZodType>(value: Value) => value.nullable().transform((one) => one ?? undefined);

const StandingRow = z.object({
  customer: z.string(),
  programme: z.string(),
  candidates: z.int(),
  firstAt: Milliseconds,
  asked: z.int(),
  lastAskedAt: optional(Milliseconds),
  lastAskedAbout: optional(Milliseconds),
  lostAbout: z
    .array(z.number())
    .nullable()
    .transform((all) => all ?? []),
});

/** How each programme stands with these customers, by what happened since then. */
export const findStandings = async (
  tx: Transaction,
  customers: readonly string[],
  { since, now }: { since: number; now: number },
): Promise<(Standing & { customer: string; programme: string })[]> => {
  if (customers.length === 0) return [];
  const { rows } = await tx.query(
    findStandingsSql([customers, since / 1000, (now - rememberedMs) / 1000, lostReasons]),
  );
  return z.array(StandingRow).parse(rows);
};

const findWaitingSql = statement({
  name: 'find-waiting-invitations',
  text: `SELECT s.customer, i.id, i.programme, i.circumstances, i.occurred_at AS "occurredAt", i.due_at AS "dueAt", i.deadline
           FROM ${ofCustomers} JOIN invitations i ON i.subject = s.subject
          WHERE i.state = 'pending' AND i.unreadable IS NULL AND i.occurred_at > to_timestamp($2) AND i.id <> ALL ($3::uuid[])
          ORDER BY i.due_at, i.id LIMIT 5000`,
});

const WaitingRow = z.object({
  customer: z.string(),
  id: z.string(),
  programme: z.string(),
  circumstances: Circumstances,
  occurredAt: Milliseconds,
  dueAt: Milliseconds,
  deadline: Milliseconds,
});

/** What waits to be asked of a customer. */
export type WaitingInvitation = z.infer<typeof WaitingRow>;

/** No programme asks later than so long after what happened. */
const longestMs = 49 * 3_600_000;

/** What waits to be asked of these customers, beside these invitations. What cannot be read is decided by nobody, and waits for none. */
export const findWaiting = async (
  tx: Transaction,
  customers: readonly string[],
  due: readonly string[],
  now: number,
): Promise<WaitingInvitation[]> => {
  if (customers.length === 0) return [];
  const { rows } = await tx.query(findWaitingSql([customers, (now - longestMs) / 1000, due]));
  return rows.flatMap((row) => WaitingRow.safeParse(row).data ?? []);
};
