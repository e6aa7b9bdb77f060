import { Conflict, HeldIdentifier, type Identifier } from '@hilo/contracts';
import {
  generationNow,
  holdOffErasures,
  type NameHashes,
  statement,
  type Transaction,
  transaction,
} from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { claimedPoints } from '../domain/claimed-points.ts';
import { isContactPoint } from '../domain/reached-by.ts';

/** A customer with the identifiers of the record. */
type Holder = { customer: string; identifiers: readonly Identifier[]; conflicts?: readonly Conflict[] | undefined };

const savePointsSql = statement({
  name: 'save-contact-points',
  text: `WITH held AS (SELECT DISTINCT * FROM unnest($1::text[], $2::uuid[]) AS h (place, customer)),
              given_up AS (DELETE FROM contact_points p WHERE p.customer = ANY ($3::uuid[])
                             AND NOT EXISTS (SELECT FROM held h WHERE h.place = p.place AND h.customer = p.customer))
         INSERT INTO contact_points AS p (place, customer, rebuilt) SELECT *, ${generationNow} FROM held ORDER BY 1, 2
         ON CONFLICT (place, customer) DO UPDATE SET rebuilt = EXCLUDED.rebuilt WHERE p.rebuilt <> EXCLUDED.rebuilt`,
});

/** Keeps at which contact points these customers can be reached, also those that they share; in the place of what was kept of them. */
export const saveContactPoints = async (
  tx: Transaction,
  holders: readonly Holder[],
  hashes: NameHashes,
): Promise<void> => {
  if (holders.length === 0) return;
  const held = holders.flatMap(({ customer, identifiers, conflicts }) =>
    [...identifiers.filter(isContactPoint), ...claimedPoints({ identifiers, conflicts })].map((one) => ({
      place: hashes.ofIdentifier(one),
      customer,
    })),
  );
  await tx.query(
    savePointsSql([
      held.map(({ place }) => place),
      held.map(({ customer }) => customer),
      holders.map(({ customer }) => customer),
    ]),
  );
};

/** The identifiers that are a customer's own, by what the ledger knows them by. */
export const placesOfRecord = (
  { identifiers }: { identifiers: readonly z.infer<typeof HeldIdentifier>[] },
  hashes: NameHashes,
): Map<string, Identifier> =>
  new Map(
    identifiers
      .filter(({ status }) => status === 'linked')
      .map(({ kind, value }) => [hashes.ofIdentifier({ kind, value }), { kind, value }]),
  );

const notedAtOnce = 500;

const beginNotingSql = statement('INSERT INTO contact_points_noted DEFAULT VALUES ON CONFLICT DO NOTHING');

const takeTurnSql = statement('SELECT up_to AS "upTo" FROM contact_points_noted WHERE NOT is_done FOR UPDATE');

const readProfilesSql = statement(`
  SELECT customer, record->'identifiers' AS identifiers, record->'conflicts' AS conflicts FROM profiles
   WHERE customer > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000') ORDER BY customer LIMIT ${notedAtOnce} FOR NO KEY UPDATE`);

const noteTurnSql = statement('UPDATE contact_points_noted SET up_to = $1, is_done = $2');

const Kept = z.object({
  customer: z.string(),
  identifiers: z.array(HeldIdentifier).catch([]),
  conflicts: z.array(Conflict).catch([]),
});

/**
 * Notes the contact points of some of the profiles that were kept before they were noted: SQL does not know the secret. Gives whether there
 * are more.
 */
export const noteContactPoints = async (pool: Pool, hashes: NameHashes): Promise<boolean> => {
  await pool.query(beginNotingSql());
  return transaction(pool, async (tx) => {
    await holdOffErasures(tx);
    const turn = await tx.query<{ upTo: string | null }>(takeTurnSql());
    if (turn.rows[0] === undefined) return false;
    const { rows } = await tx.query(readProfilesSql([turn.rows[0].upTo]));
    const kept = z.array(Kept).parse(rows);
    await saveContactPoints(tx, kept, hashes);
    const isDone = kept.length < notedAtOnce;
    await tx.query(noteTurnSql([kept.at(-1)?.customer ?? turn.rows[0].upTo, isDone]));
    return !isDone;
  });
};
