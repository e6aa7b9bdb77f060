import { statement } from '@hilo/runtime';
import type { Pool } from 'pg';

/** Where it is kept as text who did what. */
const places = [
  ['decisions', 'content'],
  ['decisions', 'retracted'],
  ['erasures', 'by'],
  ['registries', 'by'],
  ['registries', 'cancelled_by'],
  ['dry_runs', 'by'],
  ['rebuilds', 'by'],
] as const;

const removeReaderSql = statement("UPDATE reads SET person = person - 'subject' WHERE person ->> 'subject' = $1");

const removals = places.map(([table, column]) => ({
  table,
  removeDoerSql: statement(
    `UPDATE ${table} SET ${column} = replace(${column}, $1, '"person":{') WHERE strpos(${column}, $1) > 0`,
  ),
}));

/**
 * Takes the id of a person out of all that says who did or read what; the roles stay. Gives how many rows of which table. Each
 * table by itself: together they would hold what a change of the rules waits for, and wait for what it holds.
 */
export const removePerson = async (pool: Pool, subject: string): Promise<Record<string, number>> => {
  const removed: Record<string, number> = {};
  const note = (table: string, rows: number | null): void => {
    removed[table] = (removed[table] ?? 0) + (rows ?? 0);
  };
  const { rowCount } = await pool.query(removeReaderSql([subject]));
  note('reads', rowCount);
  // In JSON a quote within a text has a backslash before it, and an id has neither: so this stands nowhere else.
  const named = `"person":{"subject":${JSON.stringify(subject)},`;
  for (const { table, removeDoerSql } of removals) {
    const { rowCount } = await pool.query(removeDoerSql([named]));
    note(table, rowCount);
  }
  return removed;
};
