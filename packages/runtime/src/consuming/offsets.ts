import { bare, texts } from '@hilo/log/arrays';
import { statement } from '@hilo/log/statement';
import type { Pool } from 'pg';
import type { Transaction } from '../database/database.ts';
import { OffsetMoved } from '../errors.ts';

/** One partition as one consumer group of this service sees it. */
export type Position = { group: string; log: string; topic: string; partition: number };

/** What became of the messages of a batch. */
export type Counts = { stored: number; duplicate: number; quarantined: number };

const readOffsetSql = statement(`
  SELECT next_offset FROM consumer_offsets
   WHERE consumer_group = $1 AND log = $2 AND topic = $3 AND partition = $4`);

/** The offset of the next message that is not processed yet; 0 at first. */
export const readOffset = async (pool: Pool, { group, log, topic, partition }: Position): Promise<number> => {
  const { rows } = await pool.query<{ next_offset: string }>(readOffsetSql([group, log, topic, partition]));
  return Number(rows[0]?.next_offset ?? 0);
};

const readOffsetsSql = statement(`
  SELECT topic, partition, next_offset FROM consumer_offsets
   WHERE consumer_group = $1 AND log = $2 AND topic = ANY ($3::text[])`);

/** The same of all partitions of these topics of which something was processed, at once. */
export const readOffsets = async (
  pool: Pool,
  { group, log, topics }: Pick<Position, 'group' | 'log'> & { topics: readonly string[] },
): Promise<(Pick<Position, 'topic' | 'partition'> & { offset: number })[]> => {
  const { rows } = await pool.query<{ topic: string; partition: number; next_offset: string }>(
    readOffsetsSql([group, log, texts(topics)]),
  );
  return rows.map(({ topic, partition, next_offset }) => ({ topic, partition, offset: Number(next_offset) }));
};

/** A partition that was processed from one offset up to another, with what became of the messages. */
export type Move = { position: Position; from: number; to: number; counts: Counts };

const moveOffsetsSql = statement({
  name: 'move-offsets',
  // What began before has a row already; a row with another offset is left as it is, and counted as missing.
  text: `WITH moves AS (
           SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::integer[], $5::bigint[], $6::bigint[], $7::bigint[],
                                $8::bigint[], $9::bigint[])
                      AS m (consumer_group, log, topic, partition, began, next_offset, stored, duplicate, quarantined)
         ), moved AS (
           UPDATE consumer_offsets AS o
              SET next_offset = m.next_offset, stored = o.stored + m.stored, duplicate = o.duplicate + m.duplicate,
                  quarantined = o.quarantined + m.quarantined
             FROM moves AS m
            WHERE o.consumer_group = m.consumer_group AND o.log = m.log AND o.topic = m.topic AND o.partition = m.partition
              AND o.next_offset = m.began
           RETURNING o.consumer_group, o.log, o.topic, o.partition
         ), begun AS (
           INSERT INTO consumer_offsets (consumer_group, log, topic, partition, next_offset, stored, duplicate, quarantined)
           SELECT consumer_group, log, topic, partition, next_offset, stored, duplicate, quarantined
             FROM moves AS m
            WHERE began = 0 AND NOT EXISTS (
                  SELECT FROM moved AS d
                   WHERE (d.consumer_group, d.log, d.topic, d.partition) = (m.consumer_group, m.log, m.topic, m.partition))
           ON CONFLICT DO NOTHING
           RETURNING 1
         )
         SELECT FROM moved UNION ALL SELECT FROM begun`,
});

/**
 * Moves the offsets, if nobody else has moved one of them since it was `from`; else throws `OffsetMoved`, so that the
 * transaction of a consumer that lost a partition has no effect. No partition twice.
 */
export const moveOffsets = async (tx: Transaction, moves: readonly Move[]): Promise<void> => {
  const { rowCount } = await tx.query(
    moveOffsetsSql([
      texts(moves.map(({ position }) => position.group)),
      texts(moves.map(({ position }) => position.log)),
      texts(moves.map(({ position }) => position.topic)),
      bare(moves.map(({ position }) => position.partition)),
      bare(moves.map(({ from }) => from)),
      bare(moves.map(({ to }) => to)),
      bare(moves.map(({ counts }) => counts.stored)),
      bare(moves.map(({ counts }) => counts.duplicate)),
      bare(moves.map(({ counts }) => counts.quarantined)),
    ]),
  );
  if (rowCount === moves.length) return;
  const places = moves.map(({ position: { topic, partition }, from }) => `${topic}/${partition} at ${from}`);
  throw new OffsetMoved(`another member has moved on in one of ${places.join(', ')}`);
};
