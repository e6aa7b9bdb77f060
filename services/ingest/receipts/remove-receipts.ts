import {
  lockVersionsIn,
  type RemoveUntold,
  rebuiltTable,
  removeRowsBefore,
  statement,
  type Transaction,
  type Version,
  withoutLater,
} from '@hilo/runtime';
import { type ErasingFrom, removeInteractions } from '../quarantine/remove-erased.ts';
import { forgetPosted } from '../store/tail.ts';

const lockReceiptsSql = lockVersionsIn({
  table: 'receipts',
  id: 'interaction',
  version: 'version',
  order: 'h.source COLLATE "C", h.interaction COLLATE "C"',
});

const removeReceiptsSql = statement(`
  WITH erased AS (
    SELECT * FROM unnest($1::text[], $2::text[]) AS e (source, id)
  ), gone AS (
    DELETE FROM receipts AS r USING erased AS e WHERE r.source = e.source AND r.interaction = e.id
  )
  DELETE FROM survey_decisions AS s USING erased AS e WHERE s.source = e.source AND s.interaction = e.id`);

/** Removes receipts of what turned out to be somebody's who is erased, if they are here at no later version. */
export const removeReceipts = async (
  tx: Transaction,
  erasing: ErasingFrom,
  erased: readonly Version[],
  others: readonly Version[],
): Promise<void> => {
  const gone = await withoutLater(tx, lockReceiptsSql, erased, others);
  if (gone.length === 0) return;
  await tx.query(removeReceiptsSql([gone.map(({ source }) => source), gone.map(({ id }) => id)]));
  await forgetPosted(tx, gone);
  await removeInteractions(tx, erasing, gone);
};

const ofFacts = [rebuiltTable('receipts'), rebuiltTable('customers'), rebuiltTable('claims')];

/** What no fact says. What is set aside, what was decided about asking and the tail are ingest's own, and stay. */
export const removeUntold: RemoveUntold = (tx, generation, heartbeat) =>
  removeRowsBefore(tx, generation, heartbeat, ofFacts);
