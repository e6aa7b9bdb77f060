import { Channel, Identifier } from '@hilo/contracts';
import { statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
import { Circumstances } from '../domain/candidate.ts';
import { KeptProgramme, type Programme } from '../domain/programme.ts';

export const askedColumns = `i.id, m.id AS message, i.subject, coalesce(k.customer, i.customer) AS customer, i.source,
  i.interaction, i.touchpoint, i.occurred_at AS "occurredAt", i.deadline, i.decided_at AS "decidedAt", i.circumstances, i.consent,
  coalesce(m.channel, i.channel) AS channel, coalesce(m.contact_point, i.contact_point) AS "contactPoint", v.programme`;

/** What was asked by these, each an `invitation` and perhaps a `message`, and by which version of the programme. */
export const askedFrom = (these: string): string => `${these} AS a
  JOIN invitations i ON i.id = a.invitation AND i.state = 'invited'
  JOIN programme_versions v ON v.id = i.programme AND v.version = i.programme_version
  LEFT JOIN messages m ON m.id = a.message AND m.invitation = i.id
  LEFT JOIN claims k ON k.subject = i.subject`;

const findAskedSql = statement({
  name: 'find-asked',
  text: `SELECT ${askedColumns} FROM ${askedFrom('(SELECT * FROM unnest($1::uuid[], $2::uuid[]) AS u (invitation, message))')}`,
});

const orNothing = <Schema extends z.ZodType>(schema: Schema) =>
  schema
    .nullable()
    .catch(null)
    .transform((value) => value ?? undefined);
const milliseconds = z.date().transform((at) => at.getTime());

const AskedRow = z.object({
  id: z.string(),
  message: orNothing(z.string()),
  subject: z.string(),
  customer: z.string(),
  source: z.string(),
  interaction: z.string(),
  touchpoint: z.string(),
  occurredAt: milliseconds,
  deadline: milliseconds,
  decidedAt: orNothing(milliseconds),
  circumstances: Circumstances,
  channel: orNothing(Channel),
  // Not there where it was somebody's who is erased.
  contactPoint: orNothing(Identifier),
  consent: orNothing(z.object({ source: z.string(), interaction: z.string(), at: z.string() })),
  programme: z.unknown(),
});

/** Who was asked, about what, and by which version of the programme; channel and contact point are those of the message, if one is named. */
export type AskedInvitation = Omit<z.infer<typeof AskedRow>, 'programme'> & { programme: Programme };

/** What was asked by these invitations; nothing of those that are erased, or of which nobody can read the programme any more. */
export const findAsked = async (
  tx: Pick<Transaction, 'query'>,
  wanted: readonly { invitation: string; message?: string | undefined }[],
): Promise<Map<string, AskedInvitation>> => {
  if (wanted.length === 0) return new Map();
  const { rows } = await tx.query(
    findAskedSql([wanted.map(({ invitation }) => invitation), wanted.map(({ message }) => message ?? null)]),
  );
  return new Map(readAsked(rows).map((asked) => [asked.id, asked]));
};

/** Rows that were read of invitations; those of which nobody can read the programme any more are left out. */
export const readAsked = (rows: readonly unknown[]): AskedInvitation[] =>
  z
    .array(AskedRow)
    .parse(rows)
    .flatMap((row) => {
      const { data: programme } = KeptProgramme.safeParse(row.programme);
      return programme === undefined ? [] : [{ ...row, programme }];
    });
