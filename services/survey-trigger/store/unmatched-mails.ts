import { statement } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { unmatchedReasons } from './inbound-mails.ts';

const Unmatched = z.object({
  id: z.string(),
  kind: z.string(),
  status: z
    .string()
    .nullable()
    .transform((value) => value ?? undefined),
  reason: z.enum(unmatchedReasons),
  receivedAt: z.date().transform((at) => at.toISOString()),
  orderedAt: z.string(),
});
/** A mail that came, and is about no message of ours: that it came, and nothing of what it says. */
export type UnmatchedMail = z.infer<typeof Unmatched>;

type Page = { before: readonly [orderedAt: string, id: string] | undefined; limit: number };

const listSql = statement(`
  SELECT id, kind, status, unmatched AS reason, received_at AS "receivedAt",
         to_char(received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "orderedAt"
    FROM inbound_mails
   WHERE unmatched IS NOT NULL AND ($1::timestamptz IS NULL OR (received_at, id) < ($1::timestamptz, $2::text))
   ORDER BY received_at DESC, id DESC LIMIT $3`);

/** A page of these, the latest first. */
export const listUnmatchedMails = async (pool: Pool, { before, limit }: Page): Promise<UnmatchedMail[]> => {
  const [at = null, id = null] = before ?? [];
  const { rows } = await pool.query(listSql([at, id, limit]));
  return z.array(Unmatched).parse(rows);
};

const removeSql = statement('DELETE FROM inbound_mails WHERE id = $1 AND unmatched IS NOT NULL');

/** Forgets that it came; gives whether it was there. */
export const removeUnmatchedMail = async (pool: Pool, id: string): Promise<boolean> =>
  ((await pool.query(removeSql([id]))).rowCount ?? 0) > 0;
