import type { Erasure } from '@hilo/contracts';
import {
  forgetCustomers,
  type Removed,
  type RemoveUntold,
  rememberErased,
  removeRowsBefore,
  type Transaction,
  type Version,
  withoutLater,
} from '@hilo/runtime';

/**
 * Removes a person: the interactions until then, in milliseconds (rows from before these were the measure have finer times),
 * the answers, what became of asking, and whose they were.
 */
export const erase = async (tx: Transaction, erasure: Erasure): Promise<Removed> => {
  await rememberErased(tx, erasure);
  const { rows } = await tx.query<{ interactions: number; answers: number; survey_events: number }>(
    `WITH gone AS (
       DELETE FROM interactions WHERE subject = ANY ($1::uuid[]) AND occurred_at < $2::timestamptz + interval '1 millisecond'
       RETURNING source, id
     ), counted AS (
       DELETE FROM answers AS a USING gone AS g WHERE a.source = g.source AND a.id = g.id RETURNING 1
     ), asked AS (
       DELETE FROM survey_events AS s
        WHERE EXISTS (SELECT FROM gone AS g WHERE g.source = s.source AND g.id = s.interaction)
           OR (s.subject = ANY ($1::uuid[]) AND s.at < $2::timestamptz + interval '1 millisecond') RETURNING 1
     )
     SELECT (SELECT count(*)::int FROM gone) AS interactions, (SELECT count(*)::int FROM counted) AS answers,
            (SELECT count(*)::int FROM asked) AS survey_events`,
    [erasure.subjects, erasure.at],
  );
  const { claims } = await forgetCustomers(tx, erasure);
  return { ...rows[0], claims };
};

const kept = { table: 'interactions', id: 'id', version: 'version', order: 'h.source COLLATE "C", h.id COLLATE "C"' };

/** Removes interactions that turned out to be somebody's who is erased, if they are here at no later version. */
export const removeInteractions = async (
  tx: Transaction,
  erased: readonly Version[],
  others: readonly Version[],
): Promise<void> => {
  const gone = await withoutLater(tx, kept, erased, others);
  if (gone.length === 0) return;
  await tx.query(
    `WITH erased AS (
       SELECT * FROM unnest($1::text[], $2::text[]) AS e (source, id)
     ), gone AS (
       DELETE FROM interactions AS i USING erased AS e WHERE i.source = e.source AND i.id = e.id
     ), counted AS (
       DELETE FROM answers AS a USING erased AS e WHERE a.source = e.source AND a.id = e.id
     )
     DELETE FROM survey_events AS s USING erased AS e WHERE s.source = e.source AND s.interaction = e.id`,
    [gone.map(({ source }) => source), gone.map(({ id }) => id)],
  );
};

/** What no fact says. What became of asking stays: survey-trigger told it once, and tells it to nobody again. */
export const removeUntold: RemoveUntold = (tx, generation, heartbeat) =>
  removeRowsBefore(tx, generation, heartbeat, [
    { table: 'interactions' },
    { table: 'answers' },
    { table: 'customers' },
    { table: 'claims' },
  ]);
