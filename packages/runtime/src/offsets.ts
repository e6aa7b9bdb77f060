import type { Pool } from 'pg';
import type { Transaction } from './database.ts';
import { OffsetMoved } from './errors.ts';

/** One partition as one consumer group of this service sees it. */
export type Position = { group: string; log: string; topic: string; partition: number };

/** What became of the messages of a batch. */
export type Counts = { stored: number; duplicate: number; quarantined: number };

/** The offset of the next message that is not processed yet; 0 at first. */
export const readOffset = async (pool: Pool, { group, log, topic, partition }: Position): Promise<number> => {
  const { rows } = await pool.query<{ next_offset: string }>(
    `SELECT next_offset FROM consumer_offsets
      WHERE consumer_group = $1 AND log = $2 AND topic = $3 AND partition = $4`,
    [group, log, topic, partition],
  );
  return Number(rows[0]?.next_offset ?? 0);
};

/**
 * Moves the offset, if nobody else has moved it since it was `from`; else throws `OffsetMoved`, so that the transaction
 * of a consumer that lost its partition has no effect.
 */
export const moveOffset = async (
  tx: Transaction,
  { group, log, topic, partition }: Position,
  { from, to, counts }: { from: number; to: number; counts: Counts },
): Promise<void> => {
  const { rowCount } = await tx.query(
    `INSERT INTO consumer_offsets AS o
            (consumer_group, log, topic, partition, next_offset, stored, duplicate, quarantined)
     SELECT $1, $2, $3, $4, $6, $7, $8, $9 WHERE $5::bigint = 0
         OR EXISTS (SELECT FROM consumer_offsets
                     WHERE consumer_group = $1 AND log = $2 AND topic = $3 AND partition = $4)
     ON CONFLICT (consumer_group, log, topic, partition) DO UPDATE
        SET next_offset = EXCLUDED.next_offset, stored = o.stored + EXCLUDED.stored,
            duplicate = o.duplicate + EXCLUDED.duplicate, quarantined = o.quarantined + EXCLUDED.quarantined
      WHERE o.next_offset = $5::bigint`,
    [group, log, topic, partition, from, to, counts.stored, counts.duplicate, counts.quarantined],
  );
  if (rowCount === 0) throw new OffsetMoved(`${topic}/${partition} is no longer at ${from} for ${group}`);
};
