import type { Pool } from 'pg';
import type { Erased, Erasing } from '../log.ts';
import { statement } from './statement.ts';

/** How long ago the last member of a group must have lived that nobody declares, for the group to be one of the past. */
const retiredAfterSeconds = 3600;

/** How far a group is in a partition; `waits` says whether what it has still to read waits for it. */
export type LogReader = {
  group: string;
  topic: string;
  partition: number;
  committed: number;
  lastAliveAt: number;
  waits: boolean;
};

const readersOfSql = statement(`
  WITH alive AS (
    SELECT consumer_group, topic, max(expires_at) AS until FROM leases WHERE topic = ANY ($1::text[]) GROUP BY 1, 2
  )
  SELECT l.consumer_group AS "group", l.topic, l.partition, l.committed, a.until AS alive,
         a.until > now() - $4 * interval '1 second'
           OR EXISTS (SELECT FROM unnest($2::text[], $3::text[]) AS d (consumer_group, topic)
                       WHERE d.consumer_group = l.consumer_group AND d.topic = l.topic) AS waits
    FROM leases l JOIN alive a USING (consumer_group, topic)`);

/**
 * The groups that have ever read these topics. For one that is declared, everything waits, however long no member has lived:
 * it is down, and will go on. For any other, only while somebody of it lives, or did within the hour: it may be of a
 * version of Hilo that is being rolled out or back.
 */
export const readersOf = async (
  pool: Pool,
  { topics, readers }: Pick<Erasing, 'topics' | 'readers'>,
): Promise<LogReader[]> => {
  const { rows } = await pool.query<Omit<LogReader, 'committed' | 'lastAliveAt'> & { committed: string; alive: Date }>(
    readersOfSql([topics, readers.map(({ group }) => group), readers.map(({ topic }) => topic), retiredAfterSeconds]),
  );
  return rows.map(({ committed, alive, ...row }) => ({
    ...row,
    committed: Number(committed),
    lastAliveAt: alive.getTime(),
  }));
};

type Place = { topic: string; partition: number; offset: number };

const unreadBy = (readers: readonly LogReader[], { topic, partition, offset }: Place): LogReader[] =>
  readers.filter((one) => one.topic === topic && one.partition === partition && one.committed <= offset);

/** Whether nobody has still to read it, of those for whom it waits. */
export const isRead = (readers: readonly LogReader[], place: Place): boolean =>
  !unreadBy(readers, place).some(({ waits }) => waits);

/** How many of these records wait for which group; and which groups have not read some, and are not waited for. */
export const countWaiting = (
  readers: readonly LogReader[],
  places: readonly Place[],
): Pick<Erased, 'waitsFor' | 'retired'> => {
  const unread = places.flatMap((place) => unreadBy(readers, place));
  const waiting = Map.groupBy(
    unread.filter(({ waits }) => waits),
    ({ group }) => group,
  );
  return {
    waitsFor: [...waiting].map(([group, all]) => ({
      group,
      records: all.length,
      lastAliveAt: Math.max(...all.map(({ lastAliveAt }) => lastAliveAt)),
    })),
    retired: [...new Set(unread.flatMap(({ group, waits }) => (waits ? [] : [group])))].sort(),
  };
};
