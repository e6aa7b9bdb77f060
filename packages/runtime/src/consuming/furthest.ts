import type { Pool } from 'pg';
import { StartRefused } from '../errors.ts';
import { type Position, readOffset } from './offsets.ts';

export type Furthest = {
  /** Up to where a partition is processed by the database; rejects if that was further before. */
  note(place: Pick<Position, 'topic' | 'partition'>, offset: number): Promise<void>;
  /** Rejects when the database was replaced. */
  replaced: Promise<never>;
};

/**
 * An offset never goes back but in a database that was restored while we ran. What came since its backup would be skipped then, since the
 * log has given it to us already: so the process ends, and the next one begins where the database is.
 */
export const rememberFurthest = ({ pool, group, log }: { pool: Pool; group: string; log: string }): Furthest => {
  const furthest = new Map<string, number>();
  const { promise: replaced, reject } = Promise.withResolvers<never>();
  replaced.catch(() => {});
  const note: Furthest['note'] = async ({ topic, partition }, offset) => {
    const place = `${topic}/${partition}`;
    const before = furthest.get(place) ?? 0;
    if (offset >= before) return void furthest.set(place, offset);
    // What was read may be from before the last commit.
    const now = await readOffset(pool, { group, log, topic, partition });
    if (now >= before) return;
    const refused = new StartRefused(
      `The database was replaced by an older one while this ran: by it ${group} has processed ${place} up to ${now}, and it had ` +
        `up to ${before}. What came since is processed again after a new start.`,
    );
    reject(refused);
    throw refused;
  };
  return { note, replaced };
};
