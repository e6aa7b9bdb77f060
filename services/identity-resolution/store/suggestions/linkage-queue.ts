import { bare, locks, statement, type Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';

/**
 * `changed` and `again`: read the customers of these subjects; `compare`: compare them with others; `judge`: link them with
 * whom a model finds probable enough to be the same.
 */
export type LinkageStep = 'changed' | 'again' | 'compare' | 'judge';

const noteSubjectsSql = statement({
  name: 'note-subjects',
  text: 'INSERT INTO linkage_queue (step, subject) SELECT $1, subject FROM unnest($2::uuid[]) AS n (subject)',
});

/** Notes what is to be done with these subjects, or their customers. Nobody waits for anybody. */
export const noteSubjects = async (tx: Transaction, step: LinkageStep, subjects: readonly string[]): Promise<void> => {
  if (subjects.length === 0) return;
  await tx.query(noteSubjectsSql([step, bare(subjects)]));
};

const takeSubjectsSql = statement({
  name: 'take-subjects',
  text: `DELETE FROM linkage_queue WHERE id = ANY (ARRAY(SELECT id FROM linkage_queue WHERE step = $1 ORDER BY id LIMIT $2
                                                           FOR UPDATE SKIP LOCKED))
         RETURNING subject`,
});

/**
 * Takes the oldest that wait, so that nobody else takes them until the end of the transaction. What changes after they were
 * taken is noted again.
 */
export const takeSubjects = async (tx: Transaction, step: LinkageStep, atMost: number): Promise<string[]> => {
  const { rows } = await tx.query<{ subject: string }>(takeSubjectsSql([step, atMost]));
  return [...new Set(rows.map(({ subject }) => subject))];
};

const leaveOutSql = statement('DELETE FROM linkage_queue WHERE step = $1 AND subject = $2');

/** Takes this one out of the queue. */
export const leaveOut = async (pool: Pool, step: LinkageStep, subject: string): Promise<void> => {
  await pool.query(leaveOutSql([step, subject]));
};

const isAnybodyWaitingSql = statement('SELECT FROM linkage_queue LIMIT 1');

export const isAnybodyWaiting = async (pool: Pool): Promise<boolean> => {
  const { rowCount } = await pool.query(isAnybodyWaitingSql());
  return rowCount === 1;
};

const noteEverybodySql = statement(`
  INSERT INTO linkage_queue (step, subject)
  SELECT 'again', customer FROM linkage_records
   ORDER BY customer IN (SELECT a FROM suggestions WHERE state = 'open' UNION SELECT b FROM suggestions WHERE state = 'open') DESC,
            customer`);

/** Everybody is to be read again, those in open suggestions first. */
export const noteEverybody = async (tx: Transaction): Promise<void> => {
  await tx.query(noteEverybodySql());
};

const lockRecordsSql = statement('SELECT pg_advisory_xact_lock($1, hashtext(current_schema()))');

/** Until the end of the transaction, nobody compares records: they are being changed. */
export const lockRecords = async (tx: Transaction): Promise<void> => {
  await tx.query(lockRecordsSql([locks.changingLinkageRecords]));
};

const holdRecordsSql = statement('SELECT pg_advisory_xact_lock_shared($1, hashtext(current_schema()))');

/** Until the end of the transaction, records stay as they are. Several may hold it. */
export const holdRecords = async (tx: Transaction): Promise<void> => {
  await tx.query(holdRecordsSql([locks.changingLinkageRecords]));
};
