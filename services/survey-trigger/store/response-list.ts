import { compose, composed, given, named } from '@hilo/runtime';
import { and, desc, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { ResponseState } from '../domain/answers/taking.ts';
import { PublishedProgramme } from '../domain/programme.ts';
import { claims, invitations, programmeVersions, responses } from '../schema.ts';
import { type AnswerRow, ResponseRow, readAnswersOf } from './answers.ts';

const ListedResponse = z
  .object({
    invitation: z.uuid(),
    programmeId: z.string(),
    programmeVersion: z.int(),
    customer: z.uuid(),
    touchpoint: z.string(),
    orderedAt: z.string(),
    programme: z.unknown(),
    state: z.unknown(),
    revision: z.unknown(),
    language: z.unknown(),
    openedAt: z.unknown(),
    answeredAt: z.unknown(),
    completedAt: z.unknown(),
    leftOut: z.unknown(),
    screenedBy: z.unknown(),
  })
  .transform(
    ({ programme, invitation, programmeId, programmeVersion, customer, touchpoint, orderedAt, ...response }) => ({
      ...{ invitation, programmeId, programmeVersion, customer, touchpoint, orderedAt },
      programme: PublishedProgramme.safeParse(programme).data,
      response: ResponseRow.parse(response),
    }),
  );
/** The answers to an invitation, with what they are about. */
export type ListedResponse = z.infer<typeof ListedResponse> & { answers: readonly AnswerRow[] };

export type ResponseFilter = {
  customer?: string | undefined;
  programme?: string | undefined;
  state?: ResponseState | undefined;
};
type Page = { after: readonly [orderedAt: string, invitation: string] | undefined; limit: number };

const columns = named({
  invitation: responses.invitation,
  programmeId: invitations.programme,
  programmeVersion: invitations.programmeVersion,
  customer: sql`coalesce(${claims.customer}, ${invitations.customer})`,
  touchpoint: invitations.touchpoint,
  orderedAt: sql`to_char(${responses.answeredAt} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
  programme: programmeVersions.programme,
  state: responses.state,
  revision: responses.revision,
  language: responses.language,
  openedAt: responses.openedAt,
  answeredAt: responses.answeredAt,
  completedAt: responses.completedAt,
  leftOut: responses.leftOut,
  screenedBy: responses.screenedBy,
});

const subjectsOf = (customer: string) =>
  compose.select({ subject: claims.subject }).from(claims).where(eq(claims.customer, customer));

const exampleId = '00000000-0000-0000-0000-000000000000';

const readResponsesSql = composed(
  ({ customer, programme, state }: ResponseFilter, { after, limit }: Page) =>
    compose
      .select(columns)
      .from(responses)
      .innerJoin(invitations, eq(invitations.id, responses.invitation))
      .leftJoin(claims, eq(claims.subject, invitations.subject))
      .leftJoin(
        programmeVersions,
        and(
          eq(programmeVersions.id, invitations.programme),
          eq(programmeVersions.version, invitations.programmeVersion),
        ),
      )
      .where(
        and(
          isNotNull(responses.answeredAt),
          given(customer, (one) => inArray(invitations.subject, subjectsOf(one))),
          given(programme, (one) => eq(invitations.programme, one)),
          given(state, (one) => eq(responses.state, one)),
          given(
            after,
            ([at, last]) =>
              sql`(${responses.answeredAt}, ${responses.invitation}) < (${at}::timestamptz, ${last}::uuid)`,
          ),
        ),
      )
      .orderBy(desc(responses.answeredAt), desc(responses.invitation))
      .limit(limit),
  [
    [{}, { after: undefined, limit: 1 }],
    [
      { customer: exampleId, programme: 'nps', state: 'completed' },
      { after: ['2026-01-01T00:00:00Z', exampleId], limit: 1 },
    ],
  ],
);

/** A page of what was answered, the latest first. The customer is the one of today. */
export const readResponses = async (pool: Pool, filter: ResponseFilter, page: Page): Promise<ListedResponse[]> => {
  const { rows } = await pool.query(readResponsesSql(filter, page));
  const listed = z.array(ListedResponse).parse(rows);
  const answers = await readAnswersOf(
    pool,
    listed.map(({ invitation }) => invitation),
  );
  return listed.map((one) => ({ ...one, answers: answers.get(one.invitation) ?? [] }));
};
