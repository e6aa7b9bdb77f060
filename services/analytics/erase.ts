import type { Erasure } from '@hilo/contracts';
import {
  forgetCustomers,
  lockVersionsIn,
  type Removed,
  type RemoveUntold,
  rebuiltTable,
  rememberErased,
  removeRowsBefore,
  statement,
  type Transaction,
  type Version,
  withoutLater,
} from '@hilo/runtime';

const eraseSql = statement(`
  WITH gone AS (
    DELETE FROM interactions WHERE subject = ANY ($1::uuid[]) AND occurred_at < $2::timestamptz + interval '1 millisecond'
    RETURNING source, id
  ), counted AS (
    DELETE FROM answers AS a USING gone AS g WHERE a.source = g.source AND a.id = g.id RETURNING 1
  ), asked AS (
    DELETE FROM survey_events AS s
     WHERE EXISTS (SELECT FROM gone AS g WHERE g.source = s.source AND g.id = s.interaction)
        OR (s.subject = ANY ($1::uuid[]) AND s.at < $2::timestamptz + interval '1 millisecond'
            AND NOT EXISTS (SELECT FROM interactions AS i
                             WHERE i.source = s.source AND i.id = s.interaction AND i.subject <> ALL ($1::uuid[])))
     RETURNING 1
  )
  SELECT (SELECT count(*)::int FROM gone) AS interactions, (SELECT count(*)::int FROM counted) AS answers,
         (SELECT count(*)::int FROM asked) AS survey_events`);

/**
 * Removes a person: the interactions until then, in milliseconds (rows from before these were the measure have finer times),
 * the answers, what became of asking, and whose they were.
 */
export const erase = async (tx: Transaction, erasure: Erasure): Promise<Removed> => {
  await rememberErased(tx, erasure);
  const { rows } = await tx.query<{ interactions: number; answers: number; survey_events: number }>(
    eraseSql([erasure.subjects, erasure.at]),
  );
  const { claims } = await forgetCustomers(tx, erasure);
  return { ...rows[0], claims };
};

const lockInteractionsSql = lockVersionsIn({
  table: 'interactions',
  id: 'id',
  version: 'version',
  order: 'h.source COLLATE "C", h.id COLLATE "C"',
});

const removeInteractionsSql = statement(`
  WITH erased AS (
    SELECT * FROM unnest($1::text[], $2::text[]) AS e (source, id)
  ), gone AS (
    DELETE FROM interactions AS i USING erased AS e WHERE i.source = e.source AND i.id = e.id
  ), counted AS (
    DELETE FROM answers AS a USING erased AS e WHERE a.source = e.source AND a.id = e.id
  )
  DELETE FROM survey_events AS s USING erased AS e WHERE s.source = e.source AND s.interaction = e.id`);

/** Removes interactions that turned out to be somebody's who is erased, if they are here at no later version. */
export const removeErasedInteractions = async (
  tx: Transaction,
  erased: readonly Version[],
  others: readonly Version[],
): Promise<void> => {
  const gone = await withoutLater(tx, lockInteractionsSql, erased, others);
  if (gone.length === 0) return;
  await tx.query(removeInteractionsSql([gone.map(({ source }) => source), gone.map(({ id }) => id)]));
};

const ofFacts = [
  rebuiltTable('interactions'),
  rebuiltTable('answers'),
  rebuiltTable('customers'),
  rebuiltTable('claims'),
];

/** What no fact says. What became of asking stays: survey-trigger told it once, and tells it to nobody again. */
export const removeUntold: RemoveUntold = (tx, generation, heartbeat) =>
  removeRowsBefore(tx, generation, heartbeat, ofFacts);
