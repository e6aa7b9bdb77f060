import { statement, type Transaction } from '@hilo/runtime';

const removeBeforeSql = [
  statement("DELETE FROM answers WHERE occurred_at < $1::date AT TIME ZONE 'UTC'"),
  statement("DELETE FROM survey_events WHERE at < $1::date AT TIME ZONE 'UTC'"),
  statement("DELETE FROM verbatims WHERE occurred_at < $1::date AT TIME ZONE 'UTC'"),
  statement("DELETE FROM guidance WHERE pushed_at < $1::date AT TIME ZONE 'UTC'"),
  statement("DELETE FROM cases WHERE opened_at < $1::date AT TIME ZONE 'UTC'"),
  statement(`
    DELETE FROM refiled AS r WHERE $1::date IS NOT NULL
       AND NOT EXISTS (SELECT FROM facts AS f WHERE f.source = r.source AND f.id = r.id)`),
];

/** Removes what else there is of months before this one: answers, and what became of asking. */
export const removeBefore = async (tx: Transaction, month: string): Promise<void> => {
  for (const removeSql of removeBeforeSql) await tx.query(removeSql([month]));
};
