import type { Pool } from 'pg';
import { z } from 'zod';

const Row = z.object({
  content: z.string(),
  subject: z.string(),
  rule: z.enum(['strongest-identifier', 'all-shared']),
  version: z.int(),
  withdrawn: z.boolean(),
  customer: z.string(),
  recordVersion: z.int(),
});

/** Stored interactions with whose they are now. Of one that was withdrawn, the identifier may be nobody's any more. */
export const readStoredWithCustomer = async (pool: Pool, keys: readonly string[]): Promise<z.infer<typeof Row>[]> => {
  const { rows } = await pool.query(
    `SELECT i.content, i.subject, i.rule, i.version, i.withdrawn, s.customer,
            greatest(c.record_version, 1) AS "recordVersion"
       FROM interactions AS i
       JOIN identifiers AS s ON s.id = i.subject
       JOIN identifiers AS c ON c.id = s.customer
      WHERE i.key = ANY ($1::uuid[])`,
    [keys],
  );
  return z.array(Row).parse(rows);
};
