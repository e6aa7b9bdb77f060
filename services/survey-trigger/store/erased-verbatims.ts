import type { Erasure } from '@hilo/contracts';
import { statement, type Transaction, type Version } from '@hilo/runtime';
import { textId } from '../domain/verbatims/said.ts';
import { pastTextTimers, textTimers } from './heard-texts.ts';

const ofSubjectsSql = statement(
  `DELETE FROM heard_texts WHERE subject = ANY ($1::uuid[]) AND occurred_at < $2::timestamptz + interval '1 millisecond'
   RETURNING id`,
);

const ofVersionsSql = statement(`
  DELETE FROM heard_texts h USING unnest($1::uuid[], $2::integer[]) AS e (id, version)
   WHERE h.id = e.id AND h.version <= e.version RETURNING h.id`);

const dropSql = statement('DELETE FROM verbatims WHERE heard = ANY ($1::uuid[]) RETURNING id');

const forgetSql = statement(`DELETE FROM outbox WHERE split_part(headers->>'ce_id', '/', 1) = ANY ($1::text[])`);

const dropUntoldSql = statement(
  'DELETE FROM verbatims v WHERE NOT EXISTS (SELECT FROM heard_texts h WHERE h.id = v.heard)',
);

/** Removes what somebody wrote who is erased, how it was judged, and what is not published of that yet; gives how many texts. */
export const eraseVerbatims = async (tx: Transaction, { subjects, at }: Erasure): Promise<number> => {
  const { rows } = await tx.query<{ id: string }>(ofSubjectsSql([subjects, at]));
  const ids = rows.map(({ id }) => id);
  await forget(tx, ids);
  await textTimers.cancel(tx, ids);
  await pastTextTimers.cancel(tx, ids);
  return ids.length;
};

/** The same of versions of interactions that are somebody's who is erased, unless a later one is here. Their timers fire, and find nothing. */
export const removeVerbatimsOf = async (tx: Transaction, versions: readonly Version[]): Promise<void> => {
  if (versions.length === 0) return;
  const { rows } = await tx.query<{ id: string }>(
    ofVersionsSql([versions.map(textId), versions.map(({ version }) => version)]),
  );
  await forget(
    tx,
    rows.map(({ id }) => id),
  );
};

/** Removes what was judged of texts of which no fact tells any more; gives how many. */
export const removeUntoldVerbatims = async (tx: Transaction): Promise<number> =>
  (await tx.query(dropUntoldSql())).rowCount ?? 0;

const forget = async (tx: Transaction, texts: readonly string[]): Promise<void> => {
  if (texts.length === 0) return;
  const { rows } = await tx.query<{ id: string }>(dropSql([texts]));
  if (rows.length > 0) await tx.query(forgetSql([rows.map(({ id }) => id)]));
};
