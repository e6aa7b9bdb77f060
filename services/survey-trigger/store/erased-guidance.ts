import type { Erasure } from '@hilo/contracts';
import { statement, type Transaction } from '@hilo/runtime';

const ofSubjectsSql = statement(`
  WITH ends AS (DELETE FROM guidance_endings WHERE subject = ANY ($1::uuid[]) AND at < $2::timestamptz + interval '1 millisecond')
  DELETE FROM guidance WHERE subject = ANY ($1::uuid[]) AND began_at < $2::timestamptz + interval '1 millisecond' RETURNING id`);

const ofInteractionsSql = statement(`
  WITH told AS (SELECT * FROM unnest($1::text[], $2::text[]) AS t (source, interaction)),
       ends AS (DELETE FROM guidance_endings e USING told t WHERE e.source = t.source AND e.interaction = t.interaction)
  DELETE FROM guidance g USING told t WHERE g.source = t.source AND g.interaction = t.interaction RETURNING g.id`);

const forgetReadsSql = statement(`
  WITH untold AS (DELETE FROM outbox WHERE split_part(headers->>'ce_id', '/', 1) = ANY (SELECT unnest($1::uuid[])::text))
  DELETE FROM guidance_reads WHERE guidance = ANY ($1::uuid[])`);

/** Removes the situations of somebody who is erased, who read about them, and what is not published of them yet; gives how many. */
export const eraseGuidance = async (tx: Transaction, { subjects, at }: Erasure): Promise<number> =>
  forget(tx, (await tx.query<{ id: string }>(ofSubjectsSql([subjects, at]))).rows);

/** Removes what interactions began, or ended, of somebody who is erased. */
export const removeGuidanceOf = async (
  tx: Transaction,
  interactions: readonly { source: string; id: string }[],
): Promise<void> => {
  if (interactions.length === 0) return;
  const given = [interactions.map(({ source }) => source), interactions.map(({ id }) => id)];
  await forget(tx, (await tx.query<{ id: string }>(ofInteractionsSql(given))).rows);
};

const forget = async (tx: Transaction, removed: readonly { id: string }[]): Promise<number> => {
  if (removed.length > 0) await tx.query(forgetReadsSql([removed.map(({ id }) => id)]));
  return removed.length;
};
