import { ContactReason } from '@hilo/contracts';
import { statement } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { responseStates } from '../domain/answers/taking.ts';
import { finalWords } from '../domain/following/asked-so-far.ts';

const milliseconds = z.date().transform((at) => at.getTime());
const orNothing = <Schema extends z.ZodType>(schema: Schema) =>
  schema
    .nullable()
    .catch(null)
    .transform((value) => value ?? undefined);

const ListedFollowUp = z.object({
  id: z.string(),
  ending: orNothing(z.enum(finalWords)),
  step: orNothing(z.enum(['reminder', 'fallback', 'wait', 'over'])),
  nextAt: orNothing(milliseconds),
  reason: orNothing(z.string()),
  reasons: orNothing(z.array(ContactReason)),
  response: orNothing(z.enum(responseStates)),
  isWithdrawn: z.boolean(),
  screenedBy: orNothing(z.string()),
});
/** How far the asking of an invitation came, as it is kept; its messages and answers apart. */
export type ListedFollowUp = z.infer<typeof ListedFollowUp>;

const listSql = statement(`
  SELECT i.id, f.ending, f.step, f.next_at AS "nextAt", f.reason, f.reasons, r.state AS response,
         r.screened_by AS "screenedBy",
         coalesce((i.circumstances->>'withdrawn')::boolean, false) AS "isWithdrawn"
    FROM invitations i LEFT JOIN follow_ups f ON f.invitation = i.id LEFT JOIN responses r ON r.invitation = i.id
   WHERE i.id = ANY ($1::uuid[])`);

/** How far the asking of these invitations came, by their ids. */
export const listFollowUps = async (
  pool: Pool,
  invitations: readonly string[],
): Promise<Map<string, ListedFollowUp>> => {
  if (invitations.length === 0) return new Map();
  const { rows } = await pool.query(listSql([invitations]));
  return new Map(
    z
      .array(ListedFollowUp)
      .parse(rows)
      .map((row) => [row.id, row]),
  );
};
