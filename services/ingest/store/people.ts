import { statement } from '@hilo/runtime';
import type { Pool } from 'pg';

const removePersonSql = statement(
  "UPDATE quarantine_actions SET by = by #- '{person,subject}' WHERE by #>> '{person,subject}' = $1",
);

/** Takes the id of a person out of all that says who did what with the quarantine; the roles stay. Gives how many rows. */
export const removePerson = async (pool: Pool, subject: string): Promise<number> => {
  const { rowCount } = await pool.query(removePersonSql([subject]));
  return rowCount ?? 0;
};
