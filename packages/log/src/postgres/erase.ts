import type { Pool } from 'pg';
import { handlesOf, handleText } from '../about.ts';
import type { Erased, Erasing } from '../log.ts';
import { type FoundRecord, findMentioned, findUnmentioned } from './find.ts';
import { removeMentions } from './pack.ts';
import { countWaiting, isRead, readersOf } from './readers.ts';
import { statement } from './statement.ts';
import { compact } from './sweep.ts';
import { inTransaction, type Transaction } from './transaction.ts';

/**
 * Deletes the records that are about these things, as far as everybody who is to read them has read them: what somebody has
 * still to read, and to count, stays until then. What it looks at is what it deletes; but for records from before there were
 * mentions, of which it reads the next, and says how far it came. Of a compacted topic, it leaves the last of every key.
 */
export const eraseRecords = async (pool: Pool, wanted: Erasing): Promise<Erased> => {
  const readers = await readersOf(pool, wanted);
  const mentioned = await findMentioned(pool, wanted);
  const unmentioned = await findUnmentioned(pool, readers, wanted);
  const isCompact = await compact(pool, wanted.topics);
  const found = [...mentioned, ...unmentioned.found];
  const isDue = (one: FoundRecord): boolean => isRead(readers, one);
  return {
    removed: await removeFound(pool, found.filter(isDue)),
    ...countWaiting(readers, found),
    isThrough: isCompact && unmentioned.isThrough,
    readUpTo: unmentioned.readUpTo,
  };
};

const eraseAtSql = statement('SELECT id FROM topics WHERE name = $1');

/** Deletes the records at these offsets. */
export const eraseAt = async (
  pool: Pool,
  topic: string,
  partition: number,
  offsets: readonly number[],
): Promise<void> => {
  if (offsets.length === 0) return;
  const { rows } = await pool.query<{ id: number }>(eraseAtSql([topic]));
  const [found] = rows;
  if (found === undefined) return;
  await inTransaction(pool, (tx) => removeRecords(tx, { topicId: found.id, partition, offsets: [...offsets] }));
};

/** Gives how many of which topic went. */
const removeFound = async (pool: Pool, found: readonly FoundRecord[]): Promise<Map<string, number>> => {
  const removed = new Map<string, number>();
  const together = Map.groupBy(found, ({ topicId, partition }) => `${topicId}/${partition}`);
  for (const all of together.values()) {
    const [first] = all;
    if (first === undefined) continue;
    const offsets = [...new Set(all.map(({ offset }) => offset))];
    const count = await inTransaction(pool, (tx) => removeRecords(tx, { ...first, offsets }));
    if (count > 0) removed.set(first.topic, (removed.get(first.topic) ?? 0) + count);
  }
  return removed;
};

type Removing = { topicId: number; partition: number; offsets: readonly number[] };

const removeRecordsSql = statement(`
  DELETE FROM records WHERE topic_id = $1 AND partition = $2 AND "offset" = ANY ($3::bigint[])
  RETURNING "offset", appended_at AS at, headers`);

/** Deletes records with their mentions: the hash of an address tells who tries it out. Gives how many records. */
const removeRecords = async (tx: Transaction, { topicId, partition, offsets }: Removing): Promise<number> => {
  const { rows } = await tx.query<{ offset: string; at: string; headers: string }>(
    removeRecordsSql([topicId, partition, offsets]),
  );
  const gone = rows.flatMap(({ offset, at, headers }) =>
    handlesOf(JSON.parse(headers)).map((handle) => ({ offset, at, handle: handleText(handle) })),
  );
  await removeMentions(tx, { topicId, partition }, gone);
  return rows.length;
};
