import type { Pool } from 'pg';

const lookEveryMs = 50;

/** Watches how far identity-resolution has committed each partition of a topic. */
export type Watch = {
  /** Forgets what was so far. */
  begin(): void;
  /** The longest time, since then, for which a partition was not moved; up to now, for those that stand. */
  longestMs(): number;
};

type Seen = { offset: string; movedAt: number };

/** Looks, until the process ends, at what is in the table: an effect counts when it is committed with its offset. */
export const createWatch = (pool: Pool, topic: string): Watch => {
  const seen = new Map<number, Seen>();
  let longest = 0;
  const look = async (): Promise<void> => {
    const { rows } = await pool.query<{ partition: number; next_offset: string }>(
      "SELECT partition, next_offset FROM identity.consumer_offsets WHERE consumer_group = 'identity-resolution' AND topic = $1",
      [topic],
    );
    const now = performance.now();
    for (const { partition, next_offset: offset } of rows) {
      const before = seen.get(partition);
      if (before?.offset === offset) continue;
      if (before !== undefined) longest = Math.max(longest, now - before.movedAt);
      seen.set(partition, { offset, movedAt: now });
    }
  };
  setInterval(() => void look().catch(() => undefined), lookEveryMs).unref();
  return {
    begin: () => {
      longest = 0;
    },
    longestMs: () => {
      const standing = [...seen.values()].map(({ movedAt }) => performance.now() - movedAt);
      return Math.round(Math.max(longest, ...standing));
    },
  };
};
