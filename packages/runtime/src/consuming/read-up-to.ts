import type { Log } from '@hilo/log';

/** Which group reads which topic, in the order in which what is said comes through them: what one hands on meanwhile, the next has. */
export type ReadingGroups = readonly (readonly [group: string, topic: string])[];

/** Up to when everything was read that was said, in milliseconds since the epoch: since when the first waits that was not. */
export const readUpTo = async (
  log: Pick<Log, 'lag' | 'oldestWaiting'>,
  readBy: ReadingGroups,
  now: number,
): Promise<number> => {
  let upTo = now;
  for (const [group, topic] of readBy) {
    const oldest = (await log.lag(group, topic)) === 0 ? undefined : await log.oldestWaiting(group, topic);
    upTo = Math.min(upTo, oldest ?? now);
  }
  return upTo;
};
