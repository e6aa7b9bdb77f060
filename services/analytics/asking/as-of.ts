import { topics } from '@hilo/contracts';
import { type ReadingGroups, type Repeating, type Resources, readUpTo, repeat } from '@hilo/runtime';

/** Up to when everything is in the answers that was said to Hilo. */
export type AsOf = Repeating & {
  /** In milliseconds since the epoch: never later than what the tables have, and a second or so earlier at the most. */
  asOf(): number;
};

const readBy: ReadingGroups = [
  ['identity-resolution', topics.interactions.name],
  ['survey-trigger', topics.resolved.name],
  ['analytics', topics.resolved.name],
  ['analytics', topics.customers.name],
  ['analytics', topics.surveys.name],
];

/** Looks every second up to when everything was read here; where the log cannot be asked, it is what it was when it was asked last. */
export const watchAsOf = async ({
  log,
  logger,
  health,
  now,
}: Pick<Resources, 'log' | 'logger' | 'health' | 'now'>): Promise<AsOf> => {
  let [seen, isAway] = [0, false];
  const look = async (): Promise<void> => {
    seen = Math.max(seen, await readUpTo(log, readBy, now()));
    isAway = false;
  };
  const noteAway = (error: unknown): void => {
    if (!isAway) logger.warn({ err: error }, 'it could not be seen up to when the answers are');
    isAway = true;
  };
  await look().catch(noteAway);
  const looking = repeat({
    everyMs: 1000,
    health: { health, part: 'seeing up to when the answers are' },
    work: async () => {
      await look();
      return false;
    },
    onError: noteAway,
  });
  return { asOf: () => seen, close: () => looking.close() };
};
